"""Commonplace's library: answers questions from posts, word for word and linked. It knows nothing of Slack.

    >>> from knowledge import KnowledgeBase
    >>> KnowledgeBase.open().search("how do we keep one service from breaking another?").hits[0].excerpt.text

Importing it is light: the engine, the parsers and the configuration are loaded with the first posts.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.access import OWNER, Audience, Limits
    from knowledge.base import KnowledgeBase
    from knowledge.config import Config, SourceConfig, load_config
    from knowledge.errors import ConfigError, EmptyCorpusError, KnowledgeError, QuestionsError, SourceError
    from knowledge.lessons import ShuffleBag
    from knowledge.model import Passage, Place, Post, Problem, Stats
    from knowledge.results import Hit, Lesson, RelatedPost, Results

_HOMES = {
    **dict.fromkeys(("Audience", "Limits", "OWNER"), "access"),
    "KnowledgeBase": "base",
    "ShuffleBag": "lessons",
    **dict.fromkeys(("Config", "SourceConfig", "load_config"), "config"),
    **dict.fromkeys(("ConfigError", "EmptyCorpusError", "KnowledgeError", "QuestionsError", "SourceError"), "errors"),
    **dict.fromkeys(("Passage", "Place", "Post", "Problem", "Stats"), "model"),
    **dict.fromkeys(("Hit", "Lesson", "RelatedPost", "Results"), "results"),
}

__all__ = [
    "OWNER",
    "Audience",
    "Config",
    "ConfigError",
    "EmptyCorpusError",
    "Hit",
    "KnowledgeBase",
    "KnowledgeError",
    "Lesson",
    "Limits",
    "Passage",
    "Place",
    "Post",
    "Problem",
    "QuestionsError",
    "RelatedPost",
    "Results",
    "ShuffleBag",
    "SourceConfig",
    "SourceError",
    "Stats",
    "load_config",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'knowledge' has no attribute {name!r}")
    return getattr(import_module(f"knowledge.{_HOMES[name]}"), name)
