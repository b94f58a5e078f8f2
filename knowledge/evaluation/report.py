"""Figures and differences as lines for a terminal and as JSON values for programs. Pure: values in, text out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.evaluation.intervals import Interval
from knowledge.evaluation.measures import Difference, Figure
from knowledge.evaluation.questions import Judged

Json = Mapping[str, object]
_KIND, _QUESTIONS, _FIGURE, _GAIN, _INTERVAL = 20, 11, 20, 12, 17  # widths of columns


_READING = "difference = other − one, paired; where zero is inside its interval, no difference is shown"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one configuration reached: its name, what was asked of it, and kind → measure → figure."""

    name: str
    judged: Judged
    figures: Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two configurations over the same questions, and kind → measure → difference."""

    one: Evaluation
    other: Evaluation
    differences: Mapping[str, Mapping[str, Difference]]


def evaluation_text(evaluation: Evaluation) -> str:
    """What was asked, then a block for each kind: measure, questions, value, interval."""
    return "\n".join((*_asked(evaluation), *_figure_lines(evaluation.figures)))


def comparison_text(comparison: Comparison) -> str:
    """Both configurations' figures, the difference, and whether zero lies inside its interval."""
    one, other = comparison.one, comparison.other
    names = (f"one:   {one.name}", f"other: {other.name}")
    notes = dict.fromkeys((*_asked(one), *_asked(other)))
    return "\n".join((*names, *notes, _READING, *_difference_lines(comparison.differences)))


def evaluation_json(evaluation: Evaluation) -> Json:
    """`configuration`, `posts`, `passages`, `questions`, `notes` and `figures`: kind → measure → value and interval."""
    judged = evaluation.judged
    return {
        "configuration": evaluation.name,
        "posts": len(judged.corpus.posts),
        "passages": len(judged.corpus.passages),
        "questions": len(judged.questions),
        "notes": list(judged.notes),
        "figures": {
            kind: {name: _figure_json(figure) for name, figure in figures.items()}
            for kind, figures in evaluation.figures.items()
        },
    }


def comparison_json(comparison: Comparison) -> Json:
    """`one` and `other` as `evaluation_json` has them, and `differences`: kind → measure → other − one."""
    return {
        "one": evaluation_json(comparison.one),
        "other": evaluation_json(comparison.other),
        "differences": {
            kind: {
                name: {**_figure_json(each.gain), "zero_inside": not each.is_clear}
                for name, each in differences.items()
            }
            for kind, differences in comparison.differences.items()
        },
    }


def _asked(evaluation: Evaluation) -> Iterator[str]:
    judged = evaluation.judged
    answerable = sum(question.answerable for question in judged.questions)
    posts, passages = len(judged.corpus.posts), len(judged.corpus.passages)
    yield (
        f"{len(judged.questions):,} questions, {answerable:,} with an answer; {posts:,} posts, {passages:,} passages; "
        "intervals of 95 %"
    )
    yield from judged.notes


def _figure_lines(kinds: Mapping[str, Mapping[str, Figure]]) -> Iterator[str]:
    for kind, figures in kinds.items():
        yield ""
        yield f"{kind:{_KIND}}{'questions':>{_QUESTIONS}}{'value and interval':>{_FIGURE + 1}}"
        for name, figure in figures.items():
            yield f"  {name:{_KIND - 2}}{figure.questions:>{_QUESTIONS},}{_figure(figure):>{_FIGURE + 1}}"


def _difference_lines(kinds: Mapping[str, Mapping[str, Difference]]) -> Iterator[str]:
    for kind, differences in kinds.items():
        yield ""
        heads = f"{'one':>{_FIGURE}}{'other':>{_FIGURE}}{'difference':>{_GAIN}}{'interval':>{_INTERVAL}}"
        yield f"{kind:{_KIND}}{'questions':>{_QUESTIONS}}{heads}"
        for name, each in differences.items():
            gain = f"{each.gain.value:>+{_GAIN}.3f}{_signed(each.gain.interval):>{_INTERVAL}}"
            both = f"{_figure(each.one):>{_FIGURE}}{_figure(each.other):>{_FIGURE}}"
            yield f"  {name:{_KIND - 2}}{each.one.questions:>{_QUESTIONS},}{both}{gain}  {_verdict(each)}"


def _verdict(difference: Difference) -> str:
    return "zero is outside" if difference.is_clear else "zero is inside"


def _figure(figure: Figure) -> str:
    return f"{figure.value:.3f} ({figure.interval.low:.3f}–{figure.interval.high:.3f})"


def _signed(interval: Interval) -> str:
    return f"{interval.low:+.3f} … {interval.high:+.3f}"


def _figure_json(figure: Figure) -> Json:
    return {
        "questions": figure.questions,
        "value": figure.value,
        "interval": [figure.interval.low, figure.interval.high],
    }
