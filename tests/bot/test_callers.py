import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import aiohttp
import pytest

from bot.app import slack_client
from bot.callers import Callers
from bot.play.slack_side import SlackSide
from bot.store import ChannelSettings, Store, StoreError, open_store
from bot.store.people import People

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with open_store("", lambda: NOON) as opened:
        yield opened


def callers(store: Store, now: datetime = NOON, *, language: str = "en", may_ask: bool = True) -> Callers:
    return Callers(store, lambda: now, language, may_ask=may_ask)


async def test_of_a_stranger_nothing_is_known_and_slack_should_be_asked(store: Store) -> None:
    caller, is_stale = await callers(store, language="de").caller("T1", "U1", "C1")
    assert (caller.texts.language, caller.timezone, caller.settings) == ("de", "", ChannelSettings())
    assert is_stale


async def test_without_the_scope_slack_is_never_asked(store: Store) -> None:
    assert not (await callers(store, may_ask=False).caller("T1", "U1", "C1"))[1]


async def test_where_nobody_called_nobody_is_asked_about(store: Store) -> None:
    assert not (await callers(store).caller("T1", "", "C1"))[1]


@pytest.mark.parametrize(("age", "stale"), [(timedelta(hours=23), False), (timedelta(hours=25), True)])
async def test_what_is_known_of_a_person_is_good_for_a_day(store: Store, age: timedelta, *, stale: bool) -> None:
    await store.people.keep("T1", "U1", "de-DE", "Europe/Berlin")
    caller, is_stale = await callers(store, NOON + age).caller("T1", "U1", "C1")
    assert (caller.texts.language, caller.timezone, is_stale) == ("de", "Europe/Berlin", stale)


async def test_a_channel_with_a_language_of_its_own_speaks_it_to_all(store: Store) -> None:
    await store.people.keep("T1", "U1", "en-GB", "Europe/London")
    await store.channels.change("T1", "C1", ChannelSettings(language="de", public=True))
    caller, _ = await callers(store).caller("T1", "U1", "C1")
    assert caller.texts.language == "de"
    assert caller.settings.public
    assert (await callers(store).caller("T1", "U1", "C2"))[0].texts.language == "en"


async def test_a_language_that_there_are_no_texts_in_is_english(store: Store) -> None:
    await store.people.keep("T1", "U1", "fr-FR", "Europe/Paris")
    assert (await callers(store).caller("T1", "U1", "C1"))[0].texts.language == "en"


async def test_slack_says_how_a_person_reads_and_where_they_are(store: Store) -> None:
    async with SlackSide() as side, aiohttp.ClientSession() as session:
        client = slack_client(session, side.api_url)
        client.token = side.bot_token
        await callers(store).learn("T1", "U0ANN", client)
    caller, is_stale = await callers(store).caller("T1", "U0ANN", "C1")
    assert (caller.timezone, is_stale) == ("Europe/London", False)


async def test_a_person_slack_does_not_tell_of_is_not_asked_about_all_the_time(store: Store) -> None:
    async with SlackSide() as side, aiohttp.ClientSession() as session:
        client = slack_client(session, side.api_url)
        client.token = side.bot_token
        await callers(store).learn("T1", "U0NOBODY", client)
    assert not (await callers(store).caller("T1", "U0NOBODY", "C1"))[1]


async def test_a_store_that_fails_costs_the_settings_and_nothing_else(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> NoReturn:
        raise StoreError("the disk is full")

    monkeypatch.setattr(People, "calling", fail)
    with caplog.at_level(logging.WARNING):
        caller, is_stale = await callers(store).caller("T1", "U1", "C1")
    assert (caller.person, caller.settings, is_stale) == ("U1", ChannelSettings(), False)
    assert "settings could not be read (StoreError)" in caplog.text


async def test_a_store_that_hangs_is_not_waited_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(People, "calling", hang)
    monkeypatch.setattr("bot.callers.PATIENCE", 0.01)
    caller, _ = await callers(store).caller("T1", "U1", "C1")
    assert caller.settings == ChannelSettings()
