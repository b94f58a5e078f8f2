"""/lesson subscribe, list and unsubscribe: wanted by somebody, told to the channel, ended by anybody."""

from dataclasses import replace

import pytest

from bot.play.messages import Message
from bot.play.people import CHANNELS, USERS, User
from bot.play.web_api import GRANTED
from bot.play.workspace import Workspace
from bot.policy import Policy
from bot.store import Subscription
from tests.bot.conftest import Play
from tests.bot.judged import words_of
from tests.bot.scenario import Scenario
from tests.bot.store.made import Clock

WEEKLY = "every Monday at 09:00 (Europe/London)"


async def typed(slack: Scenario, text: str, *, user: str = "ann", channel: str = "engineering") -> Message:
    """What the person then sees last."""
    ack = await slack.side.slash_command("/lesson", text, user=user, channel=channel)
    assert (ack.status, ack.message) == (200, None)
    await slack.side.settle()
    return slack.side.seen_by(user, channel)[-1]


async def kept(slack: Scenario, channel: str = "C0ENG") -> tuple[Subscription, ...]:
    return await slack.parts.store.subscriptions.of_channel("T0COMMON", channel)


async def only(slack: Scenario, channel: str = "C0ENG") -> Subscription:
    (subscription,) = await kept(slack, channel)
    return subscription


@pytest.fixture
def clock() -> Clock:
    """It is Monday, 2 March 2026, 9:00 in London."""
    return Clock()


async def test_a_subscribed_channel_is_told_by_whom_to_what_and_how_to_end_it(play: Play, clock: Clock) -> None:
    async with play(bot={"clock": clock}) as slack:
        told = await typed(slack, "subscribe weekly monday 9:00 feature flags")
        subscription = await only(slack)
        (announced,) = slack.side.messages("engineering")
    assert announced.text == (
        f"ann has subscribed this channel to lessons: {WEEKLY}, on “feature flags”."
        f" /lesson unsubscribe {subscription.id} ends it."
    )
    assert told.only_for == "U0ANN"
    assert told.text.startswith(
        f"Lessons come to this channel {WEEKLY}, on “feature flags”. The next one: Monday 9 March 2026, 09:00."
    )
    assert "Europe/London is your time zone in Slack." in told.text
    assert (subscription.person, subscription.days, subscription.time) == ("U0ANN", "0", "09:00")
    assert subscription.timezone == "Europe/London"


@pytest.mark.parametrize("text", ["subscribe me weekdays 8:30", "abonniere mich werktags 8.30"])
async def test_oneself_is_subscribed_without_telling_the_channel(slack: Scenario, text: str) -> None:
    told = await typed(slack, text)
    subscription = await only(slack, "U0ANN")
    assert told.text.startswith("Lessons come to you every weekday at 08:30 (Europe/London).")
    assert f"/lesson unsubscribe {subscription.id} ends that." in told.text
    assert not slack.side.messages("engineering")
    assert not await kept(slack)


async def test_in_a_direct_message_it_is_oneself_who_is_subscribed(slack: Scenario) -> None:
    told = await typed(slack, "subscribe daily", channel="D0ANN")
    assert told.text.startswith("Lessons come to you every day at 09:00")
    assert (await only(slack, "U0ANN")).days == "0123456"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("subscribe", "Name the days, and a time and a topic if you like: /lesson subscribe weekly monday 9:00"),
        ("subscribe me", "Name the days"),
        (
            "subscribe testing",
            "I cannot tell on which days: “testing” names none. Type it like this: /lesson subscribe",
        ),
        ("subscribe daily 25:00", "“25:00” is no time of day. Type it like this: /lesson subscribe weekly monday 9:00"),
        ("subscribe daily wombats", "No lesson is about “wombats”."),
        (f"subscribe daily {'x' * 501}", "That is 501 characters long"),
    ],
)
async def test_what_cannot_be_read_or_had_is_explained(slack: Scenario, text: str, start: str) -> None:
    assert (await typed(slack, text)).text.startswith(start)
    assert not await kept(slack)
    assert not slack.side.messages("engineering")


