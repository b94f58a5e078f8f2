import asyncio

from bot.store import Gap, Store
from tests.bot.store.made import MINUTE, NOW, Clock


async def test_each_person_counts_once_for_a_question(store: Store) -> None:
    assert await store.gaps.record("T1", "Where is the VPN?", "U1") == 1
    assert await store.gaps.record("T1", "where  is the vpn?", "U1") == 1
    assert await store.gaps.record("T1", " Where is the VPN?", "U2") == 2
    assert await store.gaps.record("T1", "Where is the office?", "U1") == 1


async def test_people_who_ask_at_once_are_all_counted(stores: tuple[Store, Store]) -> None:
    people = [f"U{number}" for number in range(20)]
    counts = await asyncio.gather(*(each.gaps.record("T1", "Where?", person) for each in stores for person in people))
    assert max(counts) == 20
    assert [gap.people for gap in await stores[0].gaps.recent("T1", 5)] == [20]


async def test_recent_gaps_come_newest_first(store: Store, clock: Clock) -> None:
    await store.gaps.record("T1", "first?", "U1")
    clock.now = NOW + MINUTE
    await store.gaps.record("T1", "second?", "U1")
    assert [gap.question for gap in await store.gaps.recent("T1", 5)] == ["second?", "first?"]
    clock.now = NOW + 2 * MINUTE
    await store.gaps.record("T1", "first?", "U2")
    newest, _ = await store.gaps.recent("T1", 5)
    assert newest == Gap(newest.id, "first?", 2, clock.now)
    assert await store.gaps.recent("T1", 1) == (newest,)


async def test_a_closed_gap_is_gone_and_counts_anew(store: Store) -> None:
    await store.gaps.record("T1", "first?", "U1")
    (gap,) = await store.gaps.recent("T1", 5)
    assert await store.gaps.close("T1", gap.id)
    assert not await store.gaps.close("T1", gap.id)
    assert await store.gaps.recent("T1", 5) == ()
    assert await store.gaps.record("T1", "first?", "U2") == 1
