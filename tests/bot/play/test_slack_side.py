"""What people do, delivered to an echo bot in both transports, and what Slack then shows."""

import socket

import pytest

from bot.play.slack_side import SlackSide
from tests.bot.play.echo import build_echo, connected


async def test_the_answer_in_the_ack_of_a_command_is_seen_by_that_person_only(echo_side: SlackSide) -> None:
    ack = await echo_side.slash_command("/echo", "how do we roll back?")

    assert (ack.status, ack.payload, ack.error) == (200, {"text": "you said how do we roll back?"}, None)
    assert 0 < ack.seconds < 1
    assert [message.text for message in echo_side.seen_by("ann", "engineering")] == ["you said how do we roll back?"]
    assert not echo_side.seen_by("ben", "engineering")
    assert not echo_side.messages("engineering")
    assert ack.message is not None
    assert ack.message.only_for == "U0ANN"


async def test_an_ack_with_in_channel_is_seen_by_everybody(echo_side: SlackSide) -> None:
    ack = await echo_side.slash_command("/public")

    assert ack.message is not None
    assert list(echo_side.seen_by("ben", "C0ENG")) == [ack.message]


async def test_command_text_arrives_escaped_with_names_and_links_in_brackets(echo_side: SlackSide) -> None:
    ack = await echo_side.slash_command("/echo", "a<b & c>d @ben #random @nobody https://x.test/a?b=1&c=2.")

    names = "&lt;@U0BEN&gt;"
    assert ack.message is not None
    assert names not in ack.message.text
    assert ack.message.text == (
        "you said a&lt;b &amp; c&gt;d <@U0BEN> <#C0RAND|random> @nobody <https://x.test/a?b=1&amp;c=2>."
    )


async def test_a_command_works_where_the_bot_is_no_member(echo_side: SlackSide) -> None:
    ack = await echo_side.slash_command("/echo", "hi", user="ben", channel="#random")

    assert list(echo_side.seen_by("U0BEN", "C0RAND")) == [ack.message]


async def test_a_command_payload_has_the_fields_of_the_real_one(echo_side: SlackSide) -> None:
    await echo_side.slash_command("/echo", "hi")

    (delivery,) = echo_side.deliveries
    assert delivery.kind == "slash_commands"
    payload = delivery.payload
    assert payload["response_url"].startswith("http://127.0.0.1:")
    del payload["response_url"], payload["trigger_id"], payload["token"]
    assert payload == {
        "team_id": "T0COMMON",
        "team_domain": "play",
        "channel_id": "C0ENG",
        "channel_name": "engineering",
        "user_id": "U0ANN",
        "user_name": "ann",
        "command": "/echo",
        "text": "hi",
        "api_app_id": "A0PLAY",
        "is_enterprise_install": "false",
    }


async def test_what_the_bot_does_after_the_ack_is_waited_for_by_settle(echo_side: SlackSide) -> None:
    ack = await echo_side.slash_command("/later", "this")
    await echo_side.settle()

    assert ack.payload is None
    assert ack.message is None
    (message,) = echo_side.seen_by("ann", "engineering")
    assert message.text == "later: this"
    assert message.only_for == "U0ANN"
    assert [call.method for call in echo_side.calls if call.method == "response_url"] == ["response_url"]


async def test_a_command_nobody_listens_for_shows_slacks_own_notice(transport: str) -> None:
    patience = 2.0 if transport == "http" else 0.1  # a 404 comes at once, over a websocket nothing ever comes
    async with SlackSide(ack_timeout=patience) as side, connected(side, build_echo(side), transport):
        ack = await side.slash_command("/nothing")

        assert ack.error == ("dispatch_failed" if transport == "http" else "operation_timeout")
        assert ack.status == (404 if transport == "http" else 0)
        (notice,) = side.seen_by("ann", "engineering")
        assert notice.text == f'/nothing failed with the error "{ack.error}"'
        assert notice.user == "USLACKBOT"


async def test_a_command_that_is_not_acknowledged_in_time_shows_operation_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        async with SlackSide(ack_timeout=0.05) as side:
            side.connect_http(f"http://127.0.0.1:{deaf.getsockname()[1]}/slack/events")
            ack = await side.slash_command("/echo")

    assert (ack.status, ack.payload, ack.error) == (0, None, "operation_timeout")
    assert ack.seconds >= 0.05
    assert ack.message is not None
    assert ack.message.text == '/echo failed with the error "operation_timeout"'


async def test_without_a_bot_a_command_fails() -> None:
    async with SlackSide(ack_timeout=0.01) as side:
        assert (await side.slash_command("/echo")).error == "dispatch_failed"
        side.connect_http("http://127.0.0.1:9/slack/events")
        assert (await side.slash_command("/echo")).error == "dispatch_failed"


async def test_an_ack_slack_cannot_show_is_a_failure(echo_side: SlackSide) -> None:
    ack = await echo_side.slash_command("/huge")

    assert ack.error == "invalid_blocks"
    assert ack.message is not None
    assert ack.message.text == '/huge failed with the error "invalid_blocks"'


