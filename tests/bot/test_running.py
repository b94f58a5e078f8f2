"""`commonplace run` with something to mend: one line says what, and no secret is in it."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot import running
from bot.cli import TRY_AGAIN, main
from bot.play.slack_side import SlackSide
from bot.running import TryAgainError
from bot.settings import read_settings
from bot.transport.http import bound


async def run(side_url: str, *arguments: str, **more: str) -> int:
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-play",
        "SLACK_APP_TOKEN": "xapp-play",
        "SLACK_SIGNING_SECRET": "secret",
        "SLACK_API_URL": side_url,
        **more,
    }
    return await asyncio.to_thread(main, ["run", *arguments], environment)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No commonplace.yaml is read, and signals are for the main thread only."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.running.stop_event", asyncio.Event)
    monkeypatch.setattr("bot.retrying._PAUSES", (0.0,))


async def test_a_bot_token_that_slack_does_not_take_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    async with SlackSide() as side:
        assert await run(side.api_url, "--http", SLACK_BOT_TOKEN="xoxb-wrong") == 2
    said = capsys.readouterr().err
    assert "Slack does not take SLACK_BOT_TOKEN (invalid_auth): copy it again from api.slack.com/apps" in said
    assert "xoxb-wrong" not in said


async def test_an_app_level_token_that_slack_does_not_take_is_named_and_not_tried_for_ever(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with SlackSide() as side:
        assert await run(side.api_url, "--socket", SLACK_APP_TOKEN="xapp-wrong") == 2
        assert len([call for call in side.calls if call.method == "apps.connections.open"]) == 1
    said = capsys.readouterr().err
    assert "Slack does not take SLACK_APP_TOKEN (invalid_auth)" in said
    assert "xapp-wrong" not in said + caplog.text


async def test_a_slack_that_is_out_of_order_is_said_to_be_and_may_be_tried_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with SlackSide() as side:
        side.fail_next("auth.test", status=502, times=3)
        assert await run(side.api_url, "--http") == TRY_AGAIN
    assert "Slack does not answer as it should (status 502)" in capsys.readouterr().err


async def test_an_address_without_a_slack_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert await run("http://127.0.0.1:9/api/", "--http") == TRY_AGAIN
    assert "http://127.0.0.1:9/api/ cannot be reached: ClientConnectorError" in capsys.readouterr().err


async def test_a_bot_that_hears_nothing_any_more_ends_so_that_another_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.transport.connections.DEAF", -1.0)
    async with SlackSide() as side:
        environment = {"SLACK_BOT_TOKEN": "xoxb-play", "SLACK_APP_TOKEN": "xapp-play", "SLACK_API_URL": side.api_url}
        settings = replace(read_settings(environment, "socket"), state=tmp_path)
        with pytest.raises(TryAgainError, match="Slack has said nothing for two minutes"):
            await running.run(settings)


async def test_a_port_that_is_taken_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with bound("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        async with SlackSide() as side:
            assert await run(side.api_url, "--http", "--port", str(port)) == 2
    assert f"HOST and PORT cannot be listened on, 127.0.0.1:{port}: Address already in use" in capsys.readouterr().err
