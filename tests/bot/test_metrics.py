"""What is counted and timed while the bot answers, over both transports, and that nothing of it names anybody."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot import logs
from bot.app import build_app, slack_client
from bot.cli import main
from bot.metrics import Metrics, ObservedBackground, ObservedCalls, ObservedKnowledgeBase
from bot.parts import Parts, now
from bot.store import open_store
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.transport.socket import connected
from bot.workspaces import OneWorkspace, identify
from knowledge import KnowledgeBase
from tests.bot.judged import JudgedSide
from tests.bot.scenario import Transport
from tests.bot.traps.test_stopping import free_port, running

QUESTION = "how do we roll back?"


def value(metrics: Metrics, name: str, **labels: str) -> float:
    """A number as Prometheus would read it; 0 where there is none yet."""
    return metrics.registry.get_sample_value(f"commonplace_{name}", labels) or 0.0


@asynccontextmanager
async def observed(side: JudgedSide, posts: KnowledgeBase, transport: Transport) -> AsyncIterator[Metrics]:
    """A bot that is counted as `commonplace run` counts it."""
    metrics = Metrics()
    async with side, open_store("", now) as store, aiohttp.ClientSession() as session, AsyncExitStack() as stack:
        client = slack_client(session, side.api_url)
        client.retry_handlers.insert(0, ObservedCalls(metrics))
        background = ObservedBackground(metrics)
        side.watch(lambda: background.is_busy)
        parts = Parts(ObservedKnowledgeBase(posts, metrics), store)
        metrics.follow(parts)
        app = build_app(parts, client, OneWorkspace(await identify(client, side.bot_token)), background, metrics)
        if transport == "http":
            web = build_http_app(app, side.signing_secret, background, (), metrics)
            side.connect_http(await stack.enter_async_context(serving(web, bound("127.0.0.1", 0))) + PATH)
        else:
            await stack.enter_async_context(connected(app, side.app_token, background))
            await side.socket_connected()
        yield metrics
        await side.settle()


async def test_requests_searches_and_calls_are_counted(knowledge_base: KnowledgeBase, transport: Transport) -> None:
    side = JudgedSide()
    async with observed(side, knowledge_base, transport) as metrics:
        await side.slash_command("/ask", QUESTION)
        await side.slash_command("/ask", "wombats")
        await side.mention(QUESTION)
        await side.wait_for_message("engineering")
        await side.settle()
        assert value(metrics, "requests_total", kind="command", outcome="answered") == 2
        assert value(metrics, "requests_total", kind="event", outcome="answered") == 1
        assert value(metrics, "ack_seconds_count", kind="command") == 2
        assert 0 < value(metrics, "ack_seconds_sum", kind="command") < 5
        assert value(metrics, "search_seconds_count", outcome="answer") == 2
        assert value(metrics, "search_seconds_count", outcome="nothing") == 1
        assert value(metrics, "slack_calls_total", method="auth.test", error="") == 1
        assert value(metrics, "slack_calls_total", method="chat.postMessage", error="") == 1
        assert value(metrics, "background_tasks") == 0
        assert value(metrics, "posts") == knowledge_base.stats.posts
        assert value(metrics, "passages") == knowledge_base.stats.passages
        assert 0 <= value(metrics, "snapshot_age_seconds") < 60


async def test_refusals_of_slack_and_what_fails_are_counted(
    knowledge_base: KnowledgeBase, transport: Transport
) -> None:
    side = JudgedSide()
    async with observed(side, knowledge_base, transport) as metrics:
        side.fail_next("chat.postMessage", error="account_inactive")
        await side.mention(QUESTION)
        await side.wait_for_call("chat.postMessage")
        await side.settle()
        assert value(metrics, "slack_calls_total", method="chat.postMessage", error="account_inactive") == 1
        assert value(metrics, "background_failures_total") == 1
        side.fail_next("chat.postMessage", status=429, retry_after=0)
        side.fail_next("chat.postMessage", reset=True)
        await side.mention(QUESTION)
        await side.wait_for_call("chat.postMessage", count=3)
        await side.settle()
        assert value(metrics, "slack_calls_total", method="chat.postMessage", error="ratelimited") == 1
        assert value(metrics, "slack_calls_total", method="chat.postMessage", error="ServerDisconnectedError") == 1


async def test_a_request_that_nobody_takes_and_one_that_breaks_are_told_apart(
    knowledge_base: KnowledgeBase, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    side = JudgedSide()
    async with observed(side, knowledge_base, transport) as metrics:
        await side.slash_command("/unknown", "x")
        assert value(metrics, "requests_total", kind="command", outcome="unhandled") == 1

        def broken(*_: object, **__: object) -> None:
            raise RuntimeError(QUESTION)

        monkeypatch.setattr(KnowledgeBase, "search", broken)
        ack = await side.slash_command("/ask", QUESTION)
        assert ack.payload is not None
        assert value(metrics, "requests_total", kind="command", outcome="failed") == 1


async def test_work_under_way_is_counted(knowledge_base: KnowledgeBase) -> None:
    side = JudgedSide()
    async with observed(side, knowledge_base, "http") as metrics:
        held = side.hold_next("chat.postMessage")
        await side.mention(QUESTION)
        await side.wait_for_call("chat.postMessage")
        assert value(metrics, "background_tasks") == 1
        held.set()


async def test_what_is_turned_away_unread_is_counted(knowledge_base: KnowledgeBase) -> None:
    side = JudgedSide()
    async with observed(side, knowledge_base, "http") as metrics:
        await side.raw(b"{}")
        await side.raw(b"{", signed=True)
        await side.raw(b"x" * 1_000_001, signed=True)
        for why in ("unsigned", "unreadable", "too_large"):
            assert value(metrics, "requests_total", kind="unread", outcome=why) == 1


async def test_the_line_of_a_request_and_the_metrics_hold_no_words_of_anybody(
    knowledge_base: KnowledgeBase, transport: Transport, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.requests")
    side = JudgedSide()
    async with observed(side, knowledge_base, transport) as metrics:
        await side.slash_command("/ask", QUESTION)
        await side.slash_command("/lesson", "subscribe weekly monday 9:00")  # which is answered by its response_url
        await side.settle()
        shown = metrics.text().decode()
    lines = [vars(record) for record in caplog.records if record.name == "bot.requests"]
    assert [(line["kind"], line["what"], line["status"]) for line in lines] == [
        ("command", "/ask", 200),
        ("command", "/lesson", 200),
    ]
    assert all(line["ms"] > 0 for line in lines)
    for word in ("roll", "U0", "T0", "C0", side.bot_token, "/response/"):
        assert word not in shown + caplog.text


async def test_what_slack_refuses_is_counted_by_who_can_mend_it(
    knowledge_base: KnowledgeBase, transport: Transport
) -> None:
    side = JudgedSide()
    async with observed(side, knowledge_base, transport) as metrics:
        for error in ("missing_scope", "missing_scope", "is_archived", "an_error_of_next_year"):
            side.fail_next("chat.postMessage", error=error)
            await side.mention(QUESTION)
            await side.settle()
        assert value(metrics, "slack_refusals_total", mood="operator", error="missing_scope") == 2
        assert value(metrics, "slack_refusals_total", mood="user", error="is_archived") == 1
        assert "next_year" not in metrics.text().decode().partition("slack_refusals_total")[2].partition("# ")[0]


async def test_what_goes_wrong_after_the_answer_is_logged_under_the_id_of_its_request(
    knowledge_base: KnowledgeBase, transport: Transport, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    stream = io.StringIO()
    handler = logs.writing_to(stream)
    logging.getLogger("bot").addHandler(handler)
    side = JudgedSide()
    async with observed(side, knowledge_base, transport):
        side.fail_next("chat.postMessage", error="account_inactive")
        await side.mention(QUESTION)
        await side.wait_for_call("chat.postMessage")
        await side.settle()
        await side.slash_command("/ask", QUESTION)
    logging.getLogger("bot").removeHandler(handler)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    asked, again = (line for line in lines if line["event"] == "request")
    (failed,) = (line for line in lines if line["event"].startswith("Slack refused"))
    assert failed["request"] == asked["request"] != again["request"]
    assert asked.keys() == {"event", "level", "logger", "timestamp", "request", "kind", "what", "status", "ms"}
    assert "roll back" not in stream.getvalue()


async def test_a_port_for_metrics_that_is_taken_is_named(
    own_posts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(own_posts)
    with bound("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        async with JudgedSide() as side:
            environment = {
                "SLACK_BOT_TOKEN": side.bot_token,
                "SLACK_APP_TOKEN": side.app_token,
                "SLACK_API_URL": side.api_url,
                "COMMONPLACE_METRICS_PORT": port,
                "DATABASE_URL": ":memory:",
            }
            monkeypatch.setattr("bot.running.stop_event", asyncio.Event)  # signals are for the main thread only
            assert await asyncio.to_thread(main, ["run"], environment) == 2
    said = capsys.readouterr().err
    assert f"HOST and COMMONPLACE_METRICS_PORT cannot be listened on, 127.0.0.1:{port}: Address already in use" in said


def test_two_bots_in_one_process_count_for_themselves() -> None:
    one, other = Metrics(), Metrics()
    one.refused("unsigned", 401)
    assert value(one, "requests_total", kind="unread", outcome="unsigned") == 1
    assert value(other, "requests_total", kind="unread", outcome="unsigned") == 0


def test_a_socket_shows_only_where_there_is_one() -> None:
    metrics = Metrics()
    assert b"socket_connected" not in metrics.text()
    metrics.show_socket(connected=True)
    assert value(metrics, "socket_connected") == 1
    metrics.show_socket(connected=False)
    assert b"commonplace_socket_connected 0.0" in metrics.text()


def test_timing_goes_by_the_clock_given() -> None:
    times = iter((10.0, 10.5))
    metrics = Metrics(lambda: next(times))
    with metrics.request("command", "/ask") as outcome:
        outcome.word, outcome.status = "answered", 200
    assert value(metrics, "ack_seconds_sum", kind="command") == 0.5


async def test_work_that_is_cancelled_is_not_under_way_any_more() -> None:
    metrics = Metrics()
    background = ObservedBackground(metrics)
    started = asyncio.Event()

    async def endless() -> None:
        started.set()
        await asyncio.Event().wait()

    async def on_error(error: Exception) -> None:
        raise error

    background.start(endless(), on_error)
    await started.wait()
    assert value(metrics, "background_tasks") == 1
    assert await background.drain(0) == 1
    assert value(metrics, "background_tasks") == 0


async def test_a_running_bot_shows_them_where_they_are_switched_on(transport: Transport, own_posts: Path) -> None:
    port = str(free_port())
    more = {"COMMONPLACE_METRICS": "on", "COMMONPLACE_METRICS_PORT": port}
    async with JudgedSide() as side, running(side, transport, own_posts, **more) as run:
        address = run.address if transport == "http" else f"http://127.0.0.1:{port}"
        await side.slash_command("/ask", QUESTION)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{address}/metrics") as answer:
                assert answer.headers["content-type"].startswith("text/plain; version=")
                assert 'commonplace_requests_total{kind="command",outcome="answered"} 1.0' in await answer.text()
            async with session.get(f"{address}/readyz") as answer:
                assert answer.status == 200
                assert ("ok socket" in await answer.text()) == (transport == "socket")
            async with session.get(f"{address}/healthz") as answer:
                assert answer.status == 200
        await run.stop()
        assert await run.ended() == 0
        assert all(json.loads(line)["level"] == "info" for line in run.lines)
        assert [each["what"] for each in map(json.loads, run.lines) if each["event"] == "request"] == ["/ask"]
        side.judge()


async def test_a_running_bot_shows_none_where_they_are_not(own_posts: Path) -> None:
    async with (
        JudgedSide() as side,
        running(side, "http", own_posts) as run,
        aiohttp.ClientSession() as session,
        session.get(f"{run.address}/metrics") as answer,
    ):
        assert answer.status == 404
