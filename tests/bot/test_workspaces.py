"""One token speaks for one workspace: what others send is refused, and shares no row with it."""

import logging

import aiohttp
import pytest

from bot.app import slack_client
from bot.play.people import Team
from bot.play.slack_side import SlackSide
from bot.workspaces import Identity, OneWorkspace, Origin, TokenWatch, identify, speaking
from tests.bot.scenario import Scenario
from tests.bot.store.test_store import everything

ONE = OneWorkspace(Identity("xoxb-1", "T1", "B1", "U1", "E1"))
ORG = OneWorkspace(Identity("xoxb-1", "E1", "B1", "U1", "E1", org_wide=True))


async def test_a_token_speaks_for_its_workspace_and_for_no_other_of_the_organisation() -> None:
    assert await ONE.at(Origin("E1", "T1")) == await ONE.at(Origin("", "T1")) == await ONE.of("T1") == ONE.identity
    assert await ONE.at(Origin("E1", "T2")) is None
    assert await ONE.at(Origin("E1", "", org_wide=True)) is None
    assert await ONE.of("T2") is await ONE.of("E1") is None


async def test_a_token_of_the_whole_organisation_speaks_for_all_its_workspaces() -> None:
    for origin in (Origin("E1", "T1"), Origin("E1", "T2"), Origin("E1", "", org_wide=True)):
        assert await ORG.at(origin) == ORG.identity
    assert await ORG.of("E1") == ORG.identity
    assert await ORG.at(Origin("E2", "T1")) is None


async def test_a_button_in_a_shared_channel_belongs_to_the_bot_that_posted_it() -> None:
    assert await ONE.at(Origin("", "T2", poster="T1")) == ONE.identity


async def test_a_command_of_another_workspace_gets_no_answer_and_leaves_no_row(slack: Scenario) -> None:
    ours = await slack.side.slash_command("/ask", "how do we roll back?")
    assert ours.payload is not None
    calls = len(slack.side.calls)
    slack.side.workspace.team = Team(id="T0OTHER")
    ack = await slack.side.slash_command("/ask", "how do we roll back?")
    assert ack.payload is not None
    assert ack.payload["text"].startswith("I am not installed in this workspace")
    await slack.side.open_home()
    await slack.side.settle()
    assert len(slack.side.calls) == calls
    rows = await everything(slack.parts.store, "T0OTHER")
    assert set(rows.values()) == {0}
    assert (await everything(slack.parts.store, "T0COMMON"))["answers"] == 1


async def test_whoever_replaces_the_only_token_loses_nothing(slack: Scenario, caplog: pytest.LogCaptureFixture) -> None:
    await slack.side.slash_command("/ask", "how do we roll back?")
    with caplog.at_level(logging.WARNING):
        await slack.side.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}})
        await slack.side.settle()
    assert "what is stored stays" in caplog.text
    assert (await everything(slack.parts.store, "T0COMMON"))["answers"] == 1


async def test_a_token_that_slack_takes_no_more_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    async with SlackSide() as side, aiohttp.ClientSession() as session:
        client = slack_client(session, side.api_url)
        one = OneWorkspace(await identify(client, side.bot_token))
        client.retry_handlers.insert(0, TokenWatch(one))
        for patient in (True, False):
            caplog.clear()
            side.fail_next("chat.postMessage", error="token_revoked")
            with caplog.at_level(logging.ERROR), pytest.raises(Exception, match="token_revoked"):
                await speaking(client, one.identity, patient=patient).chat_postMessage(channel="engineering", text="x")
            assert "Slack takes SLACK_BOT_TOKEN no more (token_revoked)" in caplog.text
            assert side.bot_token not in caplog.text
