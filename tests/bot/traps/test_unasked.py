"""What nobody listens for is still answered 200: Slack would deliver it again and count it as our failure."""

import pytest

from bot.play.messages import Json
from bot.views import blocks
from tests.bot.conftest import Play
from tests.bot.events import unasked
from tests.bot.scenario import Scenario


@pytest.mark.parametrize("kind", ["bot_message", "message_changed", "message_deleted"])
async def test_messages_that_no_person_wrote_are_acknowledged(slack: Scenario, kind: str) -> None:
    message = slack.side.workspace.add("C0ENG", "U0ANN", {"text": "how do we roll back?"})
    ack = await slack.side.event(unasked(message)[kind])
    assert (ack.status, ack.payload) == (200, None)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_home_opened", "user": "U0ANN", "channel": "D0ANN", "tab": "home", "event_ts": "1.0"},
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}},
        {
            "type": "reaction_added",
            "user": "U0ANN",
            "reaction": "eyes",
            "item_user": "U0BEN",
            "item": {"type": "message", "channel": "C0ENG", "ts": "1.0"},
            "event_ts": "1.0",
        },
    ],
    ids=lambda event: event["type"],
)
async def test_events_we_did_not_ask_for_are_acknowledged(slack: Scenario, event: Json) -> None:
    ack = await slack.side.event(event)
    assert (ack.status, ack.payload) == (200, None)
    await slack.side.settle()
    assert not [call for call in slack.side.calls if call.method.startswith("chat.")]


async def test_a_button_of_an_older_version_is_explained_to_whoever_pressed_it(slack: Scenario) -> None:
    old = blocks.actions("old", blocks.button("rate_answer", "Helpful", "1", "This helped"))
    message = slack.side.workspace.add("C0ENG", "U0BOT", {"text": "An answer", "blocks": [old]})
    ack = await slack.side.press(message, "rate_answer", user="ben")
    assert (ack.status, ack.payload) == (200, None)
    told = await slack.side.wait_for_message("engineering", lambda each: each.only_for == "U0BEN", user="ben")
    assert told.text == "That button is from an older version of me. Ask again for a new one."


async def test_where_the_response_url_is_used_up_it_is_explained_by_a_message(slack: Scenario) -> None:
    old = blocks.actions("old", blocks.button("rate_answer", "Helpful", "1", "This helped"))
    message = slack.side.workspace.add("C0ENG", "U0BOT", {"text": "An answer", "blocks": [old]})
    slack.side.fail_next("response_url", status=404)
    assert (await slack.side.press(message, "rate_answer")).status == 200
    told = await slack.side.wait_for_message("engineering", lambda each: each.only_for == "U0ANN", user="ann")
    assert told.text.startswith("That button is from an older version of me.")


async def test_where_nobody_can_be_told_slack_still_gets_its_200(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    old = blocks.actions("old", blocks.button("rate_answer", "Helpful", "1", "This helped"))
    async with play() as slack:
        message = slack.side.workspace.add("C0RAND", "U0BOT", {"text": "An answer", "blocks": [old]})
        slack.side.fail_next("response_url", reset=True, times=3)
        slack.side.fail_next("views.publish", error="not_enabled")
        assert (await slack.side.press(message, "rate_answer")).status == 200
        await slack.side.wait_for_call("views.publish")
    assert "the person could not be told “That button is from an older version of me." in caplog.text


async def test_a_command_by_another_name_is_explained(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/question", "how do we roll back?")
    assert ack.message is not None
    assert ack.message.only_for == "U0ANN"
    assert ack.message.text.startswith("I do not know this command.")
