"""How requests come from Slack: signed over HTTP, or through Socket Mode."""
