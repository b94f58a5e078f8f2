"""The Slack app: turns Slack into questions and results into messages."""
