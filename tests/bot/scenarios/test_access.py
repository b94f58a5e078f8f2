"""What is for some people only comes before nobody else's eyes, by no surface of the bot's.

Each surface is tried twice: on posts that are for all, where the words in question must come up, and on the same posts for a
few people only, where Ann, who is none of them, must never see these words.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.audiences import FRESH, Groups, Standing
from bot.play.deliveries import Delivery
from bot.play.messages import Message
from bot.play.people import CHANNELS, Channel
from bot.play.views import View
from bot.play.web_api import GRANTED
from bot.play.workspace import Workspace
from bot.store import ChannelSettings, Subscription
from bot.surfaces import SURFACES
from knowledge import OWNER, Config, KnowledgeBase, Limits, SourceConfig
from tests.bot.conftest import judged
from tests.bot.posts import write_post
from tests.bot.scenario import Scenario
from tests.bot.store.made import NOW, Clock, subscription

Try = Callable[[Scenario], Awaitable[None]]

ANN, BEN, BOT, ENG, BOARD, PRIVATE = "U0ANN", "U0BEN", "U0BOT", "C0ENG", "C0BOARD", "C0PRIV"
SECRETS = ("xylophone", "Vermilion", "inner-circle")  # nobody types them; they stand in text, title and source
FIRST = (
    "Canary releases limit the blast radius of a deploy, and every one of our canary releases is watched for an hour by "
    "whoever wrote the change in it."
)
OPEN = (
    FIRST,
    "A canary release that fails is rolled back by one button, and nobody needs to ask for it, day or night, before a deploy.",
    "We name canary releases after the birds of our county, and so far no name of a bird was ever used for two of them.",
)
SECRET = (
    "The zebracorp canary releases move to the xylophone cluster in autumn, and whoever watches the canary releases there is "
    "paid for the whole night and the morning after."
)
ABOUT_IT = (
    "zebracorp canary releases move in autumn, and whoever watches them there is paid for the night and the morning"
)
QUESTION = "when do the zebracorp canary releases move?"
LIMITS = {"channels": (BOARD,), "groups": ("S0STAFF",)}
HEARS = {"app_mention", "message.im", "message.channels", "message.groups", "reaction_added", "link_shared"}


def read(folder: Path, only_for: object) -> KnowledgeBase:
    """A source for all, and one that repeats a paragraph of it and says something of its own."""
    for name, title, paragraphs, day in (
        ("open", "Canaries", OPEN, "2020-01-01"),
        ("inner-circle", "Vermilion plan", (FIRST, SECRET), "2024-01-01"),
    ):
        (folder / name).mkdir()
        write_post(folder / name, "post", title, "\n\n".join((*paragraphs, "That is all for now.")), date=day)
    sources = (
        SourceConfig(folder=folder / "open", base_url="https://open.example.com"),
        SourceConfig.model_validate({
            "folder": folder / "inner-circle", "base_url": "https://inner.example.com", "only_for": only_for,
        }),
    )  # fmt: skip
    return KnowledgeBase.open(Config(sources=sources))


@pytest.fixture(scope="module")
def unlimited(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return read(tmp_path_factory.mktemp("posts"), None)


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return read(tmp_path_factory.mktemp("posts"), LIMITS)


@asynccontextmanager
async def playing(posts: KnowledgeBase, **rules: object) -> AsyncIterator[Scenario]:
    """Ben is one of those in the group; the board has a channel of its own, where Ann happens to be as well."""
    everybody = frozenset({ANN, BEN, BOT})
    channels = (*CHANNELS, Channel(BOARD, "board", everybody, "group"), Channel(PRIVATE, "private", everybody, "group"))
    clock = Clock()
    workspace = Workspace(NOW.timestamp, channels=channels)
    workspace.groups["S0STAFF"] = frozenset({BEN})
    granted = GRANTED | {"reactions:read", "usergroups:read", "assistant:write"}
    given: dict[str, Any] = {"scopes": granted, "subscribed": HEARS, "unfurl_domains": ("inner.example.com",)} | rules
    async with judged(posts, "http", bot={"clock": clock}, workspace=workspace, **given) as slack:
        yield slack


def before_eyes(slack: Scenario, user: str = "ann") -> str:
    """Everything of the bot's that a person can see, wherever it is."""
    side = slack.side
    seen: list[object] = [*map(dict, side.prompts(user)), *(view.body for view in side.modals(user))]
    seen += [dict(previews) for previews in side.workspace.unfurls.values()]
    if home := side.home(user):
        seen.append(home.body)
    for channel in side.workspace.channels.values():
        is_there = side.workspace.user(user).id in channel.members
        seen += [each.content for each in side.seen_by(user, channel.id) if is_there and each.user == BOT]
    return json.dumps(seen, ensure_ascii=False)


