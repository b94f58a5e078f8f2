"""In whose texts people were answered a moment ago: enough to say that an answer comes, without asking the store."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from cachetools import TTLCache

from bot.callers import Caller
from bot.texts import Texts

_MOST, _KEPT = 20_000, 60.0  # people and channels that are remembered, and the seconds for which they are


def _memory() -> MutableMapping[tuple[str, str], Texts | None]:
    return TTLCache(_MOST, _KEPT)


@dataclass(frozen=True, slots=True)
class RecentTexts:
    """Remembers the texts of people, and of the channels that have a language of their own."""

    _kept: MutableMapping[tuple[str, str], Texts | None] = field(default_factory=_memory)
    """By tenant, and channel or person; none for a channel where everybody reads their own."""

    def texts(self, tenant: str, person: str, channel: str) -> Texts | None:
        """What the person reads in the channel, or None where that is not remembered."""
        try:
            return self._kept[tenant, channel] or self._kept[tenant, person]
        except KeyError:
            return None

    def keep(self, caller: Caller) -> None:
        """Remember what somebody reads where they called from."""
        is_everybodys = bool(caller.settings.language)
        self._kept[caller.tenant, caller.channel] = caller.texts if is_everybodys else None
        if not is_everybodys:
            self._kept[caller.tenant, caller.person] = caller.texts
