"""A workspace with many people and channels, the bot being a member of each."""

import time
from typing import Any

from bot.play.messages import Message
from bot.play.people import BOT, USERS, Channel, User
from bot.play.slack_side import SlackSide
from bot.play.workspace import Workspace
from tests.trials.ledger import Ledger

PEOPLE = 300
CHANNELS = 100
FORGERS = "C0FORGERS"
"""The channel that only requests name which Slack did not send."""


class Populated(Workspace):
    """It tells the ledger of every message as it then stands."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        people = [User(f"U{number:05d}", f"person{number}", f"Person {number}") for number in range(PEOPLE)]
        members = frozenset({BOT, *(each.id for each in people)})
        named = [Channel(f"C{number:05d}", f"channel{number}", members) for number in range(CHANNELS)]
        forgers = Channel(FORGERS, "forgers", members)
        super().__init__(time.time, users=(*USERS, *people), channels=(*named, forgers))
        self.people = [each.id for each in people]
        self.places = [each.id for each in named]

    def everything(self) -> list[Message]:
        """Every message of every channel."""
        return [message for channel in self._messages.values() for message in channel.values()]

    def _put(self, message: Message) -> Message:
        self._ledger.note(message)
        return super()._put(message)


class PopulatedSide(SlackSide):
    """Slack's side of that workspace; what is not given is as usual."""

    def __init__(self, ledger: Ledger, **rules: Any) -> None:  # noqa: ANN401 - what SlackSide takes
        self.populated = Populated(ledger)
        super().__init__(workspace=self.populated, **rules)
