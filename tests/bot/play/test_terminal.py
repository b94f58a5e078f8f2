"""The conversation in a terminal, with the echo bot at the other end."""

import asyncio
import io
import os
from collections.abc import AsyncIterator

import pytest

from bot.play.slack_side import SlackSide
from bot.play.terminal import Look, converse, help_text, read_lines
from tests.bot.play.echo import BUTTONS, FEEDBACK, build_echo, client_of, connected
from tests.bot.play.typist import LOOK, shown_to


async def test_a_command_shows_its_answer_as_only_visible_to_you(echo_side: SlackSide) -> None:
    assert await shown_to(echo_side, "/echo a < b") == [
        "commonplace · #engineering · Only visible to you\n  you said a < b",
    ]


async def test_what_comes_after_the_ack_is_shown_too(echo_side: SlackSide) -> None:
    assert await shown_to(echo_side, "/later this") == [
        "commonplace · #engineering · Only visible to you\n  later: this",
    ]


async def test_anything_else_is_a_question(echo_side: SlackSide) -> None:
    (shown,) = await shown_to(echo_side, "  how do we roll back?", "", "   ")

    assert shown.endswith("you said how do we roll back?")


async def test_a_mention_is_answered_as_a_thread_reply_and_gone_on_with(echo_side: SlackSide) -> None:
    shown = await shown_to(echo_side, "@commonplace what is a canary?", "reply and then?", "reply")

    head = "  ↳ commonplace · #engineering, in the thread\n    heard @commonplace"
    assert shown == [f"{head} what is a canary?", f"{head} and then?", head]
    assert len({message.thread_ts or message.ts for message in echo_side.messages("engineering")}) == 1


async def test_a_reply_needs_a_thread(echo_side: SlackSide) -> None:
    assert await shown_to(echo_side, "reply hello") == ["(there is no thread yet: begin one with @commonplace)"]


async def test_a_direct_message_is_answered_there(echo_side: SlackSide) -> None:
    assert await shown_to(echo_side, "dm hello") == ["commonplace · direct message\n  told hello"]


async def test_a_reply_to_a_thread_in_direct_messages_stays_there(echo_side: SlackSide) -> None:
    first = await echo_side.direct_message("hello")
    assert first.message is not None
    await client_of(echo_side).chat_postMessage(channel="D0ANN", text="threaded", thread_ts=first.message.ts)
    await echo_side.settle()
    await shown_to(echo_side, "reply more")

    assert echo_side.deliveries[-1].payload["event"]["thread_ts"] == first.message.ts
    assert echo_side.deliveries[-1].payload["event"]["channel"] == "D0ANN"


async def test_a_number_presses_that_button_and_the_changed_message_is_shown_again(echo_side: SlackSide) -> None:
    shown = await shown_to(echo_side, "/buttons", "2")

    assert shown == [
        "commonplace · #engineering · Only visible to you\n  Pick one\n  [1] Again  [2] Twice",
        "commonplace · #engineering · Only visible to you (changed)\n  pressed 2",
    ]


async def test_a_number_without_a_button_says_so(echo_side: SlackSide) -> None:
    shown = await shown_to(echo_side, "1", "/buttons", "3", "0")

    assert [line for line in shown if line.startswith("(")] == [
        "(there is no button [1])",
        "(there is no button [3])",
        "(there is no button [0])",
    ]


async def test_a_button_that_is_gone_says_so(echo_side: SlackSide) -> None:
    shown = await shown_to(echo_side, "/buttons", "1", "1")

    assert shown[-1] == "(there is no button [1])"


async def test_of_equal_buttons_the_newest_is_pressed_and_when_it_is_gone_the_one_before(echo_side: SlackSide) -> None:
    await shown_to(echo_side, "/buttons", "/buttons", "2", "1")

    first, second = echo_side.seen_by("ann", "engineering")
    assert (first.text, second.text) == ("pressed 1", "pressed 2")


