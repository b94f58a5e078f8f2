import inspect
from collections import defaultdict
from collections.abc import Callable
from typing import Any, cast

import pytest
from slack_bolt.async_app import AsyncApp

from bot import listeners, manifest
from bot.listeners import actions, commands, mentions, messages, shortcuts
from bot.manifest import build_manifest
from bot.responding import Respond
from bot.views.notices import Names
from tests.slack_types.judge import check_manifest

NAMES = Names("/lessons-ask", "/tip", "lessons")
URL = "https://bot.example.com/"

# Every scope → the code that has a use for it: what is delivered because of it, or which method it opens.
USES: dict[str, Callable[..., Any]] = {
    "app_mentions:read": mentions.mention,
    "chat:write": mentions._reply,
    "commands": commands.ask,
    "im:history": messages.message,
    "channels:history": mentions._posts_on_thread,
    "groups:history": mentions._posts_on_thread,
}


class Registered:
    """Notes what the listeners register for: kind (command, shortcut, event, action) → names."""

    def __init__(self) -> None:
        self.noted: defaultdict[str, set[str]] = defaultdict(set)

    def __getattr__(self, kind: str) -> Callable[[str], Callable[[object], None]]:
        def register(name: str) -> Callable[[object], None]:
            self.noted[kind].add(name)
            return lambda _: None

        return register


@pytest.mark.parametrize("url", ["", URL])
@pytest.mark.parametrize("names", [Names(), NAMES])
def test_slack_takes_the_manifest(names: Names, url: str) -> None:
    check_manifest(build_manifest(names, url))


def test_over_http_every_address_is_that_of_the_bot() -> None:
    built = build_manifest(Names(), URL)
    assert str(built).count("https://") == str(built).count("'https://bot.example.com/slack/events'") == 4
    assert "'socket_mode_enabled': False" in str(built)


def test_in_socket_mode_there_is_no_address() -> None:
    built = build_manifest(Names())
    assert "https://" not in str(built)
    assert "'socket_mode_enabled': True" in str(built)


def test_every_scope_is_used_and_nothing_is_used_without_its_scope() -> None:
    assert set(USES) == {*manifest.SCOPES, *manifest.OPTIONAL_SCOPES}
    written = "".join(inspect.getsource(module) for module in (actions, commands, mentions, messages, shortcuts))
    called = {method for method in ("chat_postMessage", "conversations_replies") if f"client.{method}" in written}
    assert written.count("client.") == 3  # two posts and one reading of a thread
    assert called == {"chat_postMessage", "conversations_replies"}


def test_every_command_shortcut_and_event_has_a_listener_and_every_listener_its_place() -> None:
    app = Registered()
    listeners.register(cast("AsyncApp", app), NAMES)
    features: Any = build_manifest(NAMES)["features"]
    assert {each["command"] for each in features["slash_commands"]} == app.noted["command"]
    assert {each["callback_id"] for each in features["shortcuts"]} == app.noted["shortcut"]
    assert {event.partition(".")[0] for event in manifest.EVENTS} == app.noted["event"]


@pytest.mark.parametrize(("bot", "name"), [("commonplace", "Commonplace"), ("DevBot", "DevBot"), ("R&D", "R&D")])
def test_the_app_is_called_as_the_bot_is_with_a_capital(bot: str, name: str) -> None:
    built: Any = build_manifest(Names(bot=bot))
    assert built["display_information"]["name"] == name
    assert built["features"]["bot_user"]["display_name"] == bot


def test_a_response_is_sent_without_a_scope() -> None:
    assert "chat" not in inspect.getsource(Respond)
