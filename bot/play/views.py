"""Modals and Home tabs, and the trigger ids that open them: three seconds, one use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from bot.play.messages import Json, Refusal, with_block_ids
from bot.play.people import Team

TRIGGER_SECONDS = 3.0
MAX_BLOCKS = 100
MAX_BYTES = 250_000
MAX_STACK = 3
HOME_TITLE: Mapping[str, Any] = MappingProxyType({"type": "plain_text", "text": "View Title", "emoji": True})
"""What Slack gives every Home tab for a title."""


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab as one person has it open."""

    id: str
    user: str
    body: Mapping[str, Any]
    hash: str
    root: str
    previous: str | None = None
    channel: str | None = None
    """Where the person was when it was opened: what a conversations_select may start with."""

    @property
    def blocks(self) -> Sequence[Json]:
        return list(self.body.get("blocks") or ())

    def as_json(self, team: Team, values: Mapping[str, Any] | None = None) -> Json:
        """The view as payloads and answers show it; `values` are what its inputs hold."""
        return {
            "callback_id": "",
            "private_metadata": "",
            "title": dict(HOME_TITLE) if self.body.get("type") == "home" else None,
            "close": None,
            "submit": None,
            "clear_on_close": False,
            "notify_on_close": False,
            "external_id": "",
            **self.body,
            "id": self.id,
            "team_id": team.id,
            "blocks": with_block_ids(self.blocks),
            "state": {"values": values or {}},
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous,
            "app_id": team.app_id,
            "app_installed_team_id": team.id,
            "bot_id": team.bot_id,
        }


@dataclass(slots=True)
class Trigger:
    """What a person did, in which channel, and whether the bot has made use of it."""

    user: str
    at: float
    channel: str | None = None
    used: bool = False


@dataclass(slots=True)
class Views:
    """Every open view: modals by id, Home tabs by person."""

    clock: Callable[[], float]
    number: Callable[[], int]
    modals: dict[str, View] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    held: dict[str, Json] = field(default_factory=dict)
    """What people put into inputs so far, by view: the form of `state.values`."""
    _triggers: dict[str, Trigger] = field(default_factory=dict)

    def new_trigger(self, user: str, channel: str | None = None) -> str:
        """A trigger id for what that person just did in a channel."""
        number = self.number()
        trigger_id = f"{number}.{int(self.clock())}.play{number:08x}"
        self._triggers[trigger_id] = Trigger(user, self.clock(), channel)
        return trigger_id

    def spend_trigger(self, trigger_id: str) -> Trigger:
        """What stands behind a trigger id, which is used up by this."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self.clock() - trigger.at > TRIGGER_SECONDS:
            raise Refusal("trigger_expired")
        trigger.used = True
        return trigger

    def open(self, user: str, body: Mapping[str, Any], *, over: View | None = None, channel: str | None = None) -> View:
        """Show a modal, on top of another one if given."""
        view_id, fingerprint = self._fresh()
        root, depth = (over.root, self._depth(over)) if over else (view_id, 0)
        if depth >= MAX_STACK:
            raise Refusal("push_limit_reached")
        view = View(view_id, user, dict(body), fingerprint, root, over.id if over else None, channel)
        self.modals[view.id] = view
        return view

    def change(self, view: View, body: Mapping[str, Any]) -> View:
        """Show something else in an open view."""
        changed = replace(view, body=dict(body), hash=self._fresh()[1])
        self._forget(view.id, body)
        if view.body.get("type") == "home":
            self.homes[view.user] = changed
        else:
            self.modals[view.id] = changed
        return changed

    def publish(self, user: str, body: Mapping[str, Any]) -> View:
        """Show a Home tab."""
        view_id, fingerprint = self._fresh()
        if (before := self.homes.get(user)) is not None:
            view_id = before.id
        self.homes[user] = View(view_id, user, dict(body), fingerprint, view_id)
        self._forget(view_id, body)
        return self.homes[user]

    def close(self, view: View, *, all_of_them: bool = False) -> Sequence[View]:
        """Close one modal, or the whole stack it is in; what was closed, topmost first."""
        gone = [one for one in self.modals.values() if one.root == view.root] if all_of_them else [view]
        for one in gone:
            self.modals.pop(one.id, None)
            self.held.pop(one.id, None)
        return gone[::-1]

    def hold(self, view: View, state: Mapping[str, Any]) -> None:
        """Remember what a person put into some inputs of a view."""
        before = self.held.setdefault(view.id, {})
        for block_id, inputs in state.items():
            before[block_id] = {**before.get(block_id, {}), **inputs}

    def find(self, view_id: str) -> View | None:
        """The open modal or Home tab with that id."""
        home = next((one for one in self.homes.values() if one.id == view_id), None)
        return self.modals.get(view_id) or home

    def _forget(self, view_id: str, body: Mapping[str, Any]) -> None:
        """Drop what was put in, save where the app gives a block the same block_id as before."""
        named = {block.get("block_id") for block in body.get("blocks") or ()}
        held = self.held.get(view_id, {})
        self.held[view_id] = {block_id: inputs for block_id, inputs in held.items() if block_id in named}

    def _depth(self, view: View) -> int:
        return sum(1 for one in self.modals.values() if one.root == view.root)

    def _fresh(self) -> tuple[str, str]:
        number = self.number()
        return f"V0PLAY{number:04d}", f"{int(self.clock())}.play{number:04d}"