@pytest.mark.parametrize("text", ["weekly monday 9:00", "monday", "every Mondays at 9am"])
async def test_the_same_once_more_is_said_to_exist(slack: Scenario, text: str) -> None:
    await typed(slack, "subscribe weekly monday")
    told = await typed(slack, f"subscribe {text}", user="ben")
    subscription = await only(slack)
    assert told.text.startswith(f"That subscription exists already: {subscription.id}, {WEEKLY}.")
    assert len(slack.side.messages("engineering")) == 1


async def test_a_paused_one_goes_on_when_it_is_subscribed_again(slack: Scenario) -> None:
    await typed(slack, "subscribe weekly monday")
    await slack.parts.store.subscriptions.pause("T0COMMON", (await only(slack)).id)
    told = await typed(slack, "subscribe weekly monday")
    assert told.text.startswith(f"That subscription was paused, and goes on: {WEEKLY}. The next one: Monday ")
    assert not (await only(slack)).paused


async def test_a_channel_has_at_most_ten(slack: Scenario) -> None:
    for hour in range(10):
        await typed(slack, f"subscribe daily {hour}:00")
    assert (await typed(slack, "subscribe daily 10:00")).text.startswith("There are 10 subscriptions here already")
    assert len(await kept(slack)) == 10
    assert (await typed(slack, "subscribe me daily 10:00")).text.startswith("Lessons come to you")


async def test_where_the_bot_may_not_post_nothing_is_kept_and_it_says_how_to_invite_it(slack: Scenario) -> None:
    told = await typed(slack, "subscribe daily", channel="random")
    assert told.text == "I may not post here yet. Type /invite @commonplace, then subscribe again."
    assert not await kept(slack, "C0RAND")


@pytest.mark.parametrize(
    ("refusal", "start"),
    [
        ("channel_not_found", "I may not post here yet."),
        ("is_archived", "This channel is archived"),
        ("missing_scope", "I may not post at all: whoever runs me has to add the scope chat:write"),
        ("restricted_action", "The rules of this channel do not let me write here."),
        ("invalid_blocks", "Sorry, that went wrong on my side."),
    ],
)
async def test_whatever_keeps_it_from_posting_nothing_is_kept(slack: Scenario, refusal: str, start: str) -> None:
    slack.side.fail_next("chat.postMessage", error=refusal)
    assert (await typed(slack, "subscribe daily")).text.startswith(start)
    assert not await kept(slack)


async def test_where_only_admins_change_channels_others_subscribe_themselves(play: Play) -> None:
    async with play(bot={"policy": Policy(settings_by="admins", admins=frozenset({"U0BEN"}))}) as slack:
        assert (await typed(slack, "subscribe daily")).text.startswith("Only those who look after me")
        assert (await typed(slack, "subscribe me daily")).text.startswith("Lessons come to you")
        assert (await typed(slack, "subscribe daily", user="ben")).text.startswith("Lessons come to this channel")


async def test_without_the_scope_to_know_people_the_zone_of_the_policy_is_taken(play: Play) -> None:
    policy = Policy(timezone="Europe/Berlin")
    async with play(bot={"policy": policy}, scopes=GRANTED - {"users:read"}) as slack:
        slack.side.fail_next("users.info", error="missing_scope", times=9)
        told = await typed(slack, "subscribe daily")
        assert "I do not know your time zone, so Europe/Berlin it is." in told.text
        assert (await only(slack)).timezone == "Europe/Berlin"


async def test_a_zone_that_is_typed_is_taken(slack: Scenario) -> None:
    told = await typed(slack, "subscribe daily 9:00 America/New_York")
    assert told.text.endswith("America/New_York is the time zone that you typed.")
    assert (await only(slack)).timezone == "America/New_York"


async def test_a_zone_of_slacks_that_this_computer_does_not_know_is_passed_over(play: Play) -> None:
    lost = Workspace(lambda: 1_772_442_000.0, users=[replace(USERS[0], tz="Atlantis/Capital"), *USERS[1:]])
    async with play(workspace=lost, clock=lambda: 1_772_442_000.0) as slack:
        await typed(slack, "subscribe daily")
        assert (await only(slack)).timezone == "UTC"


async def test_germans_are_answered_in_german(play: Play) -> None:
    people = [User("U0ANN", "ann", "Ann Hügel", "de-DE", "Europe/Berlin"), *USERS[1:]]
    german = Workspace(lambda: 1_772_442_000.0, users=people, channels=CHANNELS)
    async with play(workspace=german, clock=lambda: 1_772_442_000.0) as slack:
        told = await typed(slack, "abonniere wöchentlich montag")
        assert told.text.startswith("Lektionen kommen in diesen Kanal jeden Montag um 09:00 (Europe/Berlin).")
        assert (await typed(slack, "liste")).text.startswith("/lesson unsubscribe und eine Kennung beendet eines:")