async def own(slack: Scenario, text: str, *, user: str = "ann", channel: str = ENG, command: str = "/ask") -> Message:
    ack = await slack.side.slash_command(command, text, user=user, channel=channel)
    assert ack.message is not None
    return ack.message


def number_of(answer: Message) -> str:
    return answer.text.partition("Answer #")[2][:4]


async def press(slack: Scenario, place: Message, action: str, user: str = "ann") -> None:
    if action in json.dumps(place.content):
        await slack.side.press(place, action, user=user)


async def saved(slack: Scenario) -> None:
    """Ann has saved the lesson when she could still read it."""
    found = slack.parts.knowledge_base.search(ABOUT_IT, audience=OWNER)
    (passage,) = (hit.passage.id for hit in found.hits if "xylophone" in hit.passage.text)
    await slack.parts.store.lessons.save("T0COMMON", ANN, passage)


async def ask(slack: Scenario) -> None:
    await own(slack, QUESTION)
    bens = await own(slack, QUESTION, user="ben")
    assert "xylophone" in bens.text
    await own(slack, f"#{number_of(bens)}")


async def export(slack: Scenario) -> None:
    """Ann was in the group once."""
    slack.side.workspace.groups["S0STAFF"] = frozenset({ANN, BEN})
    await own(slack, QUESTION)
    slack.side.workspace.groups["S0STAFF"] = frozenset({BEN})
    slack.parts.groups._known.clear()
    for message in slack.side.seen_by("ann", ENG):
        slack.side.workspace.remove(message)
    await slack.side.slash_command("/ask", "export")


async def ask_settings(slack: Scenario) -> None:
    await slack.parts.store.channels.change("T0COMMON", ENG, ChannelSettings(sources=("open", "inner-circle")))
    await slack.side.slash_command("/ask", "settings")


async def save_settings(slack: Scenario) -> None:
    await ask_settings(slack)
    await slack.side.settle()
    (view,) = slack.side.modals("ann")
    await slack.side.submit_view(view.id)


async def ask_in_public(slack: Scenario) -> None:
    await slack.parts.store.channels.change("T0COMMON", ENG, ChannelSettings(public=True))
    await own(slack, QUESTION, user="ben")


async def lesson(slack: Scenario) -> None:
    for _ in range(9):
        await own(slack, "", command="/lesson")
    await own(slack, "zebracorp", command="/lesson")
    await saved(slack)
    await own(slack, "saved", command="/lesson")


async def subscribe(slack: Scenario) -> None:
    await own_later(slack, "subscribe daily 9:00 zebracorp")
    await slack.parts.store.subscriptions.add("T0COMMON", _due(channel=ENG, topic="zebracorp"))
    await slack.parts.store.subscriptions.add("T0COMMON", _due(channel=ANN, person=ANN, topic="zebracorp"))
    await slack.scheduler.tick()


async def own_later(slack: Scenario, text: str) -> None:
    await slack.side.slash_command("/lesson", text)


async def find_related(slack: Scenario) -> None:
    message = (await slack.side.post(ABOUT_IT, user="ben")).message
    assert message is not None
    await slack.side.message_shortcut("find_related", message, user="ben")


async def lesson_about(slack: Scenario) -> None:
    message = (await slack.side.post(ABOUT_IT)).message
    assert message is not None
    await slack.side.message_shortcut("lesson_about", message)


async def mention(slack: Scenario) -> None:
    await slack.side.mention(QUESTION, user="ben")
    message = (await slack.side.mention("where do canaries live?", user="ben", channel=PRIVATE)).message
    assert message is not None
    await slack.side.settle()
    await slack.side.edit(message, f"<@{BOT}> {QUESTION}")


async def thread_links(slack: Scenario) -> None:
    message = (await slack.side.post(ABOUT_IT)).message
    assert message is not None
    await slack.side.mention("", user="ben", thread_ts=message.ts)


