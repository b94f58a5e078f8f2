"""Variables that Bolt would read by itself change nothing: the settings are read in one place only."""

import os

import pytest

from tests.bot.conftest import Play
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK

TRAPS = {
    "SLACK_CLIENT_ID": "1.1",
    "SLACK_CLIENT_SECRET": "client-secret",
    "SLACK_BOT_TOKEN": "xoxb-of-another-app",
    "SLACK_SIGNING_SECRET": "of-another-app",
}


async def test_a_client_id_and_secret_do_not_turn_it_into_an_oauth_app(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in TRAPS.items():
        monkeypatch.setenv(name, value)
    async with play() as slack:
        ack = await slack.side.slash_command("/ask", "how do we roll back?")
        assert ack.payload is not None
        assert ROLLBACK in quoted(ack.payload)
        await slack.side.mention("how do we roll back?")
        await slack.side.wait_for_message("engineering")
        assert all(call.token_ok for call in slack.side.calls)
        assert slack.app.oauth_flow is None
    assert {name: os.environ[name] for name in TRAPS} == TRAPS
