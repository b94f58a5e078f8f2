from bot.store import Store
from bot.store.questions import question_key
from tests.bot.store.made import answer


async def test_the_last_vote_of_a_person_counts(store: Store) -> None:
    voted = (await store.answers.add("T1", answer())).id
    assert await store.judgements.votes("T1", voted) == (0, 0)
    await store.judgements.vote("T1", voted, "U1", helpful=False)
    await store.judgements.vote("T1", voted, "U2", helpful=True)
    assert await store.judgements.votes("T1", voted) == (1, 1)
    await store.judgements.vote("T1", voted.lower(), "U1", helpful=True)
    await store.judgements.vote("T1", voted, "U1", helpful=True)
    assert await store.judgements.votes("T1", voted.lower()) == (2, 0)


async def test_a_vote_on_an_answer_that_is_gone_is_not_kept(store: Store) -> None:
    await store.judgements.vote("T1", "AAAA", "U1", helpful=True)
    assert await store.judgements.votes("T1", "AAAA") == (0, 0)


async def test_a_passage_is_rejected_for_a_question_and_a_person(store: Store) -> None:
    for _ in range(2):
        await store.judgements.reject("T1", "How do we  ROLL back?", "p1", "U1")
    await store.judgements.reject("T1", "How do we roll back?", "p2", "U1")
    assert await store.judgements.rejected("T1", "how do we roll back?", "U1") == {"p1", "p2"}
    assert await store.judgements.rejected("T1", "how do we roll back?", "U2") == frozenset()
    assert await store.judgements.rejected("T1", "how do we deploy?", "U1") == frozenset()


async def test_rejections_are_counted_by_question_and_passage(store: Store) -> None:
    rejections = [
        ("How?", "p1", "U1"),
        ("How?", "p1", "U1"),
        ("how?", "p1", "U2"),
        ("How?", "p2", "U1"),
        ("Why?", "p1", "U1"),
    ]
    for question, passage, person in rejections:
        await store.judgements.reject("T1", question, passage, person)
    most, *others = await store.judgements.pairs("T1")
    assert most == (question_key("how?"), "p1", 2)
    assert set(others) == {(question_key("How?"), "p2", 1), (question_key("Why?"), "p1", 1)}
