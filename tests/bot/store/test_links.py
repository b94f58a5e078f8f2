import asyncio
from datetime import date

from bot.store import Store
from tests.bot.store.process import in_two_processes, link

TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)


async def test_a_thread_is_linked_once(store: Store) -> None:
    assert await store.links.claim("T1", "C1", "1.0", TODAY, 9)
    assert not await store.links.claim("T1", "C1", "1.0", TODAY, 9)
    assert not await store.links.claim("T1", "C1", "1.0", TOMORROW, 9)
    assert await store.links.claim("T1", "C2", "1.0", TODAY, 9)


async def test_a_channel_is_linked_so_often_a_day(store: Store) -> None:
    assert [await store.links.claim("T1", "C1", f"{n}.0", TODAY, 2) for n in range(4)] == [True, True, False, False]
    assert [await store.links.claim("T1", "C1", f"{n}.0", TOMORROW, 1) for n in (2, 3)] == [True, False]
    assert await store.links.claim("T1", "C2", "1.0", TODAY, 1)
    assert not await store.links.claim("T1", "C3", "1.0", TODAY, 0)


async def test_many_tasks_make_exactly_as_many_links_as_are_allowed(stores: tuple[Store, Store]) -> None:
    one, other = await asyncio.gather(*map(link, stores))
    assert len({*one, *other}) == len([*one, *other]) == 7


async def test_two_processes_make_exactly_as_many_links_as_are_allowed(new_url: str) -> None:
    one, other = await in_two_processes("link", new_url)
    assert len({*one, *other}) == len([*one, *other]) == 7
