"""One question, its answer, and the file that is saved."""

from collections.abc import Callable
from pathlib import Path

from knowledge.base import KnowledgeBase

QUESTION = "how do we roll back a deploy?"
ROLLBACK = "---\ntitle: Rollbacks\n---\nWe roll back a deploy with one button, and nobody has to ask."
Reads = Callable[[], int]


def answer(knowledge_base: KnowledgeBase) -> str:
    return knowledge_base.search(QUESTION).hits[0].excerpt.text


def saved_file(cache: Path) -> Path:
    """The one file in a folder."""
    (path,) = cache.iterdir()
    return path
