"""Whoever asks more than they may is told kindly when to ask again, by every way of asking."""

import pytest

from bot.play.deliveries import Retry
from bot.policy import Policy
from bot.store import ChannelSettings
from tests.bot.conftest import Play
from tests.bot.scenario import Scenario

ONE = {"policy": Policy(asks_of_person=1)}
TOLD = "That was a lot of questions within a minute. Ask again in 60 seconds."
HEARS = {"app_mention", "message.im", "message.channels", "reaction_added"}


async def used_up(slack: Scenario) -> None:
    assert (await slack.side.slash_command("/ask", "how do we roll back?")).error is None


def seen(slack: Scenario, channel: str = "engineering", user: str = "ann") -> str:
    return slack.side.seen_by(user, channel)[-1].text


async def test_a_command_too_many_is_answered_with_when_to_ask_again(play: Play) -> None:
    async with play(bot=ONE) as slack:
        await used_up(slack)
        for command in ("/ask", "/lesson"):
            ack = await slack.side.slash_command(command, "how do we roll back?")
            assert ack.message is not None
            assert (ack.message.text, ack.message.only_for) == (TOLD, "U0ANN")
        ack = await slack.side.slash_command("/ask", "how do we roll back?", user="ben")
        assert ack.message is not None
        assert TOLD not in ack.message.text


async def test_it_is_said_in_the_persons_language(play: Play) -> None:
    async with play(bot=ONE) as slack:
        await slack.parts.store.people.keep("T0COMMON", "U0ANN", "de-DE", "Europe/Berlin")
        await used_up(slack)
        ack = await slack.side.slash_command("/ask", "help")
        assert ack.message is not None
        assert ack.message.text.startswith("Das waren viele Fragen in einer Minute. Frage in 60 Sekunden")


async def test_a_workspace_has_an_allowance_too(play: Play) -> None:
    async with play(bot={"policy": Policy(asks_of_workspace=1)}) as slack:
        await used_up(slack)
        ack = await slack.side.slash_command("/ask", "help", user="ben")
        assert ack.message is not None
        assert ack.message.text == "Very much is being asked here just now. Ask again in 60 seconds."


async def test_mentions_and_direct_messages_are_told_for_their_eyes_alone(play: Play) -> None:
    async with play(bot=ONE, subscribed=HEARS) as slack:
        await used_up(slack)
        await slack.side.mention("how do we roll back?")
        await slack.side.direct_message("how do we roll back?")
        await slack.side.settle()
        assert seen(slack) == seen(slack, "D0ANN") == TOLD
        assert seen(slack, user="ben") != TOLD


async def test_a_question_in_a_thread_that_may_not_be_for_the_bot_is_let_be(play: Play) -> None:
    async with play(bot=ONE, subscribed=HEARS) as slack:
        message = (await slack.side.post("The release is broken")).message
        assert message is not None
        await used_up(slack)
        before = seen(slack)
        await slack.side.post("is it really?", thread_ts=message.ts)
        await slack.side.settle()
        assert seen(slack) in (before, "is it really?")


async def test_buttons_and_shortcuts_are_told_too(play: Play) -> None:
    async with play(bot=ONE) as slack:
        ack = await slack.side.slash_command("/ask", "how do we roll back?")
        assert ack.message is not None
        await slack.side.press(ack.message, "more_answers")
        await slack.side.settle()
        assert seen(slack) == TOLD
        message = (await slack.side.post("We roll back", user="ben")).message
        assert message is not None
        await slack.side.message_shortcut("find_related", message)
        await slack.side.settle()
        assert seen(slack) == TOLD


async def test_the_window_to_ask_in_stays_open_and_says_so(play: Play) -> None:
    async with play(bot={"policy": Policy(asks_of_person=2)}) as slack:
        await slack.side.open_home("ann")
        await slack.side.settle()
        home = slack.side.home("ann")
        assert home is not None
        await slack.side.press(home, "home_search")
        await slack.side.settle()
        (view,) = slack.side.modals("ann")
        await used_up(slack)
        ack = await slack.side.submit_view(view.id, {"question": "how do we roll back?"})
        assert ack.payload is not None
        assert ack.payload["errors"] == {"question": TOLD.replace("60", "30")}
        assert len(slack.side.modals("ann")) == 1


@pytest.mark.parametrize("again", range(3))
async def test_what_slack_delivers_again_counts_once(play: Play, again: int) -> None:
    async with play(bot={"policy": Policy(asks_of_person=2)}) as slack:
        said = (await slack.side.mention("how do we roll back?")).message
        assert said is not None
        event = slack.side.deliveries[-1].payload
        for number in range(again):
            await slack.side.event(event["event"], event_id=event["event_id"], retry=Retry(number + 1))
        await slack.side.settle()
        ack = await slack.side.slash_command("/ask", "how do we roll back?")
        assert ack.message is not None
        assert TOLD not in ack.message.text


async def test_people_who_talk_use_nothing_up(play: Play) -> None:
    async with play(bot=ONE, subscribed=HEARS) as slack:
        await slack.parts.store.channels.change("T0COMMON", "C0ENG", ChannelSettings(auto_link=True))
        for _ in range(3):
            await slack.side.post("Good morning everybody, the trains were late again today")
        await slack.side.settle()
        ack = await slack.side.slash_command("/ask", "how do we roll back?")
        assert ack.message is not None
        assert TOLD not in ack.message.text