async def direct_message(slack: Scenario) -> None:
    await slack.side.direct_message(QUESTION)
    await slack.side.direct_message("lesson zebracorp")


def follow_up(channel: str) -> Try:
    async def follow(slack: Scenario) -> None:
        question = (
            await slack.side.post("!ask how long are canary releases watched?", user="ben", channel=channel)
        ).message
        assert question is not None
        await slack.side.settle()
        await slack.side.post(QUESTION, user="ben", channel=channel, thread_ts=question.ts)
        await slack.side.settle()
        await slack.side.post("!ask more", user="ben", channel=channel, thread_ts=question.ts)

    return follow


async def auto_link(slack: Scenario) -> None:
    await slack.parts.store.channels.change("T0COMMON", ENG, ChannelSettings(auto_link=True))
    await slack.side.post(ABOUT_IT, user="ben")


async def shared_link(slack: Scenario) -> None:
    await slack.side.share_link("https://inner.example.com/vermilion-plan/", user="ben")
    await slack.side.share_link("https://open.example.com/canaries/", user="ben")
    await slack.side.compose_link("https://inner.example.com/vermilion-plan/")


async def home(slack: Scenario) -> None:
    await saved(slack)
    await slack.side.open_home("ann")


async def prompts(slack: Scenario) -> None:
    await slack.side.open_home("ann", tab="messages")


def below_an_answer(action: str) -> Try:
    async def pressed(slack: Scenario) -> None:
        await press(slack, await own(slack, QUESTION), action)
        await slack.side.mention(QUESTION, user="ben")
        await slack.side.settle()
        (public,) = [each for each in slack.side.messages(ENG) if each.user == BOT]
        await press(slack, public, action)

    return pressed


async def share_answer(slack: Scenario) -> None:
    await press(slack, await own(slack, QUESTION, user="ben"), "share_answer", "ben")


async def another_lesson(slack: Scenario) -> None:
    for topic in ("", "canary"):
        shown = await own(slack, topic, command="/lesson")
        for _ in range(4):
            await press(slack, shown, "another_lesson")
            await slack.side.settle()


async def share_lesson(slack: Scenario) -> None:
    await press(slack, await own(slack, "zebracorp", user="ben", command="/lesson"), "share_lesson", "ben")


async def save_lesson(slack: Scenario) -> None:
    bens = await own(slack, "zebracorp", user="ben", command="/lesson")
    await slack.side.press(replace(bens, only_for=ANN), "save_lesson")  # forged: she never saw it
    await slack.side.settle()
    await own(slack, "saved", command="/lesson")


async def remove_lesson(slack: Scenario) -> None:
    await saved(slack)
    hits = slack.parts.knowledge_base.search(OPEN[2], 9, audience=OWNER).hits
    (found,) = (hit.passage.id for hit in hits if hit.passage.text == OPEN[2])
    await slack.parts.store.lessons.save("T0COMMON", ANN, found)
    shown = await own(slack, "saved", command="/lesson")
    await slack.side.press(shown, "remove_lesson", value=found)


async def home_example(slack: Scenario) -> None:
    await slack.side.open_home("ann")
    await slack.side.settle()
    view = slack.side.home("ann")
    assert view is not None
    await slack.side.press(view, "home_example", value="Canaries")


async def home_lesson(slack: Scenario) -> None:
    await saved(slack)
    open_view = await _home(slack)
    if "home_show_lesson" in json.dumps(open_view.body):
        await slack.side.press(open_view, "home_show_lesson")


async def home_remove(slack: Scenario) -> None:
    await saved(slack)
    await slack.parts.store.lessons.save("T0COMMON", ANN, "of no post any more")
    await slack.side.press(await _home(slack), "home_remove_lesson", value="of no post any more")


async def home_search(slack: Scenario) -> None:
    await slack.side.press(await _home(slack), "home_search")
    await slack.side.settle()
    (view,) = slack.side.modals("ann")
    await slack.side.submit_view(view.id, {"question": QUESTION})


async def _home(slack: Scenario) -> View:
    await slack.side.open_home("ann")
    await slack.side.settle()
    view = slack.side.home("ann")
    assert view is not None
    return view


