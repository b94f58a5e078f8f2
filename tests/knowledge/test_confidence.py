"""Which best passages are called answers, calibrated by questions that posts on engineering do not answer."""

import math
from collections import Counter

import pytest

from knowledge import terminal
from knowledge.base import KnowledgeBase
from knowledge.confidence import (
    ANSWER_CUT,
    FALSE_ANSWERS,
    PASSAGE_CUT,
    Sureness,
    answers_alone,
    calibrate,
    foreign_questions,
    judge,
)
from knowledge.json_format import stats_json
from tests.knowledge.writing import Posts


@pytest.fixture(scope="module")
def starter() -> KnowledgeBase:
    return KnowledgeBase.open()


def test_at_least_120_foreign_questions_are_bundled_none_of_them_twice() -> None:
    questions = Counter(" ".join(question.lower().split()) for question in foreign_questions())
    assert len(questions) >= 120
    assert [question for question, times in questions.items() if times > 1 or not question] == []


def test_the_cut_lets_few_foreign_questions_through(starter: KnowledgeBase) -> None:
    answered = [each for each in foreign_questions() if starter.search(each).outcome == "answer"]
    assert 0 < len(answered) <= 0.05 * len(foreign_questions())


def test_the_cut_and_how_often_it_errs_are_shown(starter: KnowledgeBase) -> None:
    cut, alone, wrong = (starter.stats.confidence[name] for name in (ANSWER_CUT, PASSAGE_CUT, FALSE_ANSWERS))
    assert 0 < cut < alone
    assert 0 <= wrong <= 0.06
    assert terminal.stats_text(starter.stats).splitlines()[-1] == (
        f"called an answer above {cut:.2f}, as {wrong:.1%} of questions that engineering posts do not answer are"
    )
    assert stats_json(starter.stats)["confidence"] == {
        "answer_cut": cut,
        "passage_cut": alone,
        "false_answers": wrong,
    }


@pytest.mark.parametrize(
    "question", ["what is the capital of Mongolia", "lunch today?", "who won the match last night"]
)
def test_a_corpus_of_three_paragraphs_does_not_answer_a_foreign_question(posts: Posts, question: str) -> None:
    base = posts.base({"a.md": "# Notes\n\nA cache needs an owner.\n\nQueues hide problems.\n\nRollbacks are cheap."})
    assert base.search(question).outcome != "answer"
    assert base.search("who is the owner of a cache").outcome == "answer"


def test_half_the_questions_judge_the_cut_of_the_other_half() -> None:
    count = len(foreign_questions())
    falling = (
        -math.log(1 - (number + 0.5) / count) for number in range(count)
    )  # as such values fall: by so much each time
    values = dict(zip(foreign_questions(), falling, strict=True))
    figures = calibrate(lambda question: [values[question]] * 3)
    assert sum(value > figures[ANSWER_CUT] for value in values.values()) / count == pytest.approx(0.035, abs=0.01)
    assert sum(value > figures[PASSAGE_CUT] for value in values.values()) / count == pytest.approx(0.05, abs=0.01)
    assert figures[FALSE_ANSWERS] == pytest.approx(0.035, abs=0.01)


def test_a_question_to_which_nothing_is_found_is_worth_nothing() -> None:
    assert calibrate(lambda _: []) == {ANSWER_CUT: 0.0, PASSAGE_CUT: 0.0, FALSE_ANSWERS: 0.0}


@pytest.mark.parametrize(
    ("best", "outcome"),
    [
        (Sureness(3.1, 0.5, 0.5), "answer"),
        (Sureness(3.0, 0.5, 0.5), "closest"),
        (Sureness(3.1, 0.2, 0.5), "closest"),
        (Sureness(0.5, 0.1, 0.1), "closest"),
        (Sureness(9.0, 0.05, 0.05), "nothing"),
    ],
)
def test_an_answer_lies_above_the_cut_and_covers_a_quarter_of_the_question(best: Sureness, outcome: str) -> None:
    assert judge([best], {ANSWER_CUT: 1.0}) == outcome


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ((2.0, 0.8, 0.3), "answer"),
        ((2.0, 0.6, 0.3), "closest"),
        ((2.0,), "closest"),
    ],
)
def test_the_first_three_passages_have_a_say(values: tuple[float, ...], outcome: str) -> None:
    assert judge([Sureness(value, 0.5, 0.5) for value in values], {ANSWER_CUT: 1.0}) == outcome


@pytest.mark.parametrize(
    ("found", "is_one"),
    [(Sureness(1.5, 0.5, 0.5), True), (Sureness(1.4, 0.5, 0.5), False), (Sureness(1.5, 0.2, 0.5), False)],
)
def test_a_passage_answers_alone_above_its_own_cut_by_the_margin(found: Sureness, *, is_one: bool) -> None:
    assert answers_alone(found, {PASSAGE_CUT: 1.0}, 1.4) is is_one
