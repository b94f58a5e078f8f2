"""Who may read what: a source may be limited to workspaces, channels and groups of people."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Whom a source is for, by ids.

    Of workspaces, where any are named, it must be one. Of channels and groups together, where any are named, it must be one
    as well: to be in a channel that is named or in a group that is named is enough.
    """

    workspaces: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is going to read what is found: their workspaces, the channel it is said in, the groups that all of them are in.

    With nothing said it is anybody, who reads what is limited to nobody: so whoever forgets to name an audience shows too
    little, and never too much. The owner reads everything.
    """

    workspaces: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    is_owner: bool = False

    def may_read(self, limits: Limits) -> bool:
        """Whether they may read a source with these limits."""
        if self.is_owner:
            return True
        if limits.workspaces and limits.workspaces.isdisjoint(self.workspaces):
            return False
        is_there = not limits.channels.isdisjoint(self.channels) or not limits.groups.isdisjoint(self.groups)
        return is_there or not (limits.channels or limits.groups)


ANYBODY = Audience()
OWNER = Audience(is_owner=True)


def hidden_from(audience: Audience, limits: Mapping[str, Limits]) -> frozenset[str]:
    """The sources that an audience may not read; `limits` has those that are limited, by their labels."""
    return frozenset(source for source, each in limits.items() if not audience.may_read(each))