async def test_feedback_buttons_are_pressed_by_number(echo_side: SlackSide) -> None:
    await client_of(echo_side).chat_postMessage(channel="C0ENG", text="x", blocks=[FEEDBACK])
    shown = await shown_to(echo_side, "2")

    assert shown == ["commonplace · #engineering\n  [1] Helpful  [2] Not helpful"]
    assert echo_side.deliveries[-1].payload["actions"][0]["value"] == "down:7f"


async def test_a_link_posted_is_shown_with_its_preview(all_ears: SlackSide) -> None:
    lines = iter(["post see https://posts.test", "help"])

    async def typed() -> AsyncIterator[str]:
        for line in lines:
            yield line
            for message in all_ears.messages("engineering"):
                preview = {"text": "A post"}
                await client_of(all_ears).chat_unfurl(
                    channel="C0ENG", ts=message.ts, unfurls={"https://posts.test": preview}
                )

    written: list[str] = []
    await converse(all_ears, typed(), written.append, LOOK)

    assert "ann · #engineering\n  see https://posts.test\n  ┃ https://posts.test\n  ┃ A post" in written


async def test_the_home_tab_is_shown_whenever_it_is_opened(echo_side: SlackSide) -> None:
    assert await shown_to(echo_side, "home", "home") == ["commonplace: Home tab\n  Welcome"] * 2


async def test_messages_are_shown_once_and_those_already_there_at_the_start(echo_side: SlackSide) -> None:
    await client_of(echo_side).chat_postMessage(channel="C0ENG", text="already there", blocks=BUTTONS)
    shown = await shown_to(echo_side, "help", "dm a", "help")

    assert [line.split("\n")[0] for line in shown if line != help_text(LOOK)] == [
        "commonplace · #engineering",
        "commonplace · direct message",
    ]


async def test_messages_for_others_and_elsewhere_are_notshown_to(echo_side: SlackSide) -> None:
    await client_of(echo_side).chat_postEphemeral(channel="C0ENG", user="U0BEN", text="for ben")
    await echo_side.direct_message("hello", user="ben")
    await echo_side.settle()

    assert await shown_to(echo_side) == []


async def test_help_names_every_command_with_an_example() -> None:
    text = help_text(Look())

    words = "/ask /lesson @commonplace reply dm post related submit close help home 2 quit"
    for start in words.split():
        assert f"\n  {start}" in f"\n{text}"
    assert text.endswith("Anything else is a question: it is sent as /ask.")


async def test_quit_ends_the_conversation(echo_side: SlackSide) -> None:
    assert await shown_to(echo_side, "quit", "/echo never") == []
    assert not echo_side.deliveries


async def test_a_bot_that_does_not_answer_is_named(transport: str) -> None:
    async with SlackSide(ack_timeout=0.05) as side, connected(side, build_echo(side), transport):
        shown = await shown_to(side, "/nothing", "home")

    assert shown[0].startswith('Slackbot · #engineering · Only visible to you\n  /nothing failed with the error "')
    async with SlackSide(ack_timeout=0.01) as nobody:
        assert await shown_to(nobody, "dm hello") == ["(the bot did not take it: dispatch_failed)"]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


async def test_a_pipe_is_read_line_by_line_without_a_prompt(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line async for line in read_lines(io.StringIO("one\n\ntwo"))]

    assert lines == ["one", "", "two"]
    assert capsys.readouterr().out == ""


async def test_a_terminal_is_read_with_a_prompt_until_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    typed, prompts = iter(["one", ""]), []

    def answer(prompt: str) -> str:
        prompts.append(prompt)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", answer)
    lines = [line async for line in read_lines(_Terminal(), "? ")]

    assert lines == ["one", ""]
    assert prompts == ["? "] * 3


async def test_waiting_for_a_line_does_not_stop_the_event_loop() -> None:
    reading_end, writing_end = os.pipe()
    with os.fdopen(reading_end) as stream, os.fdopen(writing_end, "w") as typist:
        line = asyncio.ensure_future(anext(read_lines(stream)))
        await asyncio.get_running_loop().run_in_executor(None, lambda: print("late", file=typist, flush=True))

        assert await line == "late"
