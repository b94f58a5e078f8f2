"""What was read of each source last, as it is kept from one reading to the next, and from one process to the next."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from knowledge.model import Reading, Stamp

DocumentKey: TypeAlias = tuple[str, int]  # a path within its source, and which of the documents that have it


@dataclass(frozen=True, slots=True)
class Kept:
    """What a document was read as, the digest of its content, and the stamp that its file had, if that says enough."""

    reading: Reading
    digest: bytes = b""
    stamp: Stamp | None = None


@dataclass(slots=True)
class SourceMemory:
    """The documents of one source as they were read last, and since when it cannot be read whole.

    `is_unseen` as long as this process has not looked itself.
    """

    documents: dict[DocumentKey, Kept] = field(default_factory=dict)
    failing: datetime | None = None
    is_unseen: bool = False
