"""Functions that Bolt calls, by Slack feature. They do not know each other.

What they share is injected by the name of the parameter: `replies` (what to say), `later` (starts work that goes on after
Slack was answered), `claims` (was this done already?), `respond` (answers through the `response_url`).
"""

from slack_bolt.async_app import AsyncApp

from bot.listeners import actions, commands, mentions, messages, shortcuts
from bot.views.notices import Names


def register(app: AsyncApp, names: Names) -> None:
    """Register every listener. A new Slack surface is one module here and one line below."""
    commands.register(app, names)
    mentions.register(app)
    messages.register(app)
    actions.register(app)
    shortcuts.register(app)
