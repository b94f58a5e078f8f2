"""A local stand-in for Slack: the same wire, the same limits, on this computer alone."""
