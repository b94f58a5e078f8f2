"""`/ask settings`: how the bot behaves in a channel, in a modal, for whoever may change it."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from bot.play.views import View
from bot.play.web_api import GRANTED
from bot.policy import Policy
from bot.replies import settling
from bot.store import ChannelSettings, StoreUnavailableError
from bot.store.channels import Channels
from knowledge import Config, KnowledgeBase, SourceConfig
from tests.bot.conftest import Play
from tests.bot.judged import words_of
from tests.bot.posts import write_posts
from tests.bot.scenario import Scenario

ADMINS_ONLY = {"policy": Policy(admins=frozenset({"U0BEN"}), settings_by="admins")}


async def opened(slack: Scenario, text: str = "settings", user: str = "ann", channel: str = "engineering") -> View:
    ack = await slack.side.slash_command("/ask", text, user=user, channel=channel)
    assert (ack.status, ack.payload) == (200, None)
    await slack.side.wait_for_call("views.open")
    await slack.side.settle()
    return slack.side.modals(user)[-1]


async def held(slack: Scenario, channel: str = "C0ENG") -> ChannelSettings:
    return await slack.parts.store.channels.settings("T0COMMON", channel)


@pytest.fixture
def two(tmp_path: Path) -> KnowledgeBase:
    """The tests' posts twice, as two sources."""
    names = ("handbook", "wiki")
    return KnowledgeBase.open(
        Config(sources=tuple(SourceConfig(folder=write_posts(tmp_path / name)) for name in names))
    )


async def test_what_is_chosen_is_kept_and_summed_up(play: Play, two: KnowledgeBase) -> None:
    async with play(two) as slack:
        view = await opened(slack)
        values = {"answers": "public", "sources": ["wiki"], "auto": ["on"], "a_day": "5", "unfurls": []}
        await slack.side.submit_view(view.id, values)
        assert await held(slack) == ChannelSettings(
            public=True, sources=("wiki",), auto_link=True, auto_links_a_day=5, unfurls=False
        )
        (saved,) = slack.side.modals("ann")
        assert "Saved. This is what holds here now:\n• Answers to /ask are seen by everyone" in words_of(saved)
        assert await held(slack, "C0RAND") == ChannelSettings()


@pytest.mark.parametrize("text", ["Settings", "EINSTELLUNGEN"])
async def test_it_opens_whatever_the_case_and_in_german_too(slack: Scenario, text: str) -> None:
    assert words_of(await opened(slack, text)).startswith("Settings\n")


async def test_a_question_on_settings_is_a_question(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", "settings of the rollback")
    assert ack.message is not None
    assert slack.side.modals("ann") == []


async def test_it_shows_what_holds_and_submitted_as_it_is_changes_nothing(slack: Scenario) -> None:
    before = ChannelSettings(public=True, auto_link=True, auto_links_a_day=9, unfurls=False, language="de")
    await slack.parts.store.channels.change("T0COMMON", "C0ENG", before)
    view = await opened(slack)
    assert words_of(view).startswith("Einstellungen\n")
    await slack.side.submit_view(view.id)
    assert await held(slack) == before


async def test_the_language_that_was_chosen_speaks_from_then_on(slack: Scenario) -> None:
    view = await opened(slack)
    await slack.side.submit_view(view.id, {"language": "de"})
    assert "Ich schreibe in dieser Sprache: Deutsch." in words_of(slack.side.modals("ann")[-1])
    ack = await slack.side.slash_command("/ask", "how do we roll back?")
    assert ack.message is not None
    assert ack.message.text.startswith("Deine Frage: ")


async def test_public_answers_are_public_from_then_on(slack: Scenario) -> None:
    view = await opened(slack)
    await slack.side.submit_view(view.id, {"answers": "public"})
    ack = await slack.side.slash_command("/ask", "how do we roll back?", user="ben")
    assert ack.message is not None
    assert ack.message.only_for is None


async def test_links_without_being_asked_start_from_then_on(play: Play) -> None:
    async with play(subscribed={"message.channels"}) as slack:
        view = await opened(slack)
        await slack.side.submit_view(view.id, {"auto": ["on"]})
        await slack.side.post("We want to roll back the release: which button do we press, with that database?")
        await slack.side.settle()
        assert [each.user for each in slack.side.messages("engineering")][-1] == "U0BOT"


async def test_in_direct_messages_there_is_only_the_language(slack: Scenario) -> None:
    view = await opened(slack, channel="D0ANN")
    await slack.side.submit_view(view.id, {"language": "en"})
    assert await held(slack, "D0ANN") == ChannelSettings(language="en")


async def test_it_works_where_the_bot_is_no_member(slack: Scenario) -> None:
    view = await opened(slack, channel="random")
    await slack.side.submit_view(view.id, {"unfurls": []})
    assert await held(slack, "C0RAND") == ChannelSettings(unfurls=False)


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        (set(), []),
        ({"channels:history"}, ["This needs the scope channels:history, which I lack."]),
        (
            {"chat:write", "links:read", "links:write"},
            [
                "This needs the scope chat:write, which I lack.",
                "This needs the scopes links:read and links:write, which I lack.",
            ],
        ),
    ],
)
async def test_what_the_workspace_has_not_granted_is_said(play: Play, lacking: set[str], said: list[str]) -> None:
    async with play(scopes=GRANTED - lacking) as slack:
        words = words_of(await opened(slack))
    assert [line.partition(" Whoever")[0] for line in words.splitlines() if "which I lack" in line] == said


