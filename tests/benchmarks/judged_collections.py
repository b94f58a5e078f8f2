"""The collections that quality is measured on; data of others, read from a folder beside the project."""

import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random

from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from knowledge.corpus import read_corpus
from knowledge.evaluation.beir import read_beir
from knowledge.evaluation.questions import Judged, Question, judged_by_accept, read_questions
from tests.benchmarks.baselines import Baseline, Bm25s, RankBm25

SHARED = Path(os.environ.get("COMMONPLACE_SHARED", Path(__file__).parents[3] / "shared"))
NAMES = ("adocs", "stackfaq", "scifact", "artsy", "seed")
_LINES = "adocs"  # its paragraphs are lines
_POSTS = {"artsy": "content/artsy", "seed": "content/category-page.txt"}


@dataclass(frozen=True)
class Collection:
    """A corpus with its judged questions, and what answers them side by side."""

    name: str
    judged: Judged
    config: Config

    @cached_property
    def ours(self) -> KnowledgeBase:
        return KnowledgeBase(self.config, self.judged.corpus)

    @cached_property
    def rank_bm25(self) -> Baseline:
        return Baseline(self.judged.corpus, RankBm25)

    @cached_property
    def bm25s(self) -> Baseline:
        return Baseline(self.judged.corpus, Bm25s)

    @property
    def sides(self) -> tuple[Baseline, Baseline, KnowledgeBase]:
        return self.rank_bm25, self.bm25s, self.ours

    def of_kind(self, kind: str) -> Judged:
        """The answerable questions of this kind (all of them: "")."""
        chosen = [
            place
            for place, question in enumerate(self.judged.questions)
            if question.answerable and kind in ("", question.kind)
        ]
        questions = tuple(self.judged.questions[place] for place in chosen)
        return replace(self.judged, questions=questions, grades=tuple(self.judged.grades[place] for place in chosen))

    def sample(self, count: int) -> list[Question]:
        """So many of its questions, the same in every run."""
        questions = list(self.judged.questions)
        return Random(1).sample(questions, min(count, len(questions)))


def read_collection(name: str) -> Collection | None:
    """The collection of this name; None where its data is not there."""
    if name in _POSTS:
        return _posts(name)
    folder = SHARED / "collections" / name
    if not folder.is_dir():
        return None
    judged = read_beir(folder, "lines" if name == _LINES else "blank-lines")
    return Collection(name, judged, Config(sources=(SourceConfig(folder=folder, title_weight=0),)))


def _posts(name: str) -> Collection | None:
    questions, folder = SHARED / "questions" / f"{name}.jsonl", SHARED / _POSTS[name]
    if not questions.exists() or not folder.exists():
        return None
    config = Config(sources=(SourceConfig(folder=folder),))
    return Collection(name, judged_by_accept(read_questions(questions), read_corpus(config.sources)), config)
