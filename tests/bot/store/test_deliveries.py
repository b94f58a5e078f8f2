import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, select

from bot.store import Store, open_store
from bot.store.deliveries import LEASE, WORTH_FINISHING, Question
from bot.store.tables import DELIVERIES
from tests.bot.store.made import DAY, MINUTE, NOW, Clock
from tests.bot.store.process import TASKS, deliver, in_two_processes

QUESTION = Question("call", "C1", "1.1", "1.0", "U1", "how do we roll back?")
SOON = timedelta(seconds=1)


async def words(store: Store) -> list[tuple[str, str, str]]:
    """Of every delivery: its state, who asked and what."""
    found = select(DELIVERIES.c.state, DELIVERIES.c.person, DELIVERIES.c.text)
    return [(row[0], row[1], row[2]) for row in await store._database.rows(found)]


async def test_a_delivery_is_claimed_once(store: Store) -> None:
    assert await store.deliveries.claim("T1", "event Ev1", "one")
    assert not await store.deliveries.claim("T1", "event Ev1", "other")
    assert not await store.deliveries.claim("T1", "event Ev1", "one")
    assert await store.deliveries.claim("T2", "event Ev1", "other")


async def test_many_claims_at_once_are_kept_as_each_alone_is(store: Store) -> None:
    asked = Question("command", "C1", "", "", "U1", "wie \ud800 rollen\0 wir “zurück”? 😀", "https://hooks.slack.com/1")
    alone = await store.deliveries.claim("T1", "trigger 0", "one", asked)
    together = await asyncio.gather(
        *(store.deliveries.claim("T1", f"trigger {number}", "one", asked) for number in range(1, 60))
    )
    rows = {
        tuple(row) for row in await store._database.rows(select(*(each for each in DELIVERIES.c if each.name != "key")))
    }
    assert alone
    assert all(together)
    assert len(rows) == 1
    assert len(await words(store)) == 60


async def test_of_many_claims_at_once_only_those_are_refused_that_were_made_before(store: Store) -> None:
    before = {number for number in range(60) if number % 7 == 0}
    for number in before:
        await store.deliveries.claim("T1", f"trigger {number}", "other")
    taken = await asyncio.gather(
        *(store.deliveries.claim("T1", f"trigger {number}", "one", QUESTION) for number in range(60))
    )
    assert {number for number, first in enumerate(taken) if not first} == before


async def test_claims_that_wait_together_are_one_statement(tmp_path: Path) -> None:
    written = []
    async with open_store(str(tmp_path / "commonplace.db"), lambda: NOW) as store:
        direct = store._database.direct
        assert direct is not None
        event.listen(direct._engine, "before_cursor_execute", lambda *call: written.append(call[2]))
        assert all(await asyncio.gather(*(store.deliveries.claim("T1", f"event {each}", "one") for each in range(50))))
    inserted = [each for each in written if each.startswith("INSERT INTO deliveries")]
    assert len(inserted) == 1


async def test_what_is_done_is_never_claimed_again(store: Store, clock: Clock) -> None:
    await store.deliveries.claim("T1", "event Ev1", "one")
    await store.deliveries.done("T1", "event Ev1")
    clock.now += DAY
    assert not await store.deliveries.claim("T1", "event Ev1", "other")


async def test_what_was_released_is_claimed_again(store: Store) -> None:
    await store.deliveries.claim("T1", "button 1", "one")
    await store.deliveries.release("T2", "button 1")
    assert not await store.deliveries.claim("T1", "button 1", "other")
    await store.deliveries.release("T1", "button 1")
    assert await store.deliveries.claim("T1", "button 1", "other")


async def test_a_claim_of_a_process_that_died_runs_out(store: Store, clock: Clock) -> None:
    await store.deliveries.claim("T1", "event Ev1", "one")
    clock.now += LEASE - SOON
    assert not await store.deliveries.claim("T1", "event Ev1", "other")
    clock.now += SOON
    assert await store.deliveries.claim("T1", "event Ev1", "other")
    assert not await store.deliveries.claim("T1", "event Ev1", "one")


async def test_what_a_process_let_go_is_anybodys_at_once_and_what_others_have_is_not(store: Store) -> None:
    await store.deliveries.claim("T1", "event Ev1", "dead", QUESTION)
    await store.deliveries.claim("T1", "event Ev2", "living", QUESTION)
    await store.deliveries.claim("T2", "event Ev3", "dead", QUESTION)
    await store.deliveries.claim("T2", "event Ev4", "dead", QUESTION)
    await store.deliveries.done("T2", "event Ev4")
    assert await store.deliveries.let_go("dead") == 2
    assert await store.deliveries.left() == ("T1", "T2")
    assert await store.deliveries.take_up("T1", "other") == ("event Ev1", QUESTION)
    assert await store.deliveries.take_up("T1", "other") is None
    assert await store.deliveries.take_up("T2", "other") == ("event Ev3", QUESTION)


