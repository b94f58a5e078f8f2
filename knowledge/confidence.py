"""Is what was found good enough to be called an answer? Calibrated for each corpus, since scores differ by corpus.

The statistic of a passage is coverage × score ÷ ∜(weight of the question). Coverage is the share of the question's weight
(idf) that the passage holds, as the geometric mean of with and without its post's title, so that a title alone does not
answer. The division makes long and short questions comparable. That of an answer is the mean of the first three: a corpus that
is about the subject says so more than once, while a foreign question meets one passage by chance.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.query import GUESSED_SHARE, Query
from knowledge.results import Outcome
from knowledge.vocabulary import Vocabulary

FOREIGN_QUESTIONS = Path(__file__).parent / "foreign_questions.txt"
ANSWER_CUT, PASSAGE_CUT, FALSE_ANSWERS = "answer_cut", "passage_cut", "false_answers"
VOICES = 3  # of the passages found, the first, which have a say
_BELOW = 0.9  # of foreign questions lie below the value from which the cut is set …
_FARTHER = 1.45  # … so many times as high: about where one in thirty passes, by what thirty of them say and not ten
_ALONE = 1.3  # the same for one passage alone, whose values fall faster
_ROOT = 0.25  # of a question's weight
_LEAST_COVERED = 0.25  # of an answered question; in a corpus of a few words nothing foreign scores, and the cut is zero
_LEAST_SHOWN = 0.1  # of a question whose closest paragraphs are shown; below it, they share no more than a by-word


@dataclass(frozen=True, slots=True)
class Sureness:
    """The statistic of a passage, the coverage in it, and the coverage with the title."""

    value: float
    covered: float
    touched: float


class Yardstick:
    """Measures passages for one question over one corpus."""

    def __init__(self, query: Query, vocabulary: Vocabulary) -> None:
        self._query = query
        self._worths = [*query.worths(vocabulary).values()]
        whole = sum(self._worths)
        self._whole = whole or 1.0
        self._root = max(whole, 1.0) ** _ROOT

    def coverage(self, shares: Iterable[float]) -> float:
        """How much of what the question says is held, from 0 to 1, where each of its words is held so well."""
        held = [worth * share for worth, share in zip(self._worths, shares, strict=True)]
        return sum(held) / self._whole

    def sureness(self, held: frozenset[str], title: frozenset[str], score: float) -> Sureness:
        """How sure a passage is, by its own terms and its headings' (`held`), those of its title and its score.

        A text that holds the question's words only as guesses at their spelling covers nothing.
        """
        own = self._query.shares(held)
        alone = touched = self.coverage(own)
        if not self._query.terms.isdisjoint(title):  # most titles hold none of them, and so add nothing
            touched = self.coverage(self._query.shares(held | title))
        covered = math.sqrt(alone * touched) if max(own, default=0.0) > GUESSED_SHARE else 0.0
        return Sureness(covered * score / self._root, covered, touched)


def judge(found: Sequence[Sureness], figures: Mapping[str, float]) -> Outcome:
    """What was found under the cut of its corpus, by the first passages, the best first."""
    if _together(each.value for each in found) > figures[ANSWER_CUT] and found[0].covered >= _LEAST_COVERED:
        return "answer"
    return "closest" if is_near(found[0]) else "nothing"


def answers_alone(found: Sureness, figures: Mapping[str, float], margin: float) -> bool:
    """Whether one passage would be called an answer whatever else there is, and so many times as surely as it must."""
    return found.value > margin * figures[PASSAGE_CUT] and found.covered >= _LEAST_COVERED


def is_near(found: Sureness) -> bool:
    """Whether a passage shares more with the question than a by-word."""
    return found.touched >= _LEAST_SHOWN


def calibrate(measure: Callable[[str], Sequence[float]]) -> Mapping[str, float]:
    """The cuts for a corpus, from questions that it does not answer, and the share of such that are called answered.

    `measure` gives the statistic of each of the first passages. The share is measured on the halves that the cut of the other
    half has not seen.
    """
    found = [measure(question) for question in foreign_questions()]
    values = [*map(_together, found)]
    halves = values[::2], values[1::2]
    wrong = sum(_above(_cut(one), other) for one, other in (halves, halves[::-1]))
    alone = _cut([next(iter(each), 0.0) for each in found], _ALONE)
    return {ANSWER_CUT: _cut(values), PASSAGE_CUT: alone, FALSE_ANSWERS: wrong / len(values)}


def foreign_questions() -> Sequence[str]:
    """Questions that posts on engineering do not answer: off their topics, of other trades, or of a company's own affairs."""
    return FOREIGN_QUESTIONS.read_text(encoding="utf-8").splitlines()


def _together(values: Iterable[float]) -> float:
    """The statistic of what was found as a whole; where fewer passages were found, the others say nothing."""
    return math.fsum(values) / VOICES


def _cut(values: Iterable[float], farther: float = _FARTHER) -> float:
    """The value above which a question is answered. The highest values hang on what single questions happen to share with posts."""
    ordered = sorted(values)
    return farther * ordered[min(int(len(ordered) * _BELOW), len(ordered) - 1)]


def _above(cut: float, values: Iterable[float]) -> int:
    return sum(value > cut for value in values)
