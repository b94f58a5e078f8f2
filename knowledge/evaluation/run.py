"""Configuration and questions → evaluation or comparison: what `commonplace evaluate` calls."""

from collections.abc import Sequence
from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from knowledge.corpus import read_corpus
from knowledge.evaluation.beir import read_beir
from knowledge.evaluation.measures import Asked, ask, differences, figures
from knowledge.evaluation.questions import Judged, judged_by_accept, read_questions
from knowledge.evaluation.report import Comparison, Evaluation


def evaluate(name: str, config: Config, path: Path, paragraphs: str | None = None) -> Evaluation:
    """Measure a configuration against a file of questions or a BEIR folder.

    `paragraphs` says where a BEIR document is cut: "blank-lines" (as without it) or "lines". Raises QuestionsError with
    every bad line, ValueError for `paragraphs` without a folder, and what opening a KnowledgeBase raises.
    """
    return _measured(name, *_asked(config, path, paragraphs))


def compare(
    one: tuple[str, Config], other: tuple[str, Config], path: Path, paragraphs: str | None = None
) -> Comparison:
    """Measure two configurations, each with its name, against the same questions, and pair them."""
    first, second = (_asked(config, path, paragraphs) for _, config in (one, other))
    return Comparison(_measured(one[0], *first), _measured(other[0], *second), differences(first[1], second[1]))


def _measured(name: str, judged: Judged, asked: Sequence[Asked]) -> Evaluation:
    return Evaluation(name, judged, figures(asked))


def _asked(config: Config, path: Path, paragraphs: str | None) -> tuple[Judged, Sequence[Asked]]:
    if path.is_dir():
        judged = read_beir(path, paragraphs or "blank-lines")
        # A document's title stands in the corpus as the heading of its paragraphs: as a title it would count again.
        config = config.model_copy(update={"sources": (SourceConfig(folder=path, title_weight=0),)})
    elif paragraphs:
        raise ValueError(f"--paragraphs is for a BEIR folder; {path} is none")
    else:
        questions = read_questions(path)  # its mistakes are found before the posts are read
        judged = judged_by_accept(questions, read_corpus(config.sources))
    return judged, ask(KnowledgeBase(_unlimited(config), judged.corpus), judged)


def _unlimited(config: Config) -> Config:
    """The configuration for whoever owns the posts, and may read all of them."""
    sources = tuple(source.model_copy(update={"only_for": None}) for source in config.sources)
    return config.model_copy(update={"sources": sources})
