"""Whether the bot can answer, for whoever watches."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.background import DRAIN_SECONDS
from bot.metrics import Metrics
from bot.parts import Parts, now
from bot.store import Store, StoreUnavailableError, open_store
from bot.transport.http import alive_route, bound, serving
from bot.web.health import Readiness, health_routes
from knowledge import KnowledgeBase

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with open_store("", now) as opened:
        yield opened


async def get(readiness: Readiness, path: str = "/readyz", metrics: Metrics | None = None) -> tuple[int, str]:
    web = Starlette(routes=[alive_route(), *health_routes(readiness, metrics)])
    async with (
        serving(web, bound("127.0.0.1", 0)) as address,
        aiohttp.ClientSession() as session,
        session.get(address + path) as answer,
    ):
        return answer.status, await answer.text()


class Channels:
    """The settings of channels in a store that is out of order."""

    def __init__(self, failure: Exception | None) -> None:
        self.failure = failure

    async def settings(self, *_: str) -> None:
        if self.failure:
            raise self.failure
        await asyncio.Event().wait()


def bent(store: Store, failure: Exception | None) -> Store:
    channels: Any = Channels(failure)
    return replace(store, channels=channels)


async def test_a_bot_with_posts_and_a_store_is_ready(knowledge_base: KnowledgeBase, store: Store) -> None:
    assert await get(Readiness(Parts(knowledge_base, store))) == (200, "ok posts\nok store\n")


async def test_a_store_that_fails_is_named_without_what_it_said(knowledge_base: KnowledgeBase, store: Store) -> None:
    failed = bent(store, StoreUnavailableError("postgresql://bot:secret@db refused"))
    status, said = await get(Readiness(Parts(knowledge_base, failed)))
    assert (status, said) == (503, "ok posts\nfailed store: cannot be reached\n")


async def test_a_store_that_hangs_is_waited_for_no_longer_than_that(
    knowledge_base: KnowledgeBase, store: Store
) -> None:
    readiness = Readiness(Parts(knowledge_base, bent(store, None)), patience=0.0)
    assert await get(readiness) == (503, "ok posts\nfailed store: no answer in time\n")
    assert Readiness(readiness.parts).patience == 1.0


@pytest.mark.parametrize(
    ("connected", "answer"),
    [
        (True, (200, "ok posts\nok store\nok socket\n")),
        (False, (503, "ok posts\nok store\nfailed socket: not connected\n")),
    ],
)
async def test_in_socket_mode_the_connection_counts(
    knowledge_base: KnowledgeBase, store: Store, connected: bool, answer: tuple[int, str]
) -> None:
    async def is_connected() -> bool:
        return connected

    readiness = Readiness(Parts(knowledge_base, store), is_connected)
    assert await get(readiness) == answer
    _, shown = await get(readiness, "/metrics", Metrics())
    assert f"commonplace_socket_connected {float(connected)}\n" in shown


async def test_connections_of_other_processes_are_counted(knowledge_base: KnowledgeBase, store: Store) -> None:
    async def is_connected() -> bool:
        return True

    readiness = Readiness(Parts(knowledge_base, store), is_connected, connections=lambda: 3)
    assert await get(readiness) == (200, "ok posts\nok store\nok socket, 3 connections of the app\n")
    _, shown = await get(readiness, "/metrics", Metrics())
    assert "commonplace_socket_connections 3.0\n" in shown


async def test_a_snapshot_without_posts_is_not_ready(
    knowledge_base: KnowledgeBase, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stats = replace(knowledge_base.stats, posts=0)
    monkeypatch.setattr(KnowledgeBase, "stats", property(lambda _: stats))
    assert await get(Readiness(Parts(knowledge_base, store))) == (503, "failed posts: none are read\nok store\n")


async def test_metrics_are_served_only_where_they_are_given(
    knowledge_base: KnowledgeBase, store: Store, tmp_path: Path
) -> None:
    readiness = Readiness(Parts(knowledge_base, store))
    assert (await get(readiness, "/metrics"))[0] == 404
    metrics = Metrics()
    metrics.follow(readiness.parts)
    status, shown = await get(readiness, "/metrics", metrics)
    assert status == 200
    assert f"commonplace_posts {float(knowledge_base.stats.posts)}\n" in shown
    assert "socket_connected" not in shown
    assert str(tmp_path) not in shown


def test_the_unit_of_systemd_waits_for_what_is_under_way_and_the_image_looks_at_what_is_served() -> None:
    unit = (ROOT / "commonplace.service").read_text("utf-8")
    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert float(seconds) > DRAIN_SECONDS + 10  # the servers and the scheduler end before it
    assert alive_route().path in (ROOT / "Dockerfile").read_text("utf-8")


async def test_alive_is_alive_whatever_the_store_does(knowledge_base: KnowledgeBase, store: Store) -> None:
    assert await get(Readiness(Parts(knowledge_base, bent(store, None))), "/healthz") == (200, "ok")
