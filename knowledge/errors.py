"""Errors of the library; each names its object, and each says who can mend it."""

from pathlib import Path


class KnowledgeError(Exception):
    """Base of every error this library raises on purpose."""


class ConfigError(KnowledgeError):
    """The configuration cannot be used (for the operator to mend); `mistakes` holds one line for each."""

    def __init__(self, path: Path, mistakes: tuple[str, ...]) -> None:
        self.path = path
        self.mistakes = mistakes
        lines = "".join(f"\n  - {mistake}" for mistake in mistakes)
        super().__init__(f"{path}: {len(mistakes)} {'mistake' if len(mistakes) == 1 else 'mistakes'}{lines}")


class SourceError(KnowledgeError):
    """A source cannot be read at all (for the operator to mend)."""

    def __init__(self, source: str, what: str) -> None:
        self.source = source
        super().__init__(f"source {source!r}: {what}")


class EmptyCorpusError(KnowledgeError):
    """No source holds a single readable paragraph (for the operator to mend)."""
