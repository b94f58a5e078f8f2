"""The Web API behind `/api/<method>`: who calls, with which scope, and which function answers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.play import assistant_methods, chat_methods, link_methods, reading_methods, view_methods
from bot.play.messages import Json, Refusal
from bot.play.workspace import Workspace

METHODS: Mapping[str, Callable[[Workspace, Json], Json]] = {
    "assistant.threads.setStatus": assistant_methods.set_status,
    "assistant.threads.setSuggestedPrompts": assistant_methods.set_suggested_prompts,
    "chat.delete": chat_methods.delete,
    "chat.getPermalink": chat_methods.get_permalink,
    "chat.postEphemeral": chat_methods.post_ephemeral,
    "chat.postMessage": chat_methods.post_message,
    "chat.unfurl": link_methods.unfurl,
    "chat.update": chat_methods.update,
    "conversations.history": reading_methods.history,
    "conversations.info": reading_methods.info,
    "conversations.members": reading_methods.members,
    "conversations.replies": reading_methods.replies,
    "reactions.add": link_methods.add_reaction,
    "usergroups.users.list": reading_methods.group_members,
    "users.info": reading_methods.user_info,
    "views.open": view_methods.open_view,
    "views.publish": view_methods.publish,
    "views.push": view_methods.push,
    "views.update": view_methods.update,
}

SCOPES: Mapping[str, str] = {
    "assistant.threads.setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.unfurl": "links:write",
    "chat.update": "chat:write",
    "conversations.history": "channels:history",
    "conversations.info": "channels:read",
    "conversations.members": "channels:read",
    "conversations.replies": "channels:history",
    "reactions.add": "reactions:write",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
}
"""Method → the scope it needs; for private channels and direct messages its groups: or im: form."""

GRANTED = frozenset(
    [
        "app_mentions:read",
        "channels:history",
        "chat:write",
        "commands",
        "groups:history",
        "im:history",
        "links:read",
        "links:write",
        "users:read",
    ]
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The two tokens an app holds, and bot tokens that it held."""

    bot: str
    app: str
    dead: frozenset[str] = frozenset()


@dataclass(slots=True)
class WebApi:
    """Answers one call at a time, as Slack would."""

    workspace: Workspace
    tokens: Tokens
    scopes: Collection[str]
    socket_url: Callable[[], str]

    def answer(self, method: str, arguments: Json, token: str) -> Json:
        """The body of Slack's answer; a refusal is `ok: false` with its reason."""
        try:
            return {"ok": True, **self._call(method, arguments, token)}
        except Refusal as refusal:
            return {"ok": False, "error": refusal.error, **refusal.details}

    def token_ok(self, method: str, token: str) -> bool:
        """Whether this is the token that method takes."""
        return token == (self.tokens.app if method == "apps.connections.open" else self.tokens.bot)

    def install(self, token: str, scopes: Collection[str]) -> None:
        """From now on the app has this bot token and these scopes."""
        self.tokens = Tokens(token, self.tokens.app, self.tokens.dead)
        self.scopes = scopes

    def uninstall(self) -> None:
        """The app's bot token opens nothing any more."""
        self.tokens = Tokens("", self.tokens.app, self.tokens.dead | {self.tokens.bot})

    def _call(self, method: str, arguments: Json, token: str) -> Json:
        known = method in METHODS or method in ("auth.test", "apps.connections.open")
        if not known:
            raise Refusal("unknown_method", req_method=method)
        if not self.token_ok(method, token):
            if token in (self.tokens.app, self.tokens.bot):
                raise Refusal("not_allowed_token_type")
            if token in self.tokens.dead:
                raise Refusal("account_inactive")
            raise Refusal("invalid_auth" if token else "not_authed")
        if method == "auth.test":
            return self._who_am_i()
        if method == "apps.connections.open":
            return {"url": self.socket_url()}
        self._check_scope(method, arguments)
        return METHODS[method](self.workspace, arguments)

    def _check_scope(self, method: str, arguments: Mapping[str, Any]) -> None:
        needed = SCOPES.get(method)
        if needed and needed.startswith("channels:"):
            kind = self.workspace.channel(str(arguments.get("channel", ""))).kind
            needed = {"im": "im:", "group": "groups:"}.get(kind, "channels:") + needed.removeprefix("channels:")
        if needed and needed not in self.scopes:
            raise Refusal("missing_scope", needed=needed, provided=",".join(sorted(self.scopes)))

    def _who_am_i(self) -> Json:
        team = self.workspace.team
        return {
            "url": f"https://{team.domain}.slack.com/",
            "team": team.name,
            "team_id": team.enterprise_id if team.org_wide else team.id,
            **({"enterprise_id": team.enterprise_id} if team.enterprise_id else {}),
            "user": self.workspace.users[team.bot_user].name,
            "user_id": team.bot_user,
            "bot_id": team.bot_id,
            "is_enterprise_install": team.org_wide,
        }
