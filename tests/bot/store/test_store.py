"""What concerns all that is kept: tenants, and what is forgotten."""

from collections.abc import Sequence
from datetime import timedelta, timezone
from typing import Any

from sqlalchemy import Table, func, select

from bot.store import Answer, ChannelSettings, Store, Subscription
from bot.store.deliveries import Question
from bot.store.sealing import Seal, new_key
from bot.store.tables import METADATA, STATES
from tests.bot.store.made import DAY, MINUTE, NOW, answer, installation, subscription

TODAY = NOW.date()
KEY = new_key()


async def filled(store: Store, tenant: str) -> tuple[Answer, Subscription]:
    """A row of U1 in every table, and some of U2."""
    kept = await store.answers.add(tenant, answer(outcome="none"))
    of_other = await store.answers.add(tenant, answer(outcome="none", person="U2", asked_ts="1.2"))
    for person in ("U1", "U2"):
        await store.judgements.vote(tenant, kept.id, person, helpful=True)
        await store.judgements.vote(tenant, of_other.id, person, helpful=False)
        await store.judgements.reject(tenant, kept.question, "p1", person)
        await store.gaps.record(tenant, kept.question, person)
        await store.lessons.save(tenant, person, "p1")
        await store.lessons.keep_bag(tenant, person, ["p1"])
        await store.people.keep(tenant, person, "de-DE", "Europe/Berlin")
    subscribed = await store.subscriptions.add(tenant, subscription(last_ts="5.0", unanswered=1))
    await store.channels.change(tenant, "C1", ChannelSettings(auto_link=True))
    await store.links.claim(tenant, "C1", "1.0", TODAY, 1)
    for person in ("U1", "U2"):
        asked = Question("call", "C1", "1.1", "", person, "How?")
        await store.deliveries.claim(tenant, f"event {person}".lower(), "one", asked)
    await store.installations(Seal([KEY])).save(installation(tenant=tenant))
    return kept, subscribed


async def everything(store: Store, tenant: str) -> dict[str, int]:
    """How many rows each table has of a tenant; states of installations are of none yet."""
    counts = {}
    for table in set(METADATA.sorted_tables) - {STATES}:
        (row,) = await rows_of(store, table, tenant, func.count())
        counts[table.name] = row[0]
    return counts


async def rows_of(store: Store, table: Table, tenant: str, *columns: Any) -> Sequence[Any]:  # noqa: ANN401 - as select has it
    return await store._database.rows(select(*columns).select_from(table).where(table.c.tenant == tenant))


async def all_that_is_asked(store: Store, tenant: str, kept: Answer, subscribed: Subscription) -> list[object]:
    return [
        await store.answers.find(tenant, kept.id),
        await store.answers.of_message(tenant, "C1", "1.1"),
        await store.answers.last_in_thread(tenant, "C1", "1.0", NOW),
        await store.answers.unanswered(tenant, NOW, 9),
        await store.judgements.votes(tenant, kept.id),
        await store.judgements.rejected(tenant, kept.question, "U1"),
        await store.judgements.pairs(tenant),
        await store.gaps.recent(tenant, 9),
        await store.lessons.saved(tenant, "U1"),
        await store.lessons.bag(tenant, "U1"),
        await store.subscriptions.find(tenant, subscribed.id),
        await store.subscriptions.of_channel(tenant, "C1"),
        await store.subscriptions.of_person(tenant, "U1"),
        await store.channels.settings(tenant, "C1"),
        (await store.people.calling(tenant, "U1", ""))[1],
        await store.installations(Seal([KEY])).find(tenant),
    ]


async def test_another_tenant_sees_nothing(store: Store) -> None:
    kept, subscribed = await filled(store, "T1")
    nothing: list[object] = [
        None,
        None,
        None,
        (),
        (0, 0),
        frozenset(),
        (),
        (),
        (),
        (),
        None,
        (),
        (),
        ChannelSettings(),
        None,
        None,
    ]
    assert await all_that_is_asked(store, "T2", kept, subscribed) == nothing
    seen = await all_that_is_asked(store, "T1", kept, subscribed)
    assert not [one for one, other in zip(seen, nothing, strict=True) if one == other]


