"""Socket Mode: connections come and go, and nothing is lost or said twice."""

import asyncio

from tests.bot.scenario import Scenario


async def test_a_refresh_of_the_connection_loses_nothing(socket: Scenario) -> None:
    async def ask(number: int) -> int:
        if number in (10, 60):
            await socket.side.sockets.refresh()
        return (await socket.side.mention(f"how do we roll back, for the {number}th time?")).status

    statuses = await asyncio.gather(*(ask(number) for number in range(100)))
    assert set(statuses) == {200}
    await socket.side.settle(timeout=60)
    questions = {message.ts for message in socket.side.messages("engineering") if message.user == "U0ANN"}
    answered = [message.thread_ts for message in socket.side.messages("engineering") if message.user == "U0BOT"]
    assert len(answered) == 100
    assert set(answered) == questions


async def test_commands_are_answered_after_a_refresh(socket: Scenario) -> None:
    for _ in range(3):
        await socket.side.sockets.refresh()
        ack = await socket.side.slash_command("/ask", "how do we roll back?")
        assert (ack.status, ack.error) == (200, None)


async def test_an_event_that_was_delivered_again_is_answered_once(socket: Scenario) -> None:
    message = socket.side.workspace.add("C0ENG", "U0ANN", {"text": "<@U0BOT> how do we roll back?"})
    event = socket.side.payloads.message_event(message, "app_mention")
    await socket.side.event(event, event_id="Ev1")
    await socket.side.sockets.refresh()
    await socket.side.event(event, event_id="Ev1")
    await socket.side.settle()
    assert len([each for each in socket.side.messages("engineering") if each.user == "U0BOT"]) == 1
