"""The payloads Slack sends to an app, field by field, save for the events inside their envelopes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.play.elements import elements
from bot.play.events import Events
from bot.play.messages import Json, Message, with_block_ids
from bot.play.people import Channel, User
from bot.play.views import View
from bot.play.workspace import Workspace

VERIFICATION = "play-verification"  # long deprecated and proof of nothing, but still in every payload


@dataclass(frozen=True, slots=True)
class Payloads:
    """Builds payloads for one workspace.

    `response_url` gives a fresh URL for (person, channel, original message).
    """

    workspace: Workspace
    response_url: Callable[[str, str, Message | None], str]

    def slash_command(self, command: str, text: str, user: User, channel: Channel) -> Json:
        team = self.workspace.team
        return {
            "token": VERIFICATION,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": channel.name,
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": team.app_id,
            **({"enterprise_id": team.enterprise_id} if team.enterprise_id else {}),
            "is_enterprise_install": str(team.org_wide).lower(),
            "response_url": self.response_url(user.id, channel.id, None),
            "trigger_id": self.workspace.views.new_trigger(user.id, channel.id),
        }

    def event(self, event: Mapping[str, Any], event_id: str | None = None) -> Json:
        """The envelope of the Events API around one event."""
        team = self.workspace.team
        enterprise = team.enterprise_id or None
        bot = {"team_id": None if team.org_wide else team.id, "user_id": team.bot_user, "is_bot": True}
        return {
            "token": VERIFICATION,
            "team_id": team.id,
            "enterprise_id": enterprise,
            "context_team_id": team.id,
            "context_enterprise_id": enterprise,
            "api_app_id": team.app_id,
            "event": dict(event),
            "type": "event_callback",
            "event_id": event_id or f"Ev0PLAY{self.workspace.number():05d}",
            "event_time": int(self.workspace.clock()),
            "authorizations": [{"enterprise_id": enterprise, **bot, "is_enterprise_install": team.org_wide}],
            "is_ext_shared_channel": False,
            "event_context": f"4-play{self.workspace.number():05d}",
        }

    def message_event(self, message: Message, kind: str = "message") -> Json:
        """The event that tells of a person's message: `message`, or `app_mention`."""
        events = Events(self.workspace)
        return events.app_mention(message) if kind == "app_mention" else events.message(message)

    def block_actions(
        self, action: Mapping[str, Any], user: User, place: Message | View, state: Mapping[str, Any]
    ) -> Json:
        """Somebody used an element of a message or of a view, whose inputs then hold that state."""
        return {
            **self._interaction("block_actions", user, place.channel),
            **(self._in_message(place, user, state) if isinstance(place, Message) else self._in_view(place, state)),
            "actions": [{**action, "action_ts": self.workspace.next_ts()}],
        }

    def message_shortcut(self, callback_id: str, user: User, message: Message) -> Json:
        return {
            **self._interaction("message_action", user, message.channel),
            "action_ts": self.workspace.next_ts(),
            "callback_id": callback_id,
            "channel": self._channel(message.channel),
            "message_ts": message.ts,
            "message": self.workspace.as_json(message),
            "response_url": self.response_url(user.id, message.channel, None),
        }

    def shortcut(self, callback_id: str, user: User) -> Json:
        stamp = {"action_ts": self.workspace.next_ts(), "callback_id": callback_id}
        return {**self._interaction("shortcut", user), **stamp}

    def view_submission(self, view: View, user: User, state: Mapping[str, Any]) -> Json:
        return {
            **self._interaction("view_submission", user, view.channel),
            "view": view.as_json(self.workspace.team, state),
            "response_urls": list(self._response_urls(view, user, state)),
        }

    def view_closed(self, view: View, user: User, *, cleared: bool) -> Json:
        """Somebody closed a modal with notify_on_close; what it held is not told."""
        shown = view.as_json(self.workspace.team)
        payload = {**self._interaction("view_closed", user), "view": shown, "is_cleared": cleared}
        del payload["trigger_id"]
        return payload

    def _response_urls(self, view: View, user: User, state: Mapping[str, Any]) -> Iterator[Json]:
        """One for each channel chosen in an input with response_url_enabled."""
        for block, element in elements(with_block_ids(view.blocks)):
            if element.get("response_url_enabled"):
                ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
                entry = state[ids["block_id"]][ids["action_id"]]
                channel = entry.get("selected_conversation") or entry.get("selected_channel")
                if channel:
                    url = self.response_url(user.id, channel, None)
                    yield {**ids, "channel_id": channel, "response_url": url}

    def _interaction(self, kind: str, user: User, channel: str | None = None) -> Json:
        team = self.workspace.team
        return {
            "type": kind,
            "token": VERIFICATION,
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": {"id": team.enterprise_id, "name": "Organisation"} if team.enterprise_id else None,
            "is_enterprise_install": team.org_wide,
            "api_app_id": team.app_id,
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id},
            "trigger_id": self.workspace.views.new_trigger(user.id, channel),
        }

    def _channel(self, channel: str) -> Json:
        return {"id": channel, "name": self.workspace.channels[channel].name}

    def _in_message(self, message: Message, user: User, state: Mapping[str, Any]) -> Json:
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.only_for is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        # Slack does not send an ephemeral message back to the app that made it.
        shown = {} if message.only_for else {"message": self.workspace.as_json(message)}
        return {
            "container": container,
            "channel": self._channel(message.channel),
            "state": {"values": state},
            "response_url": self.response_url(user.id, message.channel, message),
            **shown,
        }

    def _in_view(self, view: View, state: Mapping[str, Any]) -> Json:
        return {"container": {"type": "view", "view_id": view.id}, "view": view.as_json(self.workspace.team, state)}
