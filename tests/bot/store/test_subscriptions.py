import asyncio

from bot.store import Store, open_store
from tests.bot.store.made import DAY, MINUTE, NOW, Clock, subscription
from tests.bot.store.process import in_two_processes, lease


async def test_a_subscription_is_found_as_it_was_added(store: Store) -> None:
    added = await store.subscriptions.add("T1", subscription(id="mine"))
    assert added == subscription(id=added.id)
    assert len(added.id) == 4
    assert await store.subscriptions.find("T1", added.id.lower()) == added
    assert await store.subscriptions.find("T1", "nope!") is None


async def test_subscriptions_of_a_channel_and_a_person_come_in_order(store: Store) -> None:
    later = await store.subscriptions.add("T1", subscription(next_at=NOW + DAY))
    sooner = await store.subscriptions.add("T1", subscription(person="U2"))
    elsewhere = await store.subscriptions.add("T1", subscription(channel="C2", next_at=NOW + 2 * DAY))
    assert await store.subscriptions.of_channel("T1", "C1") == (sooner, later)
    assert await store.subscriptions.of_person("T1", "U1") == (later, elsewhere)


async def test_a_removed_subscription_is_gone(store: Store) -> None:
    added = await store.subscriptions.add("T1", subscription())
    assert await store.subscriptions.remove("T1", added.id.lower())
    assert not await store.subscriptions.remove("T1", added.id)
    assert await store.subscriptions.lease_due(NOW, 60, 10) == ()


async def test_what_is_due_is_leased_in_order_over_all_tenants(store: Store) -> None:
    second = await store.subscriptions.add("T1", subscription(next_at=NOW))
    first = await store.subscriptions.add("T2", subscription(next_at=NOW - MINUTE))
    await store.subscriptions.add("T1", subscription(next_at=NOW + MINUTE))
    await store.subscriptions.add("T1", subscription(paused=True))
    assert await store.subscriptions.lease_due(NOW, 60, 1) == (("T2", first),)
    assert await store.subscriptions.lease_due(NOW, 60, 10) == (("T1", second),)
    assert await store.subscriptions.lease_due(NOW, 60, 10) == ()


async def test_a_lease_that_nobody_ended_runs_out(store: Store) -> None:
    await store.subscriptions.add("T1", subscription())
    assert len(await store.subscriptions.lease_due(NOW, 60, 10)) == 1
    assert await store.subscriptions.lease_due(NOW + MINUTE / 2, 60, 10) == ()
    assert len(await store.subscriptions.lease_due(NOW + MINUTE, 60, 10)) == 1


async def test_of_many_tasks_exactly_one_leases_each(stores: tuple[Store, Store]) -> None:
    added = [(await stores[0].subscriptions.add(f"T{number % 3}", subscription())).id for number in range(30)]
    got = [each for some in await asyncio.gather(*map(lease, stores)) for each in some]
    # Tasks that begin together may pass by what another one holds; nothing is left for one that comes later.
    got += [each.id for _, each in await stores[0].subscriptions.lease_due(NOW, 60, 100)]
    assert sorted(got) == sorted(added)


async def test_of_two_processes_exactly_one_leases_each(new_url: str) -> None:
    async with open_store(new_url, Clock()) as store:
        added = [(await store.subscriptions.add("T1", subscription())).id for _ in range(50)]
        one, other = await in_two_processes("lease", new_url)
        left = [each.id for _, each in await store.subscriptions.lease_due(NOW, 60, 100)]
    assert sorted([*one, *other, *left]) == sorted(added)


async def test_what_was_posted_is_due_at_its_next_time(store: Store) -> None:
    added = await store.subscriptions.add("T1", subscription())
    await store.subscriptions.lease_due(NOW, 3600, 10)
    await store.subscriptions.posted("T1", added.id, NOW + MINUTE, "5.0", 2)
    assert await store.subscriptions.lease_due(NOW, 60, 10) == ()
    posted = subscription(id=added.id, next_at=NOW + MINUTE, last_ts="5.0", unanswered=2)
    assert await store.subscriptions.lease_due(NOW + MINUTE, 60, 10) == (("T1", posted),)


async def test_what_could_not_be_posted_is_tried_again(store: Store) -> None:
    added = await store.subscriptions.add("T1", subscription(last_ts="4.0", unanswered=1))
    await store.subscriptions.lease_due(NOW, 3600, 10)
    await store.subscriptions.try_again("T1", added.id, NOW + MINUTE)
    again = subscription(id=added.id, next_at=NOW + MINUTE, last_ts="4.0", unanswered=1)
    assert await store.subscriptions.lease_due(NOW + MINUTE, 60, 10) == (("T1", again),)


async def test_a_paused_subscription_rests_until_it_is_resumed(store: Store) -> None:
    added = await store.subscriptions.add("T1", subscription(unanswered=5))
    await store.subscriptions.pause("T1", added.id)
    assert await store.subscriptions.find("T1", added.id) == subscription(id=added.id, unanswered=5, paused=True)
    assert await store.subscriptions.lease_due(NOW + DAY, 60, 10) == ()
    await store.subscriptions.resume("T1", added.id, NOW + DAY)
    assert await store.subscriptions.lease_due(NOW, 60, 10) == ()
    resumed = subscription(id=added.id, next_at=NOW + DAY)
    assert await store.subscriptions.lease_due(NOW + DAY, 60, 10) == (("T1", resumed),)


async def test_a_reaction_to_the_last_message_counts(store: Store) -> None:
    added = await store.subscriptions.add("T1", subscription(last_ts="5.0", unanswered=3))
    assert not await store.subscriptions.reacted("T1", "C1", "4.0")
    assert not await store.subscriptions.reacted("T1", "C2", "5.0")
    assert await store.subscriptions.find("T1", added.id) == added
    assert await store.subscriptions.reacted("T1", "C1", "5.0")
    assert await store.subscriptions.find("T1", added.id) == subscription(id=added.id, last_ts="5.0")
