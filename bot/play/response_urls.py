"""The response_url of commands and clicks: five uses in thirty minutes, then 404."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.play.chat_methods import content_of
from bot.play.messages import Message, Refusal
from bot.play.workspace import Workspace

MOST_USES = 5
SECONDS = 30 * 60


@dataclass(slots=True)
class _Issued:
    user: str
    channel: str
    at: float
    original: Message | None
    uses: int = 0


@dataclass(slots=True)
class ResponseUrls:
    """Which URLs were given out, for whom, and how often each was used."""

    workspace: Workspace
    _issued: dict[str, _Issued] = field(default_factory=dict)

    def issue(self, user: str, channel: str, original: Message | None = None) -> str:
        """A new path, such as `actions/T0COMMON/7/play`, for what that person did in that channel."""
        kind = "actions" if original else "commands"
        path = f"{kind}/{self.workspace.team.id}/{self.workspace.number()}/play"
        self._issued[path] = _Issued(user, channel, self.workspace.clock(), original)
        return path

    def set_original(self, url: str, message: Message) -> None:
        """Remember the message that answered a command: replace_original means this one."""
        self._issued[url.partition("/response/")[2]].original = message

    def use(self, path: str, body: Mapping[str, Any]) -> None:
        """Do what the bot asks through this URL.

        Raises:
            Refusal: `expired_url` or `used_url` (404 on the wire), or what is wrong with the message.
        """
        url = self._issued.get(path)
        if url is None or self.workspace.clock() - url.at > SECONDS:
            raise Refusal("expired_url")
        if url.uses >= MOST_USES:
            raise Refusal("used_url")
        url.uses += 1
        if body.get("delete_original"):
            self._delete(url)
            return
        content = content_of(body, most=None)
        original = self._original(url)
        if body.get("replace_original") and original is not None:
            url.original = self.workspace.change(original, content)
            return
        self._post(url, content, body)

    def _original(self, url: _Issued) -> Message | None:
        """The original as it is now; None when it is gone."""
        return self.workspace.find(url.original.channel, url.original.ts) if url.original else None

    def _delete(self, url: _Issued) -> None:
        if (original := self._original(url)) is not None:
            self.workspace.remove(original)

    def _post(self, url: _Issued, content: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        public = body.get("response_type") == "in_channel"
        thread_ts = body.get("thread_ts") or (url.original.thread_ts if url.original and not public else None)
        bot = self.workspace.team.bot_user
        only_for = None if public else url.user
        message = self.workspace.add(url.channel, bot, content, thread_ts=thread_ts, only_for=only_for)
        if url.original is None:
            url.original = message
