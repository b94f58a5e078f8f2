"""What the bot is made of, put together once for all requests."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random, SystemRandom

from bot.allowances import Allowances
from bot.audiences import Audiences, Groups
from bot.names import Names
from bot.policy import Policy
from bot.posting import Posting
from bot.replies.asking import Asking
from bot.replies.homes import Homes, LastRead
from bot.replies.learning import Learning
from bot.replies.linking import Linking
from bot.replies.own_data import OwnData
from bot.replies.settling import Settling
from bot.replies.subscribing import Subscribing
from bot.searches import Searches
from bot.store import Store
from bot.turns import Turns
from knowledge import KnowledgeBase


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """The posts, what is remembered, what things are called and who may do what; time and chance are arguments too."""

    knowledge_base: KnowledgeBase
    store: Store
    names: Names = field(default_factory=Names)
    policy: Policy = field(default_factory=Policy)
    random: Random = field(default_factory=SystemRandom)
    clock: Callable[[], datetime] = now
    holder: str = field(default_factory=lambda: secrets.token_hex(8))
    """What this process is called where several share a store."""
    posting: Posting = field(default_factory=Posting)
    groups: Groups = field(default_factory=Groups)
    last_read: LastRead = field(init=False)
    searches: Searches = field(init=False)
    allowances: Allowances = field(init=False)

    def __post_init__(self) -> None:
        allowances = Allowances(self.policy.asks_of_person, self.policy.asks_of_workspace)
        object.__setattr__(self, "last_read", LastRead(self.knowledge_base.fetched or self.clock()))
        object.__setattr__(self, "searches", Searches(self.knowledge_base))
        object.__setattr__(self, "allowances", allowances)

    @property
    def audiences(self) -> Audiences:
        return Audiences(self.knowledge_base, self.groups)

    @property
    def asking(self) -> Asking:
        return Asking(self.searches, self.store, self.names, self.clock, self.policy.stale_after)

    @property
    def learning(self) -> Learning:
        return Learning(self.searches, self.store, self.names, self.random)

    @property
    def linking(self) -> Linking:
        return Linking(self.searches, self.store, self.names, self.clock)

    def settling(self, granted: frozenset[str]) -> Settling:
        """The settings of channels, in a workspace that has granted these scopes."""
        return Settling(self.knowledge_base, self.store, self.names, self.policy, granted)

    @property
    def own_data(self) -> OwnData:
        return OwnData(self.store, self.searches, self.allowances, self.names)

    @property
    def subscribing(self) -> Subscribing:
        return Subscribing(self.searches, self.store, self.names, self.policy, self.random, self.clock, self.posting)

    def homes(self, granted: frozenset[str], turns: Turns) -> Homes:
        """What stands around the jobs, in a workspace that has granted these scopes; `turns` are those of all tabs."""
        return Homes(self.asking, self.store, self.policy, granted, self.last_read, self.clock, turns)
