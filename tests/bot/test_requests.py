import json
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import Clock, SignatureVerifier

from bot.transport.requests import is_signed, read_body

JSON, FORM = "application/json", "application/x-www-form-urlencoded"

# The worked example of Slack's documentation.
SECRET, TIMESTAMP = "8f742231b10e8888abcd99yyyzzz85a5", "1531420618"
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
    b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
    b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887"
    b"a14d10d2c447fce8b6703c"
)
SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


class Stopped(Clock):
    def __init__(self, now: float) -> None:
        self._now = now

    def now(self) -> float:
        return self._now


@pytest.mark.parametrize(("late", "good"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)])
def test_slacks_own_example_is_signed_for_five_minutes(late: int, *, good: bool) -> None:
    headers = {"x-slack-request-timestamp": TIMESTAMP, "x-slack-signature": SIGNATURE}
    assert is_signed(BODY, headers, SignatureVerifier(SECRET, Stopped(int(TIMESTAMP) + late))) is good


@given(st.binary(), st.text(), st.text())
def test_no_other_request_is_and_none_raises(body: bytes, timestamp: str, signature: str) -> None:
    headers = {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature}
    assert not is_signed(body, headers, SignatureVerifier(SECRET))


@given(st.dictionaries(st.sampled_from(["text", "payload_", "user_name", "command"]), st.text(), min_size=1))
def test_a_form_is_read_field_by_field_whatever_words_it_holds(fields: dict[str, str]) -> None:
    sent = {name: f"payload={value}" for name, value in fields.items()}
    assert read_body(urlencode(sent).encode(), FORM) == sent


def test_an_empty_field_is_kept() -> None:
    assert read_body(b"text=&command=%2Fask", FORM) == {"text": "", "command": "/ask"}


@pytest.mark.parametrize("content_type", [JSON, "Application/JSON; charset=utf-8", "text/plain", ""])
def test_json_is_read_by_its_type_or_its_looks(content_type: str) -> None:
    assert read_body(b'{"type": "event_callback"}', content_type) == {"type": "event_callback"}


def test_an_interaction_is_the_json_in_the_field_payload() -> None:
    payload = {"type": "block_actions", "value": "payload=%7B%7D & ü"}
    assert read_body(urlencode({"payload": json.dumps(payload)}).encode(), FORM) == payload


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", FORM),
        (b" \n", JSON),
        (b"{", JSON),
        (b"[]", JSON),
        (b"null", JSON),
        (b"text=x", JSON),
        (b"payload=", FORM),
        (b"payload=%5B1%5D", FORM),
        (b"\xff", FORM),
        (b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}", JSON),
    ],
)
def test_any_other_body_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_body(body, content_type)


@given(st.binary(max_size=60), st.sampled_from([JSON, FORM, "", "x/y"]))
def test_a_body_is_a_mapping_or_refused(body: bytes, content_type: str) -> None:
    with suppress(ValueError):
        assert isinstance(read_body(body, content_type), dict)


MENTION = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "1.1", "text": "hi"}
MISSHAPEN: list[dict[str, object]] = [
    {"type": "event_callback", "event": 7},
    {"type": "event_callback", "event": None},
    {"type": "event_callback", "event": {**MENTION, "text": None}},
    {"type": "event_callback", "event": {}},
    {"type": "event_callback", "event": {**MENTION, "channel": 7}},
    {"type": "event_callback", "event": {**MENTION, "user": ["U1"]}},
    {"type": "event_callback", "event": {**MENTION, "text": {"a": 1}}},
    {"type": "event_callback", "event": {**MENTION, "team": ["without a name"]}},
    {"type": "event_callback", "event": {**MENTION, "user_team": {}}},
    {"type": "event_callback", "event": {**MENTION, "channel_type": 7}},
    {"type": "event_callback", "event": {"type": "message", "text": "without a place"}},
    {"type": "event_callback", "event": MENTION, "authorizations": 7},
    {"type": "event_callback", "event": MENTION, "authorizations": [None]},
    {"type": "event_callback", "event": MENTION, "authorizations": [{"team_id": ["T1"]}]},
    {"type": "event_callback", "event": {**MENTION, "user": {"id": "U1"}}},
    {"type": "event_callback", "event": {**MENTION, "type": "message", "channel": {"id": "C1"}}},
    {"type": "event_callback", "event": {**MENTION, "type": "message", "message": {"user": {"id": "U1"}}}},
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [{"value": "without an id"}]},
    {"type": "view_submission", "view": {"state": {"values": []}}},
    {"type": "message_action", "team": 7},
    {"command": 7},
]


@pytest.mark.parametrize("body", MISSHAPEN, ids=str)
def test_a_body_of_a_shape_that_slack_never_sends_is_refused_without_its_values(body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"Slack never sends this in [a-z]") as caught:
        read_body(json.dumps(body).encode(), JSON)
    assert "without" not in str(caught.value)


def test_fields_that_nobody_knows_may_hold_anything() -> None:
    body = {"type": "event_callback", "event": {**MENTION, "new": [{}]}, "newer": {"a": None}}
    assert read_body(json.dumps(body).encode(), JSON) == body
