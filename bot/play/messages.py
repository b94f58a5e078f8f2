"""A message as Slack keeps it: what was sent, where it stands, and who may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class Refusal(Exception):  # noqa: N818 - Slack answers with it; nothing here went wrong
    """Slack's answer `{"ok": false, "error": …}`, with whatever else belongs in it."""

    def __init__(self, error: str, **details: object) -> None:
        super().__init__(error)
        self.error = error
        self.details = details


@dataclass(frozen=True, slots=True)
class Message:
    """One message, or one that only a single person sees."""

    channel: str
    ts: str
    user: str
    content: Mapping[str, Any]
    """As sent: text, blocks, attachments, metadata; and `unfurls` once there are some."""
    thread_ts: str | None = None
    only_for: str | None = None
    """The id of the one person who sees it; None when everybody in the channel does."""
    bot_id: str | None = None
    edited: str | None = None
    """When its author last changed it, as `edited` tells; None when never."""

    @property
    def text(self) -> str:
        return str(self.content.get("text") or "")

    @property
    def blocks(self) -> Sequence[Json]:
        return list(self.content.get("blocks") or ())

    def as_json(self) -> Json:
        """The message as the Web API and the payloads show it; every block has a block_id."""
        body: Json = {"type": "message", "user": self.user, "ts": self.ts, **self.content}
        if self.blocks:
            body["blocks"] = with_block_ids(self.blocks)
        if self.bot_id:
            body["bot_id"] = self.bot_id
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        if self.edited:
            body["edited"] = {"user": self.user, "ts": self.edited}
        return body


def with_block_ids(blocks: Sequence[Mapping[str, Any]]) -> list[Json]:
    """The blocks, each with a block_id: Slack makes one up where the app sent none."""
    return [{"block_id": f"b{number}", **block} for number, block in enumerate(blocks, start=1)]