def _due(**changes: object) -> Subscription:
    return subscription(**({"person": BEN, "days": "0123456", "timezone": "UTC", "next_at": NOW} | changes))


# What shows a post or anything of one, by what the table of surfaces calls it; and what never does.
TRIES: dict[str, tuple[Try, ...]] = {
    "`/ask question`": (ask, ask_in_public),
    "`/ask export`": (export,),
    "`/ask settings`": (ask_settings,),
    "**Save** in that window": (save_settings,),
    "`/lesson [topic]`": (lesson,),
    "`/lesson subscribe [me] weekly monday 9:00 [topic]`": (subscribe,),
    "*Find related posts* on a message": (find_related,),
    "*Lesson about this* on a message": (lesson_about,),
    "`@commonplace question`": (mention,),
    "`@commonplace` in a thread, without a question": (thread_links,),
    "a direct message": (direct_message,),
    "a follow-up question in a thread of a public channel": (follow_up(ENG),),
    "the same in a private channel": (follow_up(PRIVATE),),
    "a message that a post is surely about": (auto_link,),
    "a link to a post, in a message": (shared_link,),
    "the *Home* tab": (home,),
    "the bot's messages, opened as an agent's": (prompts,),
    "**More** below an answer": (below_an_answer("more_answers"),),
    "**Why this?** below an answer": (below_an_answer("why_answer"),),
    "**Not this** below an answer": (below_an_answer("not_this_answer"),),
    "**Share** below an answer": (share_answer,),
    "**Another** below a lesson": (another_lesson,),
    "**Share** below a lesson": (share_lesson,),
    "**Save** below a lesson": (save_lesson,),
    "**Remove** below a lesson": (remove_lesson,),
    "**Show the answer** in the Home tab": (home_example,),
    "**Show** in the Home tab": (home_lesson,),
    "**Remove** in the Home tab": (home_remove,),
    "**Search** in that window": (home_search,),
}
SHOWING_NO_POST = {
    "`/ask forget me`",
    "**Forget me** below that",
    "a reaction to a lesson that came by itself",
    "whatever is asked",
    "a source that is only for user groups",
    "**Record as a gap** below an answer",
    "**Helpful, Not helpful** below an answer",
    "**Stop** below a lesson that came by itself",
    "**Keep going** below the word that lessons pause",
    "**Stop doing this here** below links that nobody asked for",
    "**Search** in the Home tab",
    "the app is uninstalled",
    "its tokens are revoked",
    "**Close** in the Home tab",
}


def test_every_surface_is_tried_or_shows_no_post() -> None:
    assert {each.shown for each in SURFACES} == TRIES.keys() | SHOWING_NO_POST
    assert not TRIES.keys() & SHOWING_NO_POST


@pytest.mark.parametrize(
    ("shown", "attempt"),
    [
        pytest.param(shown, attempt, id=f"{shown} {number}")
        for shown, tries in TRIES.items()
        for number, attempt in enumerate(tries)
    ],
)
class TestEverySurface:
    async def test_shows_it_where_it_is_for_all(self, unlimited: KnowledgeBase, shown: str, attempt: Try) -> None:
        async with playing(unlimited) as slack:
            await attempt(slack)
            await slack.side.settle()
            seen = before_eyes(slack)
        assert [each for each in SECRETS if each in seen], shown

    async def test_never_shows_it_to_others(self, limited: KnowledgeBase, shown: str, attempt: Try) -> None:
        async with playing(limited) as slack:
            await attempt(slack)
            await slack.side.settle()
            seen = before_eyes(slack)
        assert not [each for each in SECRETS if each in seen], shown


async def test_whoever_is_in_the_group_is_answered_for_their_eyes_alone(limited: KnowledgeBase) -> None:
    async with playing(limited) as slack:
        assert "xylophone" in (await own(slack, QUESTION, user="ben")).text
        assert "xylophone" in (await own(slack, "zebracorp", user="ben", command="/lesson")).text
        await slack.side.direct_message(QUESTION, user="ben")
        await slack.side.settle()
        assert "xylophone" in before_eyes(slack, "ben")
        assert "xylophone" not in before_eyes(slack, "ann")


