"""Own data: what is stored about a person, for their eyes alone, and how it is forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.allowances import Allowances
from bot.callers import Caller
from bot.names import Names
from bot.searches import Searches
from bot.store import Store
from bot.views import own_data
from bot.views.blocks import View
from bot.views.message import Message
from bot.views.notices import notice

_FORGET = (["forget", "me"], ["vergiss", "mich"])
_EXPORT = ("export", "exportiere")
_QUOTED = ("text", "blocks", "sources", "passages")  # of an answer: what it shows of posts
_AS_SLACK_HAS_IT = "blocks"  # the same as `text`, in Slack's form


def is_forgetting(text: str) -> bool:
    """Whether a text after the command asks to be forgotten."""
    return text.lower().split() in _FORGET


def is_export(text: str) -> bool:
    """Whether a text after the command asks for everything that is stored about its author."""
    return text.strip().lower() in _EXPORT


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is stored about one person in one workspace."""

    store: Store
    searches: Searches
    allowances: Allowances
    names: Names

    def offer(self, caller: Caller) -> Message:
        """What would be forgotten, to be confirmed."""
        return own_data.offer(caller.texts, self.names)

    async def forget(self, caller: Caller) -> Message:
        """Forget the caller here, and say what stays."""
        await self.store.forget_person(caller.tenant, caller.person)
        self.allowances.forget(caller.tenant, caller.person)
        return notice(caller.texts("forgotten"))

    async def exported(self, caller: Caller) -> View:
        """Everything that is stored, in a window, which needs no scope and no message that others could see."""
        rows = await self.store.about_person(caller.tenant, caller.person)
        shown = {table: [self._shown(row, caller) for row in kept] for table, kept in rows.items()}
        return own_data.exported(shown, caller.texts)

    def _shown(self, row: Mapping[str, object], caller: Caller) -> dict[str, object]:
        """A row as it may be read here: of an answer whose posts may not be, without the quotes."""
        sources = row.get("sources")
        hidden = isinstance(sources, tuple) and not self.searches.may_read(
            [str(each) for each in sources], caller.readers.own
        )
        left_out = _QUOTED if hidden else (_AS_SLACK_HAS_IT,)
        return {name: value for name, value in row.items() if name not in left_out}
