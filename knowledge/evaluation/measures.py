"""Judged questions, asked: what was found of what is right, as measures with their 95 % intervals."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.evaluation.intervals import Interval, bootstrap, mean, wilson
from knowledge.evaluation.questions import Judged, Question
from knowledge.results import Outcome, Results

DEPTH = 10  # ranks that are looked at
ALL = "all"


class Answers(Protocol):
    """What can be measured: a KnowledgeBase, or anything that answers like one."""

    def search(self, question: str, limit: int = 3) -> Results:
        """The passages that answer a question, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was answered: the outcome, the grade at each of the first ten ranks, the best possible ones."""

    question: Question
    outcome: Outcome
    grades: tuple[int, ...]
    best: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number for each question; of the answerable questions or of the others; a share of them or a mean."""

    name: str
    value: Callable[[Asked], float]
    answerable: bool = True
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over some questions, with its interval."""

    questions: int
    value: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures over the same questions and the other's gain, with the interval of the paired bootstrap."""

    one: Figure
    other: Figure
    gain: Figure

    @property
    def is_clear(self) -> bool:
        """Whether zero lies outside the interval."""
        return 0 not in self.gain.interval


def ask(answers: Answers, judged: Judged) -> tuple[Asked, ...]:
    """Ask every question, in order."""
    return tuple(
        _asked(answers, judged, question, grades)
        for question, grades in zip(judged.questions, judged.grades, strict=True)
    )


def figures(asked: Sequence[Asked]) -> Mapping[str, Mapping[str, Figure]]:
    """Every measure that has questions, of all of them and of each kind: kind → measure → figure."""
    return {
        kind: {
            measure.name: _figure(measure, [measure.value(each) for each in own])
            for measure in MEASURES
            if (own := _own(measure, kind, asked))
        }
        for kind in _kinds(asked)
    }


def differences(asked: Sequence[Asked], other: Sequence[Asked]) -> Mapping[str, Mapping[str, Difference]]:
    """The same of the same questions asked twice, paired: kind → measure → difference."""
    return {
        kind: {
            measure.name: _difference(measure, own, _own(measure, kind, other))
            for measure in MEASURES
            if (own := _own(measure, kind, asked))
        }
        for kind in _kinds(asked)
    }


def hit_at(rank: int) -> Callable[[Asked], float]:
    """1 where something right stands within the first ranks, else 0."""
    return lambda asked: float(any(asked.grades[:rank]))


def reciprocal_rank(asked: Asked) -> float:
    """1 ÷ the rank of the first right one; 0 where none is among the first ten."""
    return next((1 / rank for rank, grade in enumerate(asked.grades, 1) if grade), 0.0)


def ndcg(asked: Asked) -> float:
    """Discounted gain as a share of the best possible one; the gain is the grade, the discount log2(rank + 1)."""
    best = _discounted(asked.best)
    return _discounted(asked.grades) / best if best else 0.0


MEASURES = (
    Measure("hit@1", hit_at(1), is_share=True),
    Measure("hit@3", hit_at(3), is_share=True),
    Measure("MRR@10", reciprocal_rank),
    Measure("nDCG@10", ndcg),
    Measure("answered", lambda asked: float(asked.outcome == "answer"), is_share=True),
    Measure("false answers", lambda asked: float(asked.outcome == "answer"), answerable=False, is_share=True),
)


def _asked(answers: Answers, judged: Judged, question: Question, grades: Mapping[str, int]) -> Asked:
    outcome, keys = _found(answers, judged, question.text)
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    return Asked(question, outcome, tuple(grades.get(key, 0) for key in keys), tuple(best))


def _found(answers: Answers, judged: Judged, text: str) -> tuple[Outcome, Sequence[str]]:
    """The first ten keys; a document stands where the best of its passages stands."""
    limit = DEPTH
    while True:
        results = answers.search(text, limit)
        keys = list(dict.fromkeys(key for hit in results.hits for key in judged.keys(hit.passage)))
        if len(keys) >= DEPTH or len(results.hits) < limit:
            return results.outcome, keys[:DEPTH]
        limit *= 2


def _discounted(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _kinds(asked: Sequence[Asked]) -> tuple[str, ...]:
    return (ALL, *sorted({each.question.kind for each in asked} - {"", ALL}))


def _own(measure: Measure, kind: str, asked: Sequence[Asked]) -> list[Asked]:
    return [
        each for each in asked if each.question.answerable == measure.answerable and kind in (ALL, each.question.kind)
    ]


def _figure(measure: Measure, values: Sequence[float]) -> Figure:
    interval = wilson(sum(values), len(values)) if measure.is_share else bootstrap(values)
    return Figure(len(values), mean(values), interval)


def _difference(measure: Measure, asked: Sequence[Asked], other: Sequence[Asked]) -> Difference:
    one, two = ([measure.value(each) for each in each_asked] for each_asked in (asked, other))
    gains = [second - first for first, second in zip(one, two, strict=True)]
    return Difference(_figure(measure, one), _figure(measure, two), Figure(len(gains), mean(gains), bootstrap(gains)))
