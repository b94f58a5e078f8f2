"""What the page asks for is what a person does in Slack, and the bot hears of it by signed requests."""

import pytest

from bot.play.people import ANN, BEN, ENGINEERING, RANDOM
from bot.play.slack_side import SlackSide
from tests.bot.play.page.served import Served


def place(side: SlackSide, index: int = -1, channel: str = "engineering", user: str = ANN) -> dict[str, str]:
    message = side.seen_by(user, channel)[index]
    return {"channel": message.channel, "ts": message.ts}


async def test_a_command_is_answered_to_the_person_alone(page: Served) -> None:
    assert await page.says("/echo  hello ") == {"status": 200}
    (answer,) = page.side.seen_by(ANN, "engineering")
    assert (answer.text, answer.only_for) == ("you said hello", ANN)
    assert page.side.deliveries[0].payload["text"] == "hello"


async def test_a_command_that_nobody_takes_says_so_in_the_channel(page: Served) -> None:
    await page.says("/nobody")
    assert "dispatch_failed" in page.side.seen_by(ANN, "engineering")[-1].text


async def test_no_command_works_in_a_thread(page: Served) -> None:
    await page.says("hello")
    told = await page.says("/echo hello", thread=page.side.messages("engineering")[0].ts)
    assert told == {"trouble": "/echo is not supported in threads. Sorry!"}


async def test_a_message_is_posted_by_whoever_writes_it(page: Served) -> None:
    await page.says("hello @ann", **{"as": BEN})
    (said, *_) = page.side.messages("engineering")
    assert (said.user, said.text) == (BEN, "hello <@U0ANN>")


async def test_whoever_calls_the_bot_where_it_is_no_member_is_told(page: Served) -> None:
    await page.says("@commonplace hello", RANDOM)
    hint = page.side.seen_by(ANN, "random")[-1]
    assert hint.only_for == ANN
    assert "/invite @commonplace" in hint.text
    assert page.side.deliveries == []


async def test_the_bot_can_be_brought_in(page: Served) -> None:
    assert "nobody to invite" in (await page.says("/invite @someone", RANDOM))["trouble"]
    await page.says("/invite @commonplace", RANDOM)
    await page.says("@commonplace hello", RANDOM)
    assert [one.payload["event"]["type"] for one in page.side.deliveries].count("app_mention") == 1
    assert (await page.says("/invite @commonplace", RANDOM))["trouble"] == "Slack refuses that: already_in_channel"


async def test_a_button_is_pressed_by_the_person_who_sees_it(page: Served) -> None:
    await page.says("/buttons")
    await page.does(kind="press", action="again", value="2", **place(page.side))
    action = page.side.deliveries[-1].payload
    assert (action["actions"][0]["value"], action["user"]["id"]) == ("2", ANN)


async def test_a_shortcut_is_chosen_on_a_message(page: Served) -> None:
    await page.says("our build is slow")
    await page.does(kind="shortcut", callback="find_related", **place(page.side, 0))
    assert page.side.deliveries[-1].payload["callback_id"] == "find_related"


async def test_ones_own_message_is_edited_and_deleted_and_nobody_elses(page: Served) -> None:
    await page.says("helo", **{"as": BEN})
    where = place(page.side, 0)
    for kind in ("edit", "delete"):
        told = await page.does(kind=kind, text="mine", **where)
        assert told == {"trouble": "that message is somebody else's"}
    await page.does(kind="edit", text="hello", **where, **{"as": BEN})
    assert page.side.messages("engineering")[0].text == "hello"
    await page.does(kind="delete", **where, **{"as": BEN})
    assert "hello" not in [one.text for one in page.side.messages("engineering")]
    assert (await page.does(kind="delete", **where))["trouble"] == "that message is gone"


async def test_a_reaction_is_given_once(page: Served) -> None:
    await page.says("hello")
    where = place(page.side, 0)
    await page.does(kind="react", name="thumbsup", **where)
    assert "already_reacted" in (await page.does(kind="react", name="thumbsup", **where))["trouble"]


async def test_a_window_is_filled_in_and_submitted(page: Served) -> None:
    await page.says("our build is slow")
    await page.does(kind="shortcut", callback="find_related", **place(page.side, 0))
    (window,) = page.side.modals(ANN)
    missing = await page.does(kind="submit", view=window.id, values={})
    assert "required" in missing["trouble"]
    told = await page.does(kind="submit", view=window.id, values={"text": "bad"})
    assert told["errors"] == {"text": "not that"}
    await page.does(kind="submit", view=window.id, values={"text": "more"})
    assert [each.body["callback_id"] for each in page.side.modals(ANN)] == ["note", "second"]
    await page.does(kind="close", view=page.side.modals(ANN)[-1].id)
    await page.does(kind="submit", view=window.id, values={"text": "fine"})
    assert page.side.modals(ANN) == []
    assert "is open" in (await page.does(kind="close", view=window.id))["trouble"]
    assert (await page.does(kind="press", view=window.id, action="typed"))["trouble"] == "that window is closed"


async def test_the_home_tab_is_opened(page: Served) -> None:
    await page.does(kind="home", tab="home")
    assert page.side.home(ANN) is not None
    await page.does(kind="home", tab="messages")
    assert page.side.deliveries[-1].payload["event"]["tab"] == "messages"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "fly"},
        {"kind": "say", "channel": ENGINEERING},
        {"kind": "say", "text": 7, "channel": ENGINEERING},
        {"kind": "press", "channel": ENGINEERING},
        {"kind": "submit", "view": "V1"},
    ],
)
async def test_what_the_page_cannot_ask_for_is_refused(page: Served, asked: dict[str, object]) -> None:
    status, _ = await page.act(asked)
    assert status == 400
    assert page.side.deliveries == []


async def test_a_stranger_can_do_nothing(page: Served) -> None:
    told = await page.says("hello", **{"as": "U0NOBODY"})
    assert told["trouble"] == "Slack refuses that: user_not_found"


async def test_nothing_is_done_before_the_bot_is_there(page: Served) -> None:
    page.page.start.is_over = False
    assert await page.says("/echo hello") == {"trouble": "One moment, starting …"}
    assert page.side.deliveries == []