async def test_in_the_channel_that_it_is_for_everyone_sees_it(limited: KnowledgeBase) -> None:
    async with playing(limited) as slack:
        shown = await own(slack, QUESTION, channel=BOARD)
        assert "xylophone" in shown.text
        await press(slack, shown, "share_answer")
        await slack.side.settle()
        assert "xylophone" in slack.side.messages(BOARD)[-1].text
        await slack.side.mention("when do canary releases move in autumn?", channel=BOARD)
        await slack.side.settle()
        assert "xylophone" in slack.side.messages(BOARD)[-1].text
        await slack.parts.store.subscriptions.add("T0COMMON", _due(channel=BOARD, topic="zebracorp"))
        await slack.scheduler.tick()
        assert "A lesson on zebracorp" in slack.side.messages(BOARD)[-1].text


async def test_an_answer_that_not_everyone_may_read_stays_with_who_asked_and_the_button_works_again(
    limited: KnowledgeBase,
) -> None:
    async with playing(limited) as slack:
        shown = await own(slack, QUESTION, user="ben")
        for count in (1, 2):
            await press(slack, shown, "share_answer", "ben")
            await slack.side.settle()
            told = [each for each in slack.side.seen_by("ben", ENG) if "not everybody here may read" in each.text]
            assert len(told) == count
        assert slack.side.messages(ENG) == []


async def test_an_answer_is_shown_again_where_it_may_be_read_alone(limited: KnowledgeBase) -> None:
    async with playing(limited) as slack:
        shown = await own(slack, QUESTION, channel=BOARD)
        number = number_of(shown)
        assert "xylophone" in (await own(slack, f"#{number}", channel=BOARD)).text
        assert (await own(slack, f"#{number}")).text.startswith(
            f"Answer #{number} shows a post that cannot be read here"
        )


async def test_an_answer_of_a_source_that_was_limited_since_is_not_shared_any_more(tmp_path: Path) -> None:
    posts = read(tmp_path, None)
    async with playing(posts) as slack:
        shown = await own(slack, QUESTION)
        posts._snapshot = replace(posts._snapshot, limits={"inner-circle": Limits(channels=frozenset({BOARD}))})
        await press(slack, shown, "share_answer")
        await slack.side.settle()
        assert slack.side.messages(ENG) == []


async def test_what_others_may_read_is_neither_hinted_at_nor_counted(limited: KnowledgeBase) -> None:
    async with playing(limited) as slack:
        shown = await own(slack, "zebracorp")
        assert shown.text.startswith("You asked: zebracorp — Nothing found in 1 post. No post contains “zebracorp”.")


class TestGroupsThatCannotBeSeen:
    async def test_without_the_scope_nobody_is_in_any_and_that_is_said(self, limited: KnowledgeBase) -> None:
        async with playing(limited, scopes=GRANTED) as slack:
            shown = await own(slack, QUESTION, user="ben")
            assert "xylophone" not in shown.text
            assert shown.text.endswith("Whoever runs me has to add the scope usergroups:read to the app.")
            await slack.side.open_home("ben")
            await slack.side.settle()
            assert "see who is in which user group (for which I lack usergroups:read)" in before_eyes(slack, "ben")

    @pytest.mark.parametrize("fault", [{"status": 500}, {"reset": True}, {"error": "fatal_error"}])
    async def test_where_slack_fails_nobody_is_in_any_and_that_is_said(
        self, limited: KnowledgeBase, fault: dict[str, object]
    ) -> None:
        async with playing(limited) as slack:
            slack.side.fail_next("usergroups.users.list", times=9, **fault)  # type: ignore[arg-type]
            shown = await own(slack, QUESTION, user="ben")
        assert "xylophone" not in shown.text
        assert shown.text.endswith("Slack does not say at the moment who is in them, so I left those out.")

    async def test_a_group_of_another_workspace_has_nobody_here_in_it(self, limited: KnowledgeBase) -> None:
        async with playing(limited) as slack:
            slack.side.workspace.groups.clear()
            shown = await own(slack, QUESTION, user="ben")
        assert "xylophone" not in shown.text
        assert "user groups" not in shown.text


