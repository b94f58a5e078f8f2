"""When a listener fails: Slack gets its 200, the person a reference, and the log no word of theirs and no secret."""

import logging
import re
from typing import NoReturn

import pytest
from slack_bolt.async_app import AsyncAck

from bot.play.messages import Message
from bot.replies.asking import Asking
from bot.replies.linking import Linking
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario

SECRET = "the-secret-question xoxb-play"
REFERENCE = re.compile(r"Sorry, that went wrong on my side\. .* reference ([0-9a-f]{6})\.$")


def fail(*_: object, **__: object) -> NoReturn:
    raise RuntimeError(SECRET)


def breaking(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(Asking if hasattr(Asking, name) else Linking, name, fail)


def check_log(log: pytest.LogCaptureFixture, told: Message) -> None:
    """The reference is in the log with the place of the failure, and nothing that is private."""
    found = REFERENCE.search(told.text)
    assert found is not None, told.text
    assert f"reference {found.group(1)}: RuntimeError" in log.text
    assert "in fail" in log.text
    for private in (SECRET, "secret-question", "xoxb-", "xapp-", "play-signing-secret", "roll back"):
        assert private not in log.text


async def test_a_command_that_fails_before_its_ack_is_answered_with_a_reference(
    slack: Scenario, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    breaking(monkeypatch, "to_asker")
    ack = await slack.side.slash_command("/ask", "how do we roll back?")
    assert (ack.status, ack.error) == (200, None)
    assert ack.seconds < 2.5
    assert ack.message is not None
    assert ack.message.only_for == "U0ANN"
    check_log(log, ack.message)


async def test_a_command_that_fails_after_its_ack_keeps_the_answer_and_says_so(
    slack: Scenario, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    call = AsyncAck.__call__

    async def acked_then_broken(self: AsyncAck, **message: object) -> NoReturn:
        await call(self, **message)  # type: ignore[arg-type]
        fail()

    monkeypatch.setattr(AsyncAck, "__call__", acked_then_broken)
    ack = await slack.side.slash_command("/ask", "how do we roll back?")
    assert (ack.status, ack.error) == (200, None)
    assert ack.seconds < 2.5
    assert ack.message is not None
    assert ROLLBACK in ack.message.text
    told = await slack.side.wait_for_message("engineering", lambda each: "Sorry" in each.text, user="ann")
    check_log(log, told)


async def test_a_click_that_fails_after_its_ack_is_told_to_whoever_pressed(
    slack: Scenario, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    own = (await slack.side.slash_command("/ask", "how do we roll back?")).message
    assert own is not None
    breaking(monkeypatch, "shared")
    ack = await slack.side.press(own, "share_answer")
    assert (ack.status, ack.payload) == (200, None)
    assert ack.seconds < 2.5
    told = await slack.side.wait_for_message("engineering", lambda each: "Sorry" in each.text, user="ann")
    assert told.only_for == "U0ANN"
    check_log(log, told)
    assert own in slack.side.seen_by("ann", "engineering")


async def test_a_click_that_fails_before_its_ack_is_told_to_whoever_pressed(
    slack: Scenario, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    own = (await slack.side.slash_command("/ask", "how do we roll back?")).message
    assert own is not None
    monkeypatch.setattr(AsyncAck, "__call__", fail)
    ack = await slack.side.press(own, "share_answer")
    assert (ack.status, ack.payload) == (200, None)
    told = await slack.side.wait_for_message("engineering", lambda each: "Sorry" in each.text, user="ann")
    check_log(log, told)


async def test_a_forged_value_of_a_button_shows_nothing_and_shares_nothing(slack: Scenario) -> None:
    own = (await slack.side.slash_command("/ask", "how do we roll back?")).message
    assert own is not None
    for value in ("", "not JSON", "'; DROP TABLE answers", "ZZZZ", "{}"):
        *shown, row, _ = own.blocks
        button = {**row["elements"][-1], "value": value}
        forged = slack.side.workspace.change(own, {**own.content, "blocks": [*shown, {**row, "elements": [button]}]})
        assert (await slack.side.press(forged, "share_answer")).status == 200
    await slack.side.settle()
    told = [each.text for each in slack.side.seen_by("ann", "engineering")]
    assert len([text for text in told if text.startswith("There is no answer #")]) == 5
    assert not slack.side.messages("engineering")


@pytest.mark.parametrize("called", ["mention", "direct_message"])
async def test_a_question_by_event_that_fails_is_told_to_whoever_asked(
    slack: Scenario, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture, called: str
) -> None:
    breaking(monkeypatch, "to_all")
    ack = await getattr(slack.side, called)("how do we roll back?")
    assert ack.status == 200
    where = "engineering" if called == "mention" else "D0ANN"
    told = await slack.side.wait_for_message(where, user="ann")
    assert told.only_for == "U0ANN"
    check_log(log, told)


async def test_a_failure_in_a_thread_is_told_in_that_thread(slack: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, "to_all")
    parent = (await slack.side.post("The release is broken")).message
    assert parent is not None
    await slack.side.mention("how do we roll back?", thread_ts=parent.ts)
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert told.thread_ts == parent.ts


async def test_a_listener_of_an_event_that_fails_at_once_is_told_too(
    slack: Scenario, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.listeners.mentions.is_for_us", fail)
    ack = await slack.side.mention("how do we roll back?")
    assert ack.status == 200
    check_log(log, await slack.side.wait_for_message("engineering", user="ann"))


async def test_a_shortcut_that_fails_is_told_to_whoever_chose_it(
    slack: Scenario, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    breaking(monkeypatch, "related")
    message = (await slack.side.post("We roll back", channel="random")).message
    assert message is not None
    assert (await slack.side.message_shortcut("find_related", message)).status == 200
    check_log(log, await slack.side.wait_for_message("random", user="ann"))


async def test_a_refusal_that_nothing_is_known_of_is_named_in_the_log_and_told_with_a_reference(
    slack: Scenario, log: pytest.LogCaptureFixture
) -> None:
    slack.side.fail_next("chat.postMessage", error="invalid_blocks")
    await slack.side.mention("how do we roll back?")
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert REFERENCE.search(told.text)
    assert "SlackApiError (invalid_blocks)" in log.text
    assert "roll back" not in log.text


async def test_a_slow_response_url_does_not_hold_up_the_ack(slack: Scenario) -> None:
    own = (await slack.side.slash_command("/lesson")).message
    assert own is not None
    released = slack.side.hold_next("response_url")
    ack = await slack.side.press(own, "another_lesson")
    assert ack.seconds < 2.5
    released.set()


async def test_a_failure_before_our_own_middleware_is_answered_as_well(
    slack: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.claims.Claims.claim", fail)
    ack = await slack.side.mention("how do we roll back?")
    assert ack.status == 200
    assert REFERENCE.search((await slack.side.wait_for_message("engineering", user="ann")).text)


async def test_no_question_is_logged_when_all_goes_well(slack: Scenario, log: pytest.LogCaptureFixture) -> None:
    await slack.side.slash_command("/ask", "how do we roll back?")
    await slack.side.mention("how do we roll back?")
    await slack.side.settle()
    assert "roll back" not in log.text
    assert not [record for record in log.records if record.levelno >= logging.WARNING]
