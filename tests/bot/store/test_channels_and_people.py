from datetime import timedelta, timezone

from bot.store import ChannelSettings, Person, Store
from tests.bot.store.made import MINUTE, NOW, Clock


async def test_a_channel_that_nobody_changed_has_the_defaults(store: Store) -> None:
    assert await store.channels.settings("T1", "C1") == ChannelSettings()


async def test_the_settings_of_a_channel_are_kept(store: Store) -> None:
    changed = ChannelSettings(True, ("blog", "handbook"), True, 7, False, "de")
    await store.channels.change("T1", "C1", ChannelSettings(language="en"))
    await store.channels.change("T1", "C1", changed)
    assert await store.channels.settings("T1", "C1") == changed
    assert await store.channels.settings("T1", "C2") == ChannelSettings()


async def test_the_last_that_was_said_of_a_person_is_kept(store: Store, clock: Clock) -> None:
    assert await store.people.calling("T1", "U1", "C1") == (ChannelSettings(), None)
    await store.people.keep("T1", "U1", "en-US", "UTC")
    clock.now = (NOW + MINUTE).astimezone(timezone(timedelta(hours=5, minutes=30)))
    await store.people.keep("T1", "U1", "de-DE", "Europe/Berlin")
    _, found = await store.people.calling("T1", "U1", "C1")
    assert found == Person("de-DE", "Europe/Berlin", NOW + MINUTE)
    assert found.at.utcoffset() == timedelta(0)


async def test_a_call_gives_person_and_channel_each_also_where_the_other_is_not_known(store: Store) -> None:
    changed = ChannelSettings(True, ("blog", "handbook"), True, 7, False, "de")
    await store.people.keep("T1", "U1", "de-DE", "Europe/Berlin")
    await store.channels.change("T1", "C1", changed)
    person = Person("de-DE", "Europe/Berlin", NOW)
    assert await store.people.calling("T1", "U1", "C1") == (changed, person)
    assert await store.people.calling("T1", "U1", "C2") == (ChannelSettings(), person)
    assert await store.people.calling("T1", "U2", "C1") == (changed, None)
    assert await store.people.calling("T1", "", "") == (ChannelSettings(), None)
    assert await store.people.calling("T2", "U1", "C1") == (ChannelSettings(), None)
