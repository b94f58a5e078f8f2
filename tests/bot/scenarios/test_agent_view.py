"""The bot as an agent: what it suggests to ask, where Slack lets it; without that it works as ever."""

import logging

import pytest

from bot.play.web_api import GRANTED
from tests.bot.conftest import Play
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario

AGENT = GRANTED | {"assistant:write"}
PROMPTS = "assistant.threads.setSuggestedPrompts"


async def messages_opened(slack: Scenario, user: str = "ann") -> list[str]:
    """Opens the bot's messages; the methods that it called for it."""
    before = len(slack.side.calls)
    ack = await slack.side.open_home(user, tab="messages")
    assert ack.status == 200
    await slack.side.settle()
    return [call.method for call in slack.side.calls[before:]]


async def test_an_agent_suggests_questions_that_the_posts_answer(play: Play) -> None:
    async with play(scopes=AGENT) as slack:
        assert PROMPTS in await messages_opened(slack)
        prompts = slack.side.prompts("ann")
        assert 1 <= len(prompts) <= 4
        for prompt in prompts:
            await slack.side.direct_message(prompt["message"])
            reply = await slack.side.wait_for_message("D0ANN")
            assert "Nothing found" not in reply.text


async def test_prompts_are_suggested_without_a_thread_since_slack_would_pass_them_over(play: Play) -> None:
    async with play(scopes=AGENT) as slack:
        await messages_opened(slack)
        (call,) = (each for each in slack.side.calls if each.method == PROMPTS)
        assert "thread_ts" not in call.arguments
        assert call.arguments["title"] == "Questions that the posts answer"


async def test_they_are_suggested_in_the_persons_language(play: Play) -> None:
    async with play(scopes=AGENT) as slack:
        await slack.parts.store.people.keep("T0COMMON", "U0ANN", "de-DE", "Europe/Berlin")
        await messages_opened(slack)
        assert slack.side.calls[-1].arguments["title"] == "Fragen, auf die die Beiträge antworten"


async def test_without_the_scope_nothing_is_called(slack: Scenario) -> None:
    assert PROMPTS not in await messages_opened(slack)
    assert not slack.side.prompts("ann")


@pytest.mark.parametrize("error", ["not_allowed", "missing_scope", "internal_error"])
async def test_what_slack_refuses_is_logged_and_nobody_is_bothered(
    play: Play, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    async with play(scopes=AGENT) as slack:
        slack.side.fail_next(PROMPTS, error=error, times=3)
        with caplog.at_level(logging.WARNING):
            await messages_opened(slack)
        assert f"({error})" in caplog.text
        assert not slack.side.seen_by("ann", "D0ANN")


async def test_a_direct_message_is_answered_at_once_without_a_status_before_it(play: Play) -> None:
    async with play(scopes=AGENT) as slack:
        await slack.side.direct_message("how do we roll back?")
        reply = await slack.side.wait_for_message("D0ANN")
        assert ROLLBACK in quoted(reply.content)
        assert not [call for call in slack.side.calls if call.method == "assistant.threads.setStatus"]
