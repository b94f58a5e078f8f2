"""Functions that Bolt calls, by Slack feature. They do not know each other.

What they share is injected by the name of the parameter:

    caller                      who called, from where, the texts they read, the settings of their channel
    callers                     what more can be known of them, by asking Slack
    asking, learning, linking, subscribing, settling   what to say, by job
    homes                       the Home tab, and the window to ask in
    own_data                    what is stored about the caller
    threads                     replies to messages that follow the message's fate
    thread_links                links to posts in threads
    posting                     posts to channels, each in its turn and once
    respond                     answers through the request's `response_url`
    later                       starts work that goes on after Slack was answered
    claims                      was this done already?
    workspaces                  who the bot is where
    store, names, policy, granted   what is remembered, what things are called, who may do what, the scopes there are
"""

from slack_bolt.async_app import AsyncApp

from bot.listeners import (
    answers,
    commands,
    home,
    installations,
    lessons,
    links,
    mentions,
    messages,
    own_data,
    settings,
    shortcuts,
    subscriptions,
)
from bot.names import Names


def register(app: AsyncApp, names: Names) -> None:
    """Register every listener. A new Slack surface is one module here and one line below."""
    commands.register(app, names)
    mentions.register(app)
    messages.register(app)
    answers.register(app)
    lessons.register(app)
    shortcuts.register(app)
    links.register(app)
    settings.register(app)
    own_data.register(app)
    subscriptions.register(app)
    home.register(app)
    installations.register(app)