async def test_the_list_shows_those_of_the_channel_and_ones_own(play: Play, clock: Clock) -> None:
    async with play(bot={"clock": clock}) as slack:
        await typed(slack, "subscribe weekly monday", user="ben")
        await typed(slack, "subscribe me mon,thu 8:30 feature flags")
        await typed(slack, "subscribe me daily", user="ben")  # which is nobody else's business
        (shared,), (own,) = await kept(slack), await kept(slack, "U0ANN")
        told = await typed(slack, "list")
    assert told.text == (
        "/lesson unsubscribe and an id ends one:"
        f" — {shared.id}: {WEEKLY}, set up by ben. Next: Monday 9 March 2026, 09:00."
        f" — {own.id}: every Monday and Thursday at 08:30 (Europe/London), on “feature flags”, set up by you."
        " Next: Thursday 5 March 2026, 08:30. To you alone."
    )


async def test_the_list_names_a_channel_elsewhere_and_what_has_paused(slack: Scenario) -> None:
    await typed(slack, "subscribe daily")
    subscription = await only(slack)
    await slack.parts.store.subscriptions.pause("T0COMMON", subscription.id)
    told = await typed(slack, "list", channel="random")
    assert told.text.endswith("set up by you. Paused; subscribe again, and it goes on. In another channel:")
    assert '"channel_id": "C0ENG"' in str(told.content["blocks"]).replace("'", '"')
    assert subscription.id in words_of(told.content)


async def test_of_whom_slack_does_not_say_the_name_is_someone(slack: Scenario) -> None:
    await typed(slack, "subscribe daily", user="ben")
    await typed(slack, "subscribe me daily")
    slack.side.fail_next("users.info", error="user_not_found")
    assert "set up by someone" in (await typed(slack, "list")).text


async def test_where_there_is_none_the_list_says_how_to_subscribe(slack: Scenario) -> None:
    assert (await typed(slack, "list")).text.startswith("Neither this channel nor you are subscribed")
    assert (await typed(slack, "list", channel="D0ANN")).text.startswith("You are not subscribed to lessons.")
    assert (await typed(slack, "unsubscribe")).text.startswith("Neither this channel nor you")
    assert (await typed(slack, "unsubscribe 7Q4K")).text.startswith("Neither this channel nor you")


async def test_anybody_in_the_channel_can_end_it_and_the_channel_is_told(slack: Scenario) -> None:
    await typed(slack, "subscribe weekly monday")
    told = await typed(slack, "unsubscribe", user="ben")
    assert told.text == f"ben has ended these lessons: {WEEKLY}."
    assert told.only_for is None
    assert not await kept(slack)


async def test_with_several_it_asks_which(slack: Scenario) -> None:
    await typed(slack, "subscribe daily")
    await typed(slack, "subscribe weekly")
    told = await typed(slack, "unsubscribe")
    first, second = await kept(slack)
    assert told.only_for == "U0ANN"
    assert told.text.startswith("Which one? Type /lesson unsubscribe and its id:")
    assert first.id in told.text
    await typed(slack, f"unsubscribe #{second.id.lower()}")
    assert await kept(slack) == (first,)


async def test_ones_own_is_ended_from_anywhere_without_telling_others(slack: Scenario) -> None:
    await typed(slack, "subscribe me daily")
    told = await typed(slack, "unsubscribe", channel="random")
    assert told.only_for == "U0ANN"
    assert told.text == "That has ended: every day at 09:00 (Europe/London)."
    assert not await kept(slack, "U0ANN")


async def test_what_is_neither_of_the_channel_nor_ones_own_cannot_be_ended(slack: Scenario) -> None:
    await typed(slack, "subscribe me daily")
    await typed(slack, "subscribe me daily", user="ben")
    own = await only(slack, "U0ANN")
    told = await typed(slack, f"unsubscribe {own.id}", user="ben")
    assert told.text == f"There is no subscription {own.id} here. /lesson list shows those there are."
    assert await only(slack, "U0ANN") == own