async def test_a_process_that_lives_keeps_its_claims(store: Store, clock: Clock) -> None:
    await store.deliveries.claim("T1", "event Ev1", "one", QUESTION)
    await store.deliveries.claim("T1", "event Ev2", "dead", QUESTION)
    clock.now += LEASE - SOON
    await store.deliveries.renew("one")
    clock.now += SOON
    assert await store.deliveries.take_up("T1", "other") == ("event Ev2", QUESTION)
    assert await store.deliveries.take_up("T1", "other") is None


async def test_the_tenants_with_something_left_are_known(store: Store, clock: Clock) -> None:
    await store.deliveries.claim("T2", "event Ev1", "dead", QUESTION)
    await store.deliveries.claim("T1", "event Ev1", "dead")
    await store.deliveries.claim("T3", "event Ev1", "dead", QUESTION)
    await store.deliveries.done("T3", "event Ev1")
    assert await store.deliveries.left() == ()
    clock.now += LEASE
    await store.deliveries.claim("T4", "event Ev1", "one", QUESTION)
    assert await store.deliveries.left() == ("T1", "T2")


async def test_unfinished_questions_are_taken_up_once_the_oldest_first(store: Store, clock: Clock) -> None:
    for key, question in (("b", QUESTION), ("nothing asked", None), ("done", QUESTION)):
        await store.deliveries.claim("T1", key, "dead", question)
    await store.deliveries.done("T1", "done")
    clock.now += SOON
    await store.deliveries.claim("T1", "a", "dead", QUESTION)
    clock.now += LEASE
    assert await store.deliveries.take_up("T2", "one") is None
    assert await store.deliveries.take_up("T1", "one") == ("b", QUESTION)
    assert await store.deliveries.take_up("T1", "other") == ("a", QUESTION)
    assert await store.deliveries.take_up("T1", "one") is None
    clock.now += LEASE
    assert await store.deliveries.take_up("T1", "third") == ("b", QUESTION)


async def test_words_go_when_a_question_is_done_or_too_old(store: Store, clock: Clock) -> None:
    await store.deliveries.claim("T1", "done", "one", QUESTION)
    assert await words(store) == [("claimed", "U1", QUESTION.text)]
    await store.deliveries.done("T1", "done")
    assert await words(store) == [("done", "", "")]
    await store.deliveries.claim("T1", "left", "dead", QUESTION)
    clock.now += WORTH_FINISHING
    await store.deliveries.claim("T1", "new", "one", QUESTION)
    assert await store.deliveries.take_up("T1", "one") is None
    assert [await store.deliveries.give_up(tenant) for tenant in ("T2", "T1", "T1")] == [0, 1, 0]
    assert sorted(await words(store)) == [("claimed", "U1", QUESTION.text), ("done", "", ""), ("done", "", "")]


async def test_deliveries_are_removed_after_a_day(store: Store, clock: Clock) -> None:
    await store.deliveries.claim("T1", "old", "one")
    clock.now += MINUTE
    await store.deliveries.claim("T2", "new", "one")
    clock.now += DAY
    assert await store.purge(NOW) == 0
    assert len(await words(store)) == 1
    assert await store.deliveries.claim("T1", "old", "one")


async def test_of_many_tasks_exactly_one_claims_each(stores: tuple[Store, Store]) -> None:
    one, other = await asyncio.gather(*map(deliver, stores))
    assert sorted([*one, *other]) == sorted(f"event Ev{number}" for number in range(TASKS))


async def test_of_two_processes_exactly_one_claims_each(new_url: str) -> None:
    one, other = await in_two_processes("deliver", new_url)
    assert sorted([*one, *other]) == sorted(f"event Ev{number}" for number in range(TASKS))


async def test_of_many_tasks_exactly_one_takes_up_each(stores: tuple[Store, Store], clock: Clock) -> None:
    for number in range(TASKS):
        await stores[0].deliveries.claim("T1", f"event Ev{number}", "dead", QUESTION)
    clock.now += LEASE
    taken: list[str] = []
    while len(taken) < TASKS:
        tasks = (each.deliveries.take_up("T1", str(number)) for number, each in enumerate([*stores] * 5))
        found = [each[0] for each in await asyncio.gather(*tasks) if each]
        assert found
        taken += found
    assert len(set(taken)) == TASKS
