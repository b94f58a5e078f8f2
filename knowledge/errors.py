"""Errors of the library; each names its object, and each says who can mend it."""

from pathlib import Path


class KnowledgeError(Exception):
    """Base of every error this library raises on purpose."""


class MistakesError(KnowledgeError):
    """A file cannot be used; `mistakes` holds one line for each mistake in it."""

    def __init__(self, path: Path, mistakes: tuple[str, ...]) -> None:
        self.path = path
        self.mistakes = mistakes
        lines = "".join(f"\n  - {mistake}" for mistake in mistakes)
        super().__init__(f"{path}: {len(mistakes)} {'mistake' if len(mistakes) == 1 else 'mistakes'}{lines}")


class ConfigError(MistakesError):
    """The configuration cannot be used (for the operator to mend)."""


class QuestionsError(MistakesError):
    """Questions or judgements cannot be used (for their author to mend)."""


class GlossaryError(KnowledgeError):
    """The team's glossary cannot be used (for the operator to mend)."""

    def __init__(self, path: Path, what: str) -> None:
        self.path = path
        super().__init__(f"{path}: {what}")


class SourceError(KnowledgeError):
    """A source cannot be read at all (for the operator to mend)."""

    def __init__(self, source: str, what: str) -> None:
        self.source = source
        super().__init__(f"source {source!r}: {what}")


class EmptyCorpusError(KnowledgeError):
    """No source holds a single readable paragraph (for the operator to mend)."""


class InitError(KnowledgeError):
    """No configuration can be proposed, or written (for the person at the command line to mend)."""