async def test_another_tenant_changes_nothing(store: Store) -> None:
    kept, subscribed = await filled(store, "T1")
    (gap,) = await store.gaps.recent("T1", 1)
    before = await all_that_is_asked(store, "T1", kept, subscribed)
    await store.answers.shown_again("T2", answer(id=kept.id, question="?"))
    await store.answers.replied("T2", kept.id, "9.9")
    await store.answers.remove("T2", kept.id)
    await store.judgements.vote("T2", kept.id, "U1", helpful=False)
    await store.judgements.reject("T2", kept.question, "p2", "U1")
    assert not await store.gaps.close("T2", gap.id)
    assert await store.gaps.record("T2", kept.question, "U3") == 1
    assert not await store.lessons.unsave("T2", "U1", "p1")
    assert await store.lessons.save("T2", "U1", "p1")
    await store.lessons.keep_bag("T2", "U1", ())
    await store.subscriptions.pause("T2", subscribed.id)
    await store.subscriptions.try_again("T2", subscribed.id, NOW + DAY)
    await store.subscriptions.posted("T2", subscribed.id, NOW + DAY, "", 9)
    await store.subscriptions.resume("T2", subscribed.id, NOW + DAY)
    assert not await store.subscriptions.reacted("T2", "C1", "5.0")
    assert not await store.subscriptions.remove("T2", subscribed.id)
    await store.channels.change("T2", "C1", ChannelSettings(language="de"))
    await store.people.keep("T2", "U1", "", "")
    assert await store.links.claim("T2", "C1", "1.0", TODAY, 1)
    await store.deliveries.done("T2", "event u1")
    await store.deliveries.release("T2", "event u2")
    await store.deliveries.renew("two")
    assert await store.deliveries.give_up("T2") == 0
    assert not await store.deliveries.claim("T1", "event u2", "two")
    assert await store.deliveries.left() == ()
    assert await all_that_is_asked(store, "T1", kept, subscribed) == before


async def test_a_tenant_is_forgotten_wholly_and_alone(store: Store) -> None:
    await filled(store, "T1")
    await filled(store, "T2")
    before = await everything(store, "T2")
    assert all(before.values())
    await store.forget_tenant("T1")
    assert not any((await everything(store, "T1")).values())
    assert await everything(store, "T2") == before


async def test_no_row_names_a_person_who_was_forgotten(store: Store) -> None:
    for tenant in ("T1", "T2"):
        await filled(store, tenant)
    await store.forget_person("T1", "U1")
    for table in METADATA.sorted_tables:
        rows = await rows_of(store, table, "T1", *table.c)
        assert not [row for row in rows if "U1" in map(str, row)], table.name
    left = {"answers": 1, "votes": 1, "rejections": 1, "gaps": 1, "saved": 1, "bags": 1, "people": 1}
    left |= {"subscriptions": 1, "channels": 1, "links": 1, "deliveries": 1, "installations": 1}
    assert await everything(store, "T1") == left
    assert (await everything(store, "T2"))["votes"] == 4


async def test_votes_of_others_go_with_the_answer_of_a_person_who_was_forgotten(store: Store) -> None:
    kept, _ = await filled(store, "T1")
    await store.forget_person("T1", "U1")
    assert await store.judgements.votes("T1", kept.id) == (0, 0)


async def test_what_is_old_is_removed_in_every_tenant(store: Store) -> None:
    for tenant in ("T1", "T2"):
        old = await store.answers.add(tenant, answer(at=NOW - DAY))
        await store.judgements.vote(tenant, old.id, "U2", helpful=True)
        await store.links.claim(tenant, "C1", "0.0", (NOW - DAY).date(), 9)
        await filled(store, tenant)
    before = await everything(store, "T1")
    assert await store.purge(NOW) == 4
    for tenant in ("T1", "T2"):
        fewer = {name: before[name] - 1 for name in ("answers", "votes", "links")}
        assert await everything(store, tenant) == before | fewer
    assert await store.purge(NOW) == 0
    assert await store.purge((NOW + MINUTE).astimezone(timezone(timedelta(hours=-12)))) == 4
