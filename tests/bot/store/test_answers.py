import asyncio
from collections.abc import Callable

from bot.store import Store
from bot.store.answers import Answers
from bot.store.short_ids import new_id
from tests.bot.store.made import DAY, MINUTE, NOW, answer
from tests.bot.store.process import in_two_processes


async def test_an_answer_is_found_as_it_was_added(store: Store) -> None:
    added = await store.answers.add("T1", answer())
    assert added == answer(id=added.id)
    assert await store.answers.find("T1", added.id) == added


async def test_an_answer_has_a_short_id_that_can_be_read_out(store: Store) -> None:
    added = await store.answers.add("T1", answer(id="mine"))
    assert len(added.id) == 4
    assert set(added.id) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def drawn(*ids: str) -> Callable[[int], str]:
    left = iter(ids)

    def draw(length: int) -> str:
        following = next(left)
        assert len(following) == length
        return following

    return draw


async def test_an_id_is_found_as_a_person_writes_it(store: Store) -> None:
    answers = Answers(store._database, drawn("0A1K"))
    added = await answers.add("T1", answer())
    for written in ("0A1K", "oalk", " OaIk\n", "0a1k"):
        assert await answers.find("T1", written) == added
    assert await answers.find("T1", "0A1J") is None


async def test_an_id_that_is_taken_is_drawn_again_and_after_four_tries_one_letter_longer(store: Store) -> None:
    ids = ("AAAA", "AAAA", "BBBB", "AAAA", "BBBB", "AAAA", "BBBB", "CCCCC")
    answers = Answers(store._database, drawn(*ids))
    assert [(await answers.add("T1", answer())).id for _ in range(3)] == ["AAAA", "BBBB", "CCCCC"]


async def test_two_tenants_may_have_the_same_id(store: Store) -> None:
    answers = Answers(store._database, drawn("AAAA", "AAAA"))
    one, other = await answers.add("T1", answer(text="one")), await answers.add("T2", answer(text="other"))
    assert (await answers.find("T1", "AAAA"), await answers.find("T2", "AAAA")) == (one, other)


async def test_answers_added_at_once_have_different_ids(stores: tuple[Store, Store]) -> None:
    # Of so few ids that many are drawn twice.
    two = [Answers(each._database, lambda length: new_id(length - 3)) for each in stores]
    added = await asyncio.gather(*(answers.add("T1", answer()) for answers in two for _ in range(20)))
    assert len({each.id for each in added}) == 40


async def test_answers_of_two_processes_have_different_ids(new_url: str) -> None:
    one, other = await in_two_processes("add", new_url)
    assert len({*one, *other}) == 40


async def test_the_answer_to_a_message_is_found(store: Store) -> None:
    await store.answers.add("T1", answer(asked_ts="1.1", text="older"))
    newer = await store.answers.add("T1", answer(asked_ts="1.1", at=NOW + MINUTE))
    assert await store.answers.of_message("T1", "C1", "1.1") == newer
    assert await store.answers.of_message("T1", "C2", "1.1") is None
    assert await store.answers.of_message("T1", "C1", "1.2") is None


async def test_the_last_answer_in_a_thread_is_found_if_it_is_new_enough(store: Store) -> None:
    last = await store.answers.add("T1", answer(at=NOW))
    await store.answers.add("T1", answer(at=NOW - MINUTE))
    await store.answers.add("T1", answer(at=NOW + MINUTE, thread="2.0"))
    assert await store.answers.last_in_thread("T1", "C1", "1.0", NOW - DAY) == last
    assert await store.answers.last_in_thread("T1", "C1", "1.0", NOW) == last
    assert await store.answers.last_in_thread("T1", "C1", "1.0", NOW + MINUTE) is None
    assert await store.answers.last_in_thread("T1", "C2", "1.0", NOW) is None


async def test_an_answer_that_was_replaced_keeps_its_id_and_place(store: Store) -> None:
    added = await store.answers.add("T1", answer())
    shown = {"question": "And on Fridays?", "outcome": "near", "passages": ("p9",), "text": "No.", "blocks": ()}
    said = {"statement": "Only nearly.", "reading": "Searched: fridays", "sources": ("blog",)}
    await store.answers.shown_again("T1", answer(id=added.id.lower(), person="U9", channel="C9", **shown, **said))
    assert await store.answers.find("T1", added.id) == answer(id=added.id, **shown, **said)


async def test_the_reply_of_an_answer_is_kept(store: Store) -> None:
    added, other = await store.answers.add("T1", answer()), await store.answers.add("T1", answer())
    await store.answers.replied("T1", added.id, "1.2")
    assert await store.answers.find("T1", added.id) == answer(id=added.id, reply_ts="1.2")
    assert await store.answers.find("T1", other.id) == other


async def test_a_removed_answer_is_gone_with_its_votes(store: Store) -> None:
    added = await store.answers.add("T1", answer())
    await store.judgements.vote("T1", added.id, "U2", helpful=True)
    await store.answers.remove("T1", added.id.lower())
    assert await store.answers.find("T1", added.id) is None
    assert await store.judgements.votes("T1", added.id) == (0, 0)


async def test_unanswered_questions_come_newest_first_and_once(store: Store) -> None:
    old = answer(outcome="none", question="Who owns it?", at=NOW - DAY)
    asked = [
        answer(outcome="none", question="Où est le CAFÉ?", at=NOW),
        answer(outcome="near", question="où est le café?", at=NOW + MINUTE),
        answer(outcome="answer", question="How do we roll back?", at=NOW + 2 * MINUTE),
        answer(outcome="none", question="What is a canary?", at=NOW),
        old,
    ]
    for each in asked:
        await store.answers.add("T1", each)
    found = await store.answers.unanswered("T1", NOW, 10)
    assert [each.question for each in found] == ["où est le café?", "What is a canary?"]
    assert len(await store.answers.unanswered("T1", NOW - DAY, 10)) == 3
    assert [each.question for each in await store.answers.unanswered("T1", NOW - DAY, 1)] == ["où est le café?"]


async def test_text_that_no_database_holds_loses_only_that(store: Store) -> None:
    written = "a\0b\ud800c 🚀"
    added = await store.answers.add("T1", answer(question=written, blocks=({"text": written},)))
    found = await store.answers.find("T1", added.id)
    assert found
    assert found.question == "ab?c 🚀"
    assert found.blocks == ({"text": written},)
    assert await store.answers.of_message("T1", "C\0", "\ud800") is None


async def test_a_very_long_question_is_kept(store: Store) -> None:
    question = " ".join(str(number) for number in range(10_000))
    added = await store.answers.add("T1", answer(question=question, outcome="none"))
    assert await store.answers.unanswered("T1", NOW, 1) == (added,)
    assert await store.gaps.record("T1", question, "U1") == 1
    await store.judgements.reject("T1", question, "p1", "U1")
    assert await store.judgements.rejected("T1", question, "U1") == {"p1"}
