"""Everybody sees what is stored about them, and can have it forgotten; what stays is said."""

import json

import pytest

from bot.play.deliveries import Delivery
from bot.play.messages import Message
from bot.play.web_api import GRANTED
from bot.store import ChannelSettings
from bot.store.tables import METADATA
from tests.bot.conftest import Play
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario
from tests.bot.store.made import subscription

TENANT, ANN, BEN = "T0COMMON", "U0ANN", "U0BEN"


async def lived(slack: Scenario, person: str) -> None:
    """Somebody has asked, judged, missed, saved and subscribed, for themselves and for the channel."""
    ack = await slack.side.slash_command("/ask", "how do we roll back?", user=person)
    assert ack.message is not None
    for action, value in (("not_this_answer", None), ("feedback", None)):
        if action == "feedback":
            answer_id = ack.message.text.partition("Answer #")[2][:4]
            await slack.parts.store.judgements.vote(TENANT, answer_id, person, helpful=True)
        else:
            await slack.side.press(ack.message, action, user=person, value=value)
    await slack.side.settle()
    await slack.side.slash_command("/lesson", "", user=person)
    store = slack.parts.store
    await store.gaps.record(TENANT, "where is the map?", person)
    await store.lessons.save(TENANT, person, "p1")
    await store.people.keep(TENANT, person, "en-GB", "Europe/London")
    await store.channels.change(TENANT, "C0ENG", ChannelSettings(auto_link=True))
    for channel in (person, "C0ENG"):
        await store.subscriptions.add(TENANT, subscription(person=person, channel=channel))


async def offered(slack: Scenario, text: str = "forget me") -> Message:
    ack = await slack.side.slash_command("/ask", text)
    assert ack.message is not None
    assert ack.message.only_for == ANN
    return ack.message


async def confirmed(slack: Scenario, offer: Message) -> None:
    """Press the button and confirm. Slack's types have the texts of a confirmation in an action wrong, so it is left out."""
    row = offer.content["blocks"][-1]
    action = {key: row["elements"][0][key] for key in ("type", "action_id", "text", "value", "style")}
    person = slack.side.workspace.user(ANN)
    payload = slack.side.payloads.block_actions({"block_id": row["block_id"], **action}, person, offer, {})
    assert (await slack.side.deliver(Delivery("interactive", payload))).status == 200
    await slack.side.settle()


async def rows(slack: Scenario) -> str:
    """Every row of every table, as text."""
    found = []
    for table in METADATA.sorted_tables:
        found += [(table.name, *row) for row in await slack.parts.store._database.rows(table.select())]
    return json.dumps(found, default=str)


@pytest.mark.parametrize("text", ["forget me", "Vergiss mich"])
async def test_nothing_is_forgotten_before_it_is_confirmed(http: Scenario, text: str) -> None:
    await lived(http, ANN)
    before = await rows(http)
    offer = await offered(http, text)
    assert "What stays: messages in Slack itself" in offer.text
    assert offer.content["blocks"][-1]["elements"][0]["confirm"]["style"] == "danger"
    assert ANN in before
    assert await http.parts.store.about_person(TENANT, ANN) != {}


async def test_nothing_names_whoever_was_forgotten_and_others_lose_nothing(http: Scenario) -> None:
    for person in (ANN, BEN):
        await lived(http, person)
    of_ben = await http.parts.store.about_person(TENANT, BEN)
    await confirmed(http, await offered(http))
    assert ANN not in await rows(http)
    assert await http.parts.store.about_person(TENANT, BEN) == of_ben
    (channels,) = [each for each in await http.parts.store.subscriptions.of_channel(TENANT, "C0ENG") if not each.person]
    assert channels.topic == "releases"
    assert (await http.parts.store.channels.settings(TENANT, "C0ENG")).auto_link
    assert "I have forgotten you here" in http.side.seen_by("ann", "engineering")[-1].text


async def test_what_is_stored_is_shown_to_that_person_alone(http: Scenario) -> None:
    for person in (ANN, BEN):
        await lived(http, person)
    await http.side.slash_command("/ask", "export")
    await http.side.settle()
    (view,) = http.side.modals("ann")
    shown = json.loads("".join(
        piece["text"]
        for block in view.blocks if block["type"] == "rich_text"
        for element in block["elements"]
        for piece in element["elements"]
    ))  # fmt: skip
    assert shown.keys() == {"answers", "bags", "gaps", "people", "rejections", "saved", "subscriptions", "votes"}
    assert ROLLBACK in "".join(answer["text"] for answer in shown["answers"])
    assert shown["gaps"][0]["question"] == "where is the map?"
    assert BEN not in json.dumps(shown)
    assert not http.side.modals("ben")


async def test_of_whoever_nothing_is_stored_that_is_said(play: Play) -> None:
    async with play(scopes=GRANTED - {"users:read"}) as slack:
        await slack.side.slash_command("/ask", "exportiere")
        await slack.side.settle()
        (view,) = slack.side.modals("ann")
        assert "Nothing is stored about you" in json.dumps(view.body)


async def test_more_than_a_window_holds_is_said_to_be_left_out(play: Play) -> None:
    async with play() as slack:
        for number in range(40):
            await slack.parts.store.gaps.record(TENANT, f"{number} " + "where? " * 800, ANN)
        await slack.side.slash_command("/ask", "export")
        await slack.side.settle()
        (view,) = slack.side.modals("ann")
        assert "more characters do not fit" in json.dumps(view.body)
        assert len(json.dumps(view.body)) < 250_000
