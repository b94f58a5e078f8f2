"""Pure functions: results → messages, within Slack's limits whatever the posts hold."""
