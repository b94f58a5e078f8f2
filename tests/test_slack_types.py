"""The judge of Slack payloads lets good ones pass and refuses each bad one for the right reason."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.slack_types import judge
from tests.slack_types import samples as s
from tests.slack_types.bad_messages import BAD_MESSAGES

ROOT = Path(__file__).parents[1]
OVERFLOW = {"type": "overflow", "action_id": "o"}
CARD = {"type": "card", "title": s.mrkdwn("A post"), "actions": [s.button()]}


def refusal(check: Callable[[Any], None], payload: object) -> str:
    with pytest.raises(AssertionError) as caught:
        check(payload)
    return "\n".join(str(caught.value).splitlines()[1:-1]) or str(caught.value)


GOOD_BLOCKS = [
    s.table(rows=100, columns=20, cell="abcde"),
    {"type": "markdown", "text": "# A **heading** & [a link](https://example.com)\n\n|a|b|\n|-|-|\n|1|2|"},
    {"type": "data_table", "caption": "Posts", "page_size": 5, "rows": s.table()["rows"]},
    {"type": "carousel", "elements": [CARD, {**CARD, "actions": [s.button(action_id="other")]}]},
    {"type": "container", "title": s.plain("Sources"), "child_blocks": [s.section(), s.actions(s.button())]},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A graph", "title": s.plain("Graph")},
    {
        "type": "plan",
        "title": "Looking",
        "tasks": [{"type": "task_card", "task_id": "1", "title": "t", "status": "complete"}],
    },
    {**s.section("x" * 3000), "accessory": {**OVERFLOW, "options": s.select(5)["options"]}},
    s.rich_text(
        {"type": "text", "text": " "}, {"type": "emoji", "name": "wave"}, {"type": "channel", "channel_id": "C1"}
    ),
    s.actions({"type": "conversations_select", "action_id": "c", "default_to_current_conversation": True}),
    s.actions({"type": "checkboxes", "action_id": "c", "options": [{"text": s.mrkdwn("*a*"), "value": "a"}] * 10}),
    s.actions(s.select(100), s.button(action_id="delete", style="danger", confirm=s.confirmation())),
    s.section("<https://example.com/a%20b%7Cc?x=1&amp;y=2|A &lt;b&gt; c> *and* _more_ ~here~ `code`"),
    s.section("&gt; not quoted\n>quoted\n>> deeper\n&lt;!channel&gt; &lt;@U1&gt; say hi"),
]
GOOD_MESSAGES = [
    s.answer(),
    {"text": "Sorry, no post answers that."},
    {"text": "Done.", "response_type": "ephemeral", "replace_original": False},
    s.message(*[s.section()] * 50),
    *(s.message(block) for block in GOOD_BLOCKS),
]


@pytest.mark.parametrize("message", GOOD_MESSAGES)
def test_a_good_message_passes(message: s.Json) -> None:
    judge.check_message(message)


@pytest.mark.parametrize(("reason", "message"), BAD_MESSAGES)
def test_a_bad_message_is_refused_for_its_reason(reason: str, message: s.Json) -> None:
    assert reason in refusal(judge.check_message, message)


def test_a_refusal_names_every_fault_at_once() -> None:
    told = refusal(judge.check_message, s.message(s.section("<!channel>"), s.actions(s.button("x" * 76)), text=""))
    for fault in ("text: 0 characters", "blocks[0].text.text: unescaped", "blocks[1].elements[0].text.text: 76"):
        assert fault in told


def test_blocks_alone_are_judged_like_those_of_a_message() -> None:
    judge.check_blocks([s.section()])
    assert "unescaped mention" in refusal(judge.check_blocks, [s.section("<!here>")])
    assert "15000 text in all" in refusal(judge.check_blocks, [s.section("x" * 3000)] * 5)


@pytest.mark.parametrize(
    "view",
    [
        s.home(*[s.section()] * 100),
        s.modal(s.section(), close=s.plain("Close"), private_metadata="x" * 3000),
        s.modal(s.text_input(), submit=s.plain("Send")),
    ],
)
def test_a_good_view_passes(view: s.Json) -> None:
    judge.check_view(view)


BAD_VIEWS = [
    ("'popup' is not allowed here", s.modal() | {"type": "popup"}),
    ("'title' is a required property", {"type": "modal", "blocks": []}),
    ("'blocks' is a required property", {"type": "home"}),
    ("('title' was unexpected)", s.home(title=s.plain("x"))),
    ("title.text: 25 characters, allowed 1 to 24", s.modal(title=s.plain("x" * 25))),
    ("submit.text: 25 characters", s.modal(submit=s.plain("x" * 25))),
    ("private_metadata: 3001 characters", s.home(private_metadata="x" * 3001)),
    ("callback_id: 256 characters", s.modal(callback_id="x" * 256)),
    ("blocks: 101 items, allowed 0 to 100", s.home(*[s.section()] * 101)),
    ("view: 2", s.home(*[s.section("x" * 3000)] * 85)),
    ("submit: missing, and there is an input block", s.modal(s.text_input())),
    ("blocks[0].element.max_length: 9999", s.modal(s.text_input(max_length=9999), submit=s.plain("Send"))),
    ("blocks[0]: no markdown block on a home", s.home({"type": "markdown", "text": "x"})),
    ("blocks[0]: no context_actions block on a modal", s.modal(s.feedback())),
    ("blocks[0].type: 'sektion' is none", s.home({"type": "sektion"})),
    ("unescaped mention <!channel>", s.home(s.section("<!channel>"))),
]


@pytest.mark.parametrize(("reason", "view"), BAD_VIEWS)
def test_a_bad_view_is_refused_for_its_reason(reason: str, view: s.Json) -> None:
    assert reason in refusal(judge.check_view, view)


@pytest.mark.parametrize("manifest", [s.manifest(), s.socket_manifest()])
def test_a_good_manifest_passes(manifest: s.Json) -> None:
    judge.check_manifest(manifest)


BAD_MANIFESTS = [
    ("oauth_config.scopes.bot[0]: 'chat:shout' is not one of", "oauth_config.scopes.bot", ["chat:shout"]),
    ("bot_events[0]: 'message.dm' is not one of", "settings.event_subscriptions.bot_events", ["message.dm"]),
    ("('event_subscription' was unexpected)", "settings.event_subscription", {}),
    ("feature: not a key of a manifest", "feature", {}),
    ("display_information.name: 36 characters", "display_information.name", "x" * 36),
    ("long_description: 9 characters, allowed 175 to 4000", "display_information.long_description", "too short"),
    ("background_color: 'blue' is not a colour", "display_information.background_color", "blue"),
    ("features.unfurl_domains: 6 items", "features.unfurl_domains", [f"{n}.example.com" for n in range(6)]),
    ("'https://example.com' is not a lower-case host", "features.unfurl_domains", ["https://example.com"]),
    ("oauth_config.scopes: app_mention needs app_mentions:read", "oauth_config.scopes.bot", ["chat:write", "commands"]),
    ("'http://x.com' is not an https address", "settings.interactivity.request_url", "http://x.com"),
    ("settings.interactivity.request_url: missing", "settings.interactivity", {"is_enabled": True}),
    ("slash_commands[0].url: missing", "features.slash_commands", [{"command": "/ask", "description": "Ask"}]),
    (
        "'ask' is not a slash",
        "features.slash_commands",
        [{"command": "ask", "description": "Ask", "url": "https://x.com"}],
    ),
    ("features.shortcuts: 6 of type message", "features.shortcuts", s.manifest()["features"]["shortcuts"] * 6),
]


@pytest.mark.parametrize(("reason", "path", "value"), BAD_MANIFESTS)
def test_a_bad_manifest_is_refused_for_its_reason(reason: str, path: str, value: object) -> None:
    manifest = s.manifest()
    *folders, last = path.split(".")
    place = manifest
    for folder in folders:
        place = place[folder]
    place[last] = value
    assert reason in refusal(judge.check_manifest, manifest)


GOOD_INBOUND: list[tuple[judge.Inbound, s.Json]] = [
    ("event", s.mention()),
    ("event", s.direct_message()),
    ("event", s.direct_message()["event"]),
    ("event", s.event({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"})),
    ("event", s.event({"type": "tokens_revoked", "tokens": {"bot": ["U0"]}})),
    ("slash_command", s.slash_command()),
    ("block_action", s.click()),
    ("block_action", {**{k: v for k, v in s.click().items() if k != "response_url"}, "view": s.shown_view()}),
    ("message_shortcut", s.message_shortcut()),
    ("view_submission", s.view_submission()),
]


@pytest.mark.parametrize(("kind", "payload"), GOOD_INBOUND)
def test_a_payload_such_as_slack_sends_passes(kind: judge.Inbound, payload: s.Json) -> None:
    judge.check_inbound(kind, payload)


@pytest.mark.parametrize(
    ("kind", "payload", "reason"),
    [
        ("event", s.event({**s.POSTED, "channel": "D1"}), "'channel_type' is a required property"),
        ("event", s.mention() | {"event_time": "soon"}, "event_time: 'soon' is not of type 'number'"),
        ("event", s.event({"type": "app_mentioned"}), "event: 'app_mentioned' is not allowed here"),
        (
            "slash_command",
            s.slash_command() | {"is_enterprise_install": False},
            "is_enterprise_install: False is not of",
        ),
        ("slash_command", {"command": "/ask"}, "'response_url' is a required property"),
        (
            "block_action",
            s.click() | {"actions": [{"type": "button"}]},
            "actions[0]: 'action_id' is a required property",
        ),
        ("block_action", {k: v for k, v in s.click().items() if k != "response_url"}, "'response_url' is a required"),
        ("message_shortcut", s.click(), "'message_action' was expected"),
        ("view_submission", s.ORIGIN | {"type": "view_submission", "view": s.modal()}, "view: 'state' is a required"),
    ],
)
def test_a_payload_slack_would_not_send_is_refused(kind: judge.Inbound, payload: s.Json, reason: str) -> None:
    assert reason in refusal(lambda body: judge.check_inbound(kind, body), payload)


@pytest.fixture
def node() -> str:
    """The path of Node, where it and the npm packages are installed."""
    program = shutil.which("node")
    if not program:
        pytest.skip("node is not installed")
    if not (ROOT / "node_modules" / "ts-json-schema-generator").is_dir():
        pytest.skip("npm packages are not installed: npm ci --ignore-scripts")
    return program


def test_the_committed_schemas_are_what_slacks_types_say(node: str) -> None:
    command = [node, str(ROOT / "tests/slack_types/generate.mjs"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_the_schemas_come_from_the_pinned_packages() -> None:
    pinned = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    versions = json.loads((ROOT / "tests/slack_types/VERSIONS.json").read_text(encoding="utf-8"))
    assert versions.items() <= pinned.items()
