"""“Find related posts” on a message: in its thread, or for the person alone where the bot cannot post."""

import asyncio
from typing import NoReturn

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bot.play.messages import Message
from bot.play.web_api import GRANTED
from bot.posting import Posting
from tests.bot.conftest import Play
from tests.bot.judged import links
from tests.bot.scenario import Scenario

NOWHERE = ConnectionKey("slack.com", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)
MESSAGE = "We pressed the button of an older release & the migration broke"


async def posted(slack: Scenario, text: str = MESSAGE, channel: str = "engineering", thread_ts: str = "") -> Message:
    message = (await slack.side.post(text, user="ben", channel=channel, thread_ts=thread_ts or None)).message
    assert message is not None
    return message


async def bots(slack: Scenario, channel: str = "engineering", user: str = "ann") -> list[Message]:
    """What that person sees of the bot's in a channel, once the bot is done."""
    await slack.side.settle()
    return [each for each in slack.side.seen_by(user, channel) if each.user == "U0BOT"]


async def test_the_posts_are_linked_in_the_messages_thread_each_with_its_reason(slack: Scenario) -> None:
    message = await posted(slack)
    ack = await slack.side.message_shortcut("find_related", message)
    assert (ack.status, ack.payload) == (200, None)
    (found,) = await bots(slack)
    assert (found.only_for, found.thread_ts) == (None, message.ts)
    assert links(found.content).keys() == {"Rolling back"}
    assert found.text.startswith(
        "A post about this: Rolling back, 1 June 2024 (Both speak of: pressed, button, release"
    )


async def test_a_reply_is_answered_in_its_thread(slack: Scenario) -> None:
    parent = await posted(slack, "Who is on call?")
    message = await posted(slack, thread_ts=parent.ts)
    await slack.side.message_shortcut("find_related", message)
    (found,) = await bots(slack)
    assert found.thread_ts == parent.ts


async def test_where_the_bot_is_no_member_they_are_shown_to_the_person_alone_with_how_to_invite_it(
    slack: Scenario,
) -> None:
    message = await posted(slack, channel="random")
    await slack.side.message_shortcut("find_related", message)
    (found,) = await bots(slack, "random")
    assert found.only_for == "U0ANN"
    assert links(found.content).keys() == {"Rolling back"}
    assert "Write “/invite @commonplace” here, then choose the shortcut again" in found.text


async def test_once_it_is_invited_the_same_shortcut_posts_them(slack: Scenario) -> None:
    message = await posted(slack)
    slack.side.fail_next("chat.postMessage", error="not_in_channel")
    for _ in range(2):
        await slack.side.message_shortcut("find_related", message)
        await slack.side.settle()
    alone, public = await bots(slack)
    assert (alone.only_for, public.only_for) == ("U0ANN", None)


async def test_where_it_may_not_post_at_all_it_says_so_to_the_person_alone(play: Play) -> None:
    async with play(scopes=GRANTED - {"chat:write"}) as slack:
        message = await posted(slack)
        await slack.side.message_shortcut("find_related", message)
        (found,) = await bots(slack)
    assert found.only_for == "U0ANN"
    assert links(found.content).keys() == {"Rolling back"}
    assert found.text.endswith("Only you see this, since I may not post here.")


async def test_in_somebody_elses_conversation_there_is_nothing_to_be_invited_to(slack: Scenario) -> None:
    message = slack.side.workspace.add("D0ANN", "U0ANN", {"text": MESSAGE})
    slack.side.fail_next("chat.postMessage", error="channel_not_found")
    await slack.side.message_shortcut("find_related", message)
    (found,) = await bots(slack, "D0ANN")
    assert found.text.endswith("Only you see this, since I may not post here.")


async def test_another_refusal_is_told_and_can_be_tried_again(slack: Scenario) -> None:
    message = await posted(slack)
    slack.side.fail_next("chat.postMessage", error="internal_error", times=3)
    await slack.side.message_shortcut("find_related", message)
    (told,) = await bots(slack)
    assert told.text.startswith("Slack does not take what I say at the moment.")
    await slack.side.message_shortcut("find_related", message)
    assert (await bots(slack))[-1].thread_ts == message.ts


