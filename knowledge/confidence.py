"""Is the best passage good enough to be called an answer? Calibrated for each corpus, since scores differ by corpus.

The statistic is coverage × score ÷ ∜(weight of the question). Coverage is the share of the question's weight (idf) that
the passage holds, as the geometric mean of with and without its post's title, so that a title alone does not answer. The
division makes long and short questions comparable. Over five corpora it parted their own questions from others' better
than coverage, score or their product did.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.query import Query
from knowledge.results import Outcome
from knowledge.vocabulary import Vocabulary

FOREIGN_QUESTIONS = Path(__file__).parent / "foreign_questions.txt"
ANSWER_CUT, FALSE_ANSWERS = "answer_cut", "false_answers"
_BELOW = 0.9  # of foreign questions lie below the value from which the cut is set …
_FARTHER = 1.3  # … so many times as high: about where one in twenty passes, by what thirty of them say and not fifteen
_ROOT = 0.25  # of a question's weight
_LEAST_COVERED = 0.25  # of an answered question; in a corpus of a few words nothing foreign scores, and the cut is zero
_LEAST_SHOWN = 0.1  # of a question whose closest paragraphs are shown; below it, they share no more than a by-word


@dataclass(frozen=True, slots=True)
class Sureness:
    """The statistic of a passage, the coverage in it, and the coverage with the title."""

    value: float
    covered: float
    touched: float


def sureness(
    query: Query, held: frozenset[str], title: frozenset[str], score: float, vocabulary: Vocabulary
) -> Sureness:
    """How sure a passage is, by its own terms and its headings' (`held`), those of its title and its score."""
    worths = query.worths(vocabulary)
    touched = query.coverage(held | title, worths)
    covered = 0.0 if query.is_guess(held) else math.sqrt(query.coverage(held, worths) * touched)
    return Sureness(covered * score / max(sum(worths.values()), 1.0) ** _ROOT, covered, touched)


def judge(best: Sureness, figures: Mapping[str, float]) -> Outcome:
    """What the best passage is under the cut of its corpus."""
    if best.value > figures[ANSWER_CUT] and best.covered >= _LEAST_COVERED:
        return "answer"
    return "closest" if is_near(best) else "nothing"


def is_near(found: Sureness) -> bool:
    """Whether a passage shares more with the question than a by-word."""
    return found.touched >= _LEAST_SHOWN


def calibrate(measure: Callable[[str], float]) -> Mapping[str, float]:
    """The cut for a corpus, from questions that it does not answer, and the share of such that it lets through.

    That share is measured on the halves that the cut of the other half has not seen.
    """
    values = [measure(question) for question in foreign_questions()]
    halves = values[::2], values[1::2]
    wrong = sum(_above(_cut(one), other) for one, other in (halves, halves[::-1]))
    return {ANSWER_CUT: _cut(values), FALSE_ANSWERS: wrong / len(values)}


def foreign_questions() -> Sequence[str]:
    """Questions that posts on engineering do not answer: off their topics, of other trades, or of a company's own affairs."""
    return FOREIGN_QUESTIONS.read_text(encoding="utf-8").splitlines()


def _cut(values: Iterable[float]) -> float:
    """The value above which a question is answered. The highest values hang on what single questions happen to share with posts."""
    ordered = sorted(values)
    return _FARTHER * ordered[min(int(len(ordered) * _BELOW), len(ordered) - 1)]


def _above(cut: float, values: Iterable[float]) -> int:
    return sum(value > cut for value in values)