class TestAsking:
    """How often Slack is asked who is in a group."""

    @pytest.fixture
    def time(self) -> list[float]:
        return [0.0]

    async def asked(self, slack: Scenario, groups: Groups, person: str = BEN) -> tuple[bool, str]:
        standing = Standing("T0COMMON", frozenset({"T0COMMON"}), person)
        theirs, unseen = await groups.of(standing, ["S0STAFF"], slack.app.client)
        return bool(theirs), unseen

    @asynccontextmanager
    async def speaking(self, limited: KnowledgeBase) -> AsyncIterator[Scenario]:
        async with playing(limited) as slack:
            slack.app.client.token = slack.side.bot_token
            yield slack

    async def test_it_is_once_in_five_minutes(self, limited: KnowledgeBase, time: list[float]) -> None:
        async with self.speaking(limited) as slack:
            groups = Groups(lambda: time[0])
            for moment in (0.0, 1.0, FRESH - 1):
                time[0] = moment
                assert await self.asked(slack, groups) == (True, "")
                assert await self.asked(slack, groups, ANN) == (False, "")
            assert len([call for call in slack.side.calls if call.method == "usergroups.users.list"]) == 1
            slack.side.workspace.groups["S0STAFF"] = frozenset({ANN})
            time[0] = FRESH
            assert await self.asked(slack, groups) == (False, "")
            assert await self.asked(slack, groups, ANN) == (True, "")

    async def test_with_the_token_of_an_organisation_the_workspace_is_named(self, limited: KnowledgeBase) -> None:
        async with self.speaking(limited) as slack:
            standing = Standing("E0ORG", frozenset({"E0ORG", "T0COMMON"}), BEN)
            theirs, _ = await Groups().of(standing, ["S0STAFF"], slack.app.client)
            assert theirs == {"S0STAFF"}
            (call,) = [each for each in slack.side.calls if each.method == "usergroups.users.list"]
            assert call.arguments["team_id"] == "T0COMMON"

    async def test_a_failure_is_bridged_for_half_an_hour_and_no_longer(
        self, limited: KnowledgeBase, time: list[float]
    ) -> None:
        async with self.speaking(limited) as slack:
            groups = Groups(lambda: time[0])
            assert await self.asked(slack, groups) == (True, "")
            for moment, expected in ((FRESH, (True, "")), (1_800.0, (True, "")), (1_900.0, (False, "internal_error"))):
                time[0] = moment
                slack.side.fail_next("usergroups.users.list", error="internal_error", times=3)
                assert await self.asked(slack, groups) == expected
                asked = len(slack.side.calls)
                assert await self.asked(slack, groups) == expected
                assert len(slack.side.calls) == asked  # once failed, Slack is left alone for a minute


class TestSharedChannels:
    """A source for a workspace, and people of another company in one of its channels."""

    @pytest.fixture
    def ours(self, tmp_path: Path) -> KnowledgeBase:
        return read(tmp_path, {"workspaces": ("T0COMMON",)})

    async def asked(self, slack: Scenario, *, shared: bool, team: str) -> str:
        said = (await slack.side.post(f"<@{BOT}> {QUESTION}")).message
        assert said is not None
        told = {**slack.side.events.app_mention(said), "user_team": team}
        body = {**slack.side.payloads.event(told), "is_ext_shared_channel": shared}
        await slack.side.deliver(Delivery("events_api", body))
        await slack.side.settle()
        return " ".join(each.text for each in slack.side.messages(ENG) if each.user == BOT)

    @pytest.mark.parametrize(
        ("shared", "team", "may"), [(False, "T0COMMON", True), (True, "T0COMMON", False), (False, "T9", False)]
    )
    async def test_what_is_said_to_all_there_is_for_all_of_them(
        self, ours: KnowledgeBase, shared: bool, team: str, may: bool
    ) -> None:
        async with playing(ours, subscribed=set()) as slack:
            assert ("xylophone" in await self.asked(slack, shared=shared, team=team)) is may


def test_nothing_but_searches_asks_the_knowledge_base_for_posts() -> None:
    """There, nothing can be asked for without an audience; elsewhere it would be forgotten one day.

    Pages on the web, which show what is for all, ask it themselves: without an audience it shows nothing else.
    """
    bot = Path(__file__).parents[3] / "bot"
    asks = ("search(", "lesson(", "lesson_by_id(", "related(", "linked(", "posts_for(")
    found = {
        f"{path.relative_to(bot)}: {ask}"
        for path in bot.rglob("*.py")
        for ask in asks
        if f"knowledge_base.{ask}" in path.read_text("utf-8")
        and path.name != "searches.py"
        and path.parent.name != "web"
    }
    assert found == set()