async def test_a_mention_is_answered_in_its_thread(echo_side: SlackSide) -> None:
    ack = await echo_side.mention("what is a canary?")
    await echo_side.settle()

    question, answer = echo_side.messages("engineering")
    assert question == ack.message
    assert question.text == "<@U0BOT> what is a canary?"
    assert answer.text == "heard <@U0BOT> what is a canary?"
    assert (answer.thread_ts, answer.user, answer.bot_id) == (question.ts, "U0BOT", "B0BOT")
    assert float(answer.ts) > float(question.ts)


async def test_a_mention_in_a_thread_carries_the_thread(echo_side: SlackSide) -> None:
    first = await echo_side.mention("one")
    assert first.message is not None
    second = await echo_side.mention("and @commonplace two", thread_ts=first.message.ts, user="ben")
    await echo_side.settle()

    assert second.message is not None
    assert second.message.text == "and <@U0BOT> two"
    assert len(echo_side.workspace.thread("C0ENG", first.message.ts)) == 4


async def test_an_event_has_the_fields_of_the_real_one(echo_side: SlackSide) -> None:
    ack = await echo_side.mention("hi")

    (delivery,) = echo_side.deliveries
    payload, event = delivery.payload, delivery.payload["event"]
    assert ack.message is not None
    assert payload["type"] == "event_callback"
    assert (payload["team_id"], payload["api_app_id"], payload["enterprise_id"]) == ("T0COMMON", "A0PLAY", None)
    assert payload["event_id"].startswith("Ev")
    assert isinstance(payload["event_time"], int)
    (bot,) = payload["authorizations"]
    assert (bot["user_id"], bot["is_bot"], bot["enterprise_id"]) == ("U0BOT", True, None)
    assert (event["type"], event["channel"], event["user"]) == ("app_mention", "C0ENG", "U0ANN")
    assert event["ts"] == event["event_ts"] == ack.message.ts
    assert "channel_type" not in event


async def test_a_mention_is_told_twice_where_messages_are_subscribed_to(transport: str) -> None:
    subscribed = {"app_mention", "message.channels"}
    async with SlackSide(subscribed=subscribed) as side, connected(side, build_echo(side), transport):
        await side.mention("hi")
        await side.post("to all")
        await side.post("where the bot is not", channel="random")
        await side.settle()

        told = [(delivery.payload["event"]["type"], delivery.payload["event"]["ts"]) for delivery in side.deliveries]
        assert [kind for kind, _ in told] == ["app_mention", "message", "message"]
        assert told[0][1] == told[1][1] != told[2][1]
        assert side.deliveries[0].payload["event_id"] != side.deliveries[1].payload["event_id"]
        assert side.deliveries[1].payload["event"]["channel_type"] == "channel"


async def test_what_is_not_subscribed_to_is_not_delivered(echo_side: SlackSide) -> None:
    ack = await echo_side.post("just talking")

    assert ack.status == 0
    assert list(echo_side.messages("engineering")) == [ack.message]
    assert not echo_side.deliveries


async def test_a_direct_message_is_answered_there(echo_side: SlackSide) -> None:
    await echo_side.direct_message("hello")
    await echo_side.direct_message("hello", user="ben")
    await echo_side.settle()

    assert [message.text for message in echo_side.messages("D0ANN")] == ["hello", "told hello"]
    assert [message.text for message in echo_side.messages("U0BEN")] == ["hello", "told hello"]
    assert echo_side.deliveries[0].payload["event"]["channel_type"] == "im"


async def test_opening_the_home_tab_shows_what_the_bot_publishes(echo_side: SlackSide) -> None:
    await echo_side.open_home("ann")
    home = await echo_side.wait_for_call("views.publish")
    await echo_side.settle()
    await echo_side.open_home("ann")
    await echo_side.open_home("ben", tab="messages")
    await echo_side.settle()

    assert home.arguments["user_id"] == "U0ANN"
    shown = echo_side.home("ann")
    assert shown is not None
    assert shown.blocks[0]["text"]["text"] == "Welcome"
    opened = [delivery.payload["event"] for delivery in echo_side.deliveries]
    assert "view" not in opened[0]
    assert opened[1]["view"]["id"] == shown.id
    assert (opened[2]["tab"], opened[2]["channel"]) == ("messages", "D0BEN")


async def test_the_same_event_can_be_delivered_again_with_retry_headers(echo_side: SlackSide) -> None:
    event = {"type": "message", "channel_type": "channel", "channel": "C0ENG", "text": "x", "ts": "1.1"}
    await echo_side.event(event, event_id="Ev1")
    ack = await echo_side.event(event, event_id="Ev1")

    assert ack.status == 200
    assert [delivery.payload["event_id"] for delivery in echo_side.deliveries] == ["Ev1", "Ev1"]


async def test_waiting_for_what_does_not_come_says_what_came(side: SlackSide) -> None:
    with pytest.raises(TimeoutError, match=r"no call of chat\.update within 0\.01 s; calls so far: none"):
        await side.wait_for_call("chat.update", timeout=0.01)
    with pytest.raises(TimeoutError, match="no such message in engineering"):
        await side.wait_for_message("engineering", timeout=0.01)
