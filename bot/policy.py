"""What whoever runs the bot has decided for the whole workspace."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

QUESTION_DAYS = 1  # as long as a thread is followed: so long a follow-up needs what was asked before it
WhoMayChange = Literal["everyone", "admins"]


@dataclass(frozen=True, slots=True)
class Policy:
    """The language of people of whom it is not known, the time zone likewise, and who may change a channel's settings."""

    language: str = "en"
    timezone: str = "UTC"
    admins: frozenset[str] = frozenset()
    """Ids of the people who see what was asked in vain, and who may change settings where not everyone may."""
    settings_by: WhoMayChange = "everyone"
    stale_after: timedelta | None = None
    """The age from which on an answer says when its post was last worked on."""
    asks_of_person: int = 0
    """How much one person may ask within a minute; 0 for as much as they like."""
    asks_of_workspace: int = 0
    """The same for all people of a workspace together."""
    question_days: int = QUESTION_DAYS
    """How long the words of a question are kept."""

    def may_change(self, person: str) -> bool:
        """Whether a person may change a channel's settings."""
        return self.settings_by == "everyone" or person in self.admins