class TestReserved:
    async def test_others_than_admins_see_what_holds_and_cannot_change_it(self, play: Play) -> None:
        async with play(bot=ADMINS_ONLY) as slack:
            view = await opened(slack, user="ann")
            assert "Whoever runs me has reserved changes for admins." in words_of(view)
            assert "submit" not in view.body

    async def test_admins_can(self, play: Play) -> None:
        async with play(bot=ADMINS_ONLY) as slack:
            view = await opened(slack, user="ben")
            await slack.side.submit_view(view.id, {"answers": "public"})
            assert (await held(slack)).public

    async def test_everybody_can_in_their_own_messages(self, play: Play) -> None:
        async with play(bot=ADMINS_ONLY) as slack:
            view = await opened(slack, channel="D0ANN")
            await slack.side.submit_view(view.id, {"language": "de"})
            assert (await held(slack, "D0ANN")).language == "de"

    async def test_a_modal_that_was_open_when_that_changed_changes_nothing(self, play: Play) -> None:
        async with play(bot=ADMINS_ONLY) as slack:
            view = await opened(slack, user="ben")
            slack.side.workspace.views.modals[view.id] = replace(view, user="U0ANN")
            await slack.side.submit_view(view.id, {"answers": "public"})
            assert await held(slack) == ChannelSettings()
            assert "reserved changes for admins" in words_of(slack.side.modals("ann")[-1])


async def test_of_two_at_once_the_last_one_holds(slack: Scenario) -> None:
    views = [await opened(slack, user=user) for user in ("ann", "ben")]
    acks = await asyncio.gather(*(slack.side.submit_view(view.id, {"a_day": "4"}) for view in views))
    assert [ack.error for ack in acks] == [None, None]
    assert (await held(slack)).auto_links_a_day == 4


async def test_where_slack_does_not_open_it_the_person_is_told(slack: Scenario) -> None:
    slack.side.fail_next("views.open", error="expired_trigger_id")
    await slack.side.slash_command("/ask", "settings")
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert told.text.startswith("That came too late: Slack gives me three seconds to open a window.")


async def test_what_could_not_be_kept_is_said_in_the_window_and_nothing_is_lost(
    slack: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> NoReturn:
        raise StoreUnavailableError("the database failed (OperationalError)")

    async def hang(*_: object) -> NoReturn:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(settling, "PATIENCE", 0.2)
    view = await opened(slack)
    for broken in (fail, hang):
        with monkeypatch.context() as bent:
            bent.setattr(Channels, "change", broken)
            ack = await slack.side.submit_view(view.id, {"answers": "public"})
        said = "I could not keep what you chose. Try again in a minute."
        assert ack.payload == {"response_action": "errors", "errors": {"language": said}}
    await slack.side.submit_view(view.id)
    assert await held(slack) == ChannelSettings(public=True)