async def test_links_that_never_left_can_be_asked_for_again(slack: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    message = await posted(slack)

    async def unreachable(*_: object) -> NoReturn:
        raise aiohttp.ClientConnectorError(NOWHERE, OSError("no route to host"))

    with monkeypatch.context() as patched:
        patched.setattr(Posting, "post", unreachable)
        await slack.side.message_shortcut("find_related", message)
        (told,) = await bots(slack)
    assert told.text.startswith("Slack does not take what I say at the moment.")
    await slack.side.message_shortcut("find_related", message)
    assert (await bots(slack))[-1].thread_ts == message.ts


async def test_chosen_again_it_says_where_the_links_are(slack: Scenario) -> None:
    message = await posted(slack)
    await slack.side.message_shortcut("find_related", message)
    await slack.side.settle()
    await slack.side.message_shortcut("find_related", message, user="ben")
    public, told = await bots(slack, user="ben")
    assert public.only_for is None
    assert told.only_for == "U0BEN"
    assert told.text.startswith("The posts about this are linked in the message's thread already.")
    assert links(told.content) == {
        "Open the thread": f"https://play.slack.com/archives/C0ENG/p{message.ts.replace('.', '')}"
    }


async def test_it_says_so_too_where_slack_does_not_say_where_the_thread_is(slack: Scenario) -> None:
    message = await posted(slack)
    slack.side.fail_next("chat.getPermalink", error="message_not_found")
    for _ in range(2):
        await slack.side.message_shortcut("find_related", message)
        await slack.side.settle()
    assert (await bots(slack))[-1].text == "The posts about this are linked in the message's thread already."


async def test_chosen_by_ten_at_once_they_are_posted_once(slack: Scenario) -> None:
    message = await posted(slack)
    await asyncio.gather(*(slack.side.message_shortcut("find_related", message) for _ in range(10)))
    found = await bots(slack)
    assert [each.only_for for each in found].count(None) == 1
    assert len(found) == 10


async def test_on_another_message_of_the_thread_the_same_links_are_not_posted_twice(slack: Scenario) -> None:
    parent = await posted(slack)
    reply = await posted(slack, MESSAGE, thread_ts=parent.ts)
    for message in (parent, reply):
        await slack.side.message_shortcut("find_related", message)
        await slack.side.settle()
    assert [each.only_for for each in await bots(slack)] == [None, "U0ANN"]


@pytest.mark.parametrize("text", ["Wombats, quokkas and numbats", ""])
async def test_a_message_that_no_post_is_about_gets_a_plain_word_for_the_person_alone(
    slack: Scenario, text: str
) -> None:
    message = slack.side.workspace.add("C0ENG", "U0BEN", {"text": text})
    await slack.side.message_shortcut("find_related", message)
    (found,) = await bots(slack)
    assert (found.text, found.only_for) == ("No post is about this.", "U0ANN")


async def test_a_shortcut_of_another_name_is_explained(slack: Scenario) -> None:
    ack = await slack.side.message_shortcut("find_something", await posted(slack))
    assert ack.status == 200
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert told.text.startswith("I do not know this shortcut.")


class TestCalledInAThread:
    """A call by name in a thread, without a question, does the same for the thread."""

    async def test_the_latest_messages_count_beside_the_first(self, slack: Scenario) -> None:
        parent = await posted(slack, "Something is wrong")
        for text in ("Is it the weather?", "No, we pressed the button of an older release", "and the migration broke"):
            await posted(slack, text, thread_ts=parent.ts)
        await slack.side.mention("", thread_ts=parent.ts)
        (found,) = await bots(slack)
        assert (found.only_for, found.thread_ts) == (None, parent.ts)
        assert links(found.content).keys() == {"Rolling back"}

    async def test_what_the_bot_said_itself_does_not_count(self, slack: Scenario) -> None:
        parent = await posted(slack, "Wombats, quokkas and numbats")
        slack.side.workspace.add("C0ENG", "U0BOT", {"text": MESSAGE}, thread_ts=parent.ts)
        await slack.side.mention("", thread_ts=parent.ts)
        told = (await bots(slack))[-1]
        assert (told.text, told.only_for, told.thread_ts) == ("No post is about this.", "U0ANN", parent.ts)

    async def test_called_again_it_says_where_the_links_are_to_the_person_alone(self, slack: Scenario) -> None:
        parent = await posted(slack)
        for _ in range(2):
            await slack.side.mention("", thread_ts=parent.ts)
            await slack.side.settle()
        assert [each.only_for for each in await bots(slack)] == [None, "U0ANN"]
