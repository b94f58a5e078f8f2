"""The playground's page: a small Slack in a browser, on this computer alone, for the bot at its other end."""
