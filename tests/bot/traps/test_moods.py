"""Whatever Slack refuses: the person hears what they can do about it, and whoever runs the bot what they can."""

import io
import logging

import pytest

from bot import logs
from bot.logs import Seldom, seldom
from bot.play.messages import Message
from bot.play.response_urls import MOST_USES
from bot.play.web_api import GRANTED
from bot.responding import Respond
from bot.views.notices import notice
from bot.workspaces import identify, speaking
from tests.bot.conftest import Play
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario

QUESTION = "how do we roll back?"


async def told(slack: Scenario, where: str = "engineering") -> Message:
    return await slack.side.wait_for_message(where, lambda each: each.only_for == "U0ANN", user="ann")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("not_in_channel", "I may not write here, since I am not in this channel. Type /invite and my name"),
        ("channel_not_found", "I may not write here, since I am not in this channel."),
        ("is_archived", "This channel is archived, so nothing can be written here any more."),
        ("restricted_action", "The rules of this channel do not let me write here."),
        ("restricted_action_thread_only_channel", "The rules of this channel do not let me write here."),
        ("thread_not_found", "What that was about is not there any more."),
        ("user_not_found", "Slack does not let me reach that person here."),
        ("missing_scope", "I lack something that only whoever runs me can set right, and my log tells them how"),
        ("token_revoked", "I lack something that only whoever runs me can set right"),
        ("invalid_auth", "I lack something that only whoever runs me can set right"),
        ("account_inactive", "I lack something that only whoever runs me can set right"),
        ("msg_too_long", "Sorry, that went wrong on my side."),
        ("an_error_of_next_year", "Sorry, that went wrong on my side."),
    ],
)
async def test_what_slack_refuses_is_told_by_who_can_mend_it(
    slack: Scenario, log: pytest.LogCaptureFixture, error: str, said: str
) -> None:
    slack.side.fail_next("chat.postMessage", error=error)
    assert (await slack.side.mention(QUESTION)).status == 200
    assert (await told(slack)).text.startswith(said)
    assert error in log.text
    assert ("Traceback" in log.text or "File " in log.text) == said.startswith("Sorry")
    assert "roll back" not in log.text


async def test_a_scope_that_is_missing_is_named_with_its_mend(play: Play, log: pytest.LogCaptureFixture) -> None:
    async with play(scopes=GRANTED - {"chat:write"}) as slack:
        await slack.side.mention(QUESTION)
        await slack.side.wait_for_call("views.publish")
        await slack.side.settle()
    assert "Slack refused (missing_scope) for want of chat:write: print the manifest with" in log.text


async def test_a_trigger_that_came_too_late_asks_for_another_press(slack: Scenario) -> None:
    own = (await slack.side.slash_command("/ask", QUESTION)).message
    assert own is not None
    slack.side.fail_next("views.open", error="expired_trigger_id")
    await slack.side.press(own, "why_answer")
    notice = await slack.side.wait_for_message("engineering", lambda each: "too late" in each.text, user="ann")
    assert notice.only_for == "U0ANN"


async def test_what_a_response_url_does_not_take_any_more_comes_as_a_message_to_that_person(
    slack: Scenario, log: pytest.LogCaptureFixture
) -> None:
    own = (await slack.side.slash_command("/lesson")).message
    assert own is not None
    slack.side.fail_next("response_url", status=404)
    assert (await slack.side.press(own, "another_lesson")).status == 200
    await slack.side.wait_for_call("chat.postEphemeral")
    await slack.side.settle()
    lessons = [each for each in slack.side.seen_by("ann", "engineering") if each.user == "U0BOT"]
    assert len(lessons) == 2
    assert all(each.only_for == "U0ANN" and quoted(each.content) for each in lessons)
    assert not [record for record in log.records if record.levelno > logging.INFO]


async def test_a_response_url_takes_five_messages_and_the_sixth_finds_another_way(slack: Scenario) -> None:
    url = slack.side._response_url("U0ANN", "C0ENG", None)
    client = speaking(slack.app.client, await identify(slack.app.client, slack.side.bot_token))
    respond = Respond(url, client, "C0ENG", "U0ANN")
    for number in range(MOST_USES + 2):
        await respond(notice(f"number {number}"))
    shown = [each.text for each in slack.side.seen_by("ann", "engineering") if each.text.startswith("number")]
    assert shown == [f"number {number}" for number in range(MOST_USES + 2)]


async def test_where_no_message_reaches_the_person_it_stands_on_their_home_tab(slack: Scenario) -> None:
    slack.side.fail_next("chat.postMessage", error="not_in_channel")
    slack.side.fail_next("chat.postEphemeral", error="not_in_channel")
    await slack.side.mention(QUESTION)
    await slack.side.wait_for_call("views.publish")
    await slack.side.settle()
    home = slack.side.home("ann")
    assert home is not None
    first, *rest = home.body["blocks"]
    assert first["text"]["text"].startswith("I may not write here, since I am not in this channel.")
    assert len(rest) > 3
    assert not slack.side.messages("D0ANN")  # never a direct message out of the blue


async def test_what_is_for_all_and_may_have_arrived_is_not_sent_again(slack: Scenario) -> None:
    own = (await slack.side.slash_command("/ask", QUESTION)).message
    assert own is not None
    slack.side.fail_next("response_url", status=502, applied=True)
    await slack.side.press(own, "share_answer")
    notice = await slack.side.wait_for_message("engineering", lambda each: "broke off" in each.text, user="ann")
    assert notice.only_for == "U0ANN"
    await slack.side.press(own, "share_answer")
    await slack.side.settle()
    (shared,) = [each for each in slack.side.messages("engineering") if each.user == "U0BOT"]
    assert ROLLBACK in quoted(shared.content)


async def test_what_is_for_one_person_is_sent_again_when_slack_is_out_of_order(slack: Scenario) -> None:
    own = (await slack.side.slash_command("/ask", QUESTION)).message
    assert own is not None
    slack.side.fail_next("response_url", status=503, times=2)
    await slack.side.press(own, "more_answers")
    await slack.side.settle()
    assert slack.waits == [0.5, 2.0]
    assert len([each for each in slack.side.seen_by("ann", "engineering") if each.user == "U0BOT"]) == 2


def test_what_only_the_operator_can_mend_takes_one_line_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    stream = io.StringIO()
    handler = logs.writing_to(stream, "json")
    handler.filters = [Seldom(lambda: now)]
    logger = logging.getLogger("bot.errors.tried")
    monkeypatch.setattr(logger, "handlers", [handler])
    for minute in range(0, 150, 10):
        now = minute * 60.0
        logger.warning("Slack refused (%s)", "missing_scope", extra=seldom("missing_scope"))
        logger.warning("Slack refused (%s)", "token_revoked", extra=seldom("token_revoked"))
        logger.warning("something else")
    lines = stream.getvalue()
    assert (lines.count("missing_scope"), lines.count("token_revoked"), lines.count("something else")) == (3, 3, 15)


def test_what_writes_the_log_heeds_that() -> None:
    assert [type(each) for each in logs.writing_to(io.StringIO()).filters] == [Seldom]
