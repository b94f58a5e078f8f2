"""What is remembered from one reading of the posts to the next, so that only what is new costs time."""

from collections.abc import Iterable

from knowledge.collecting import without_collecting
from knowledge.corpus import Corpus, Placing, corpus_of
from knowledge.packed import Arrays
from knowledge.progress import Progress, unseen
from knowledge.readings import AllReadings, Clock, Readings, utc_now
from knowledge.saved.memory import pack_memory, unpack_memory
from knowledge.source_config import SourceConfig


class Memory:
    """The documents as they were read, their passages and links."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self.readings = Readings(clock)
        self._placing = Placing()

    @classmethod
    def saved(
        cls, arrays: Arrays, corpus: Corpus, sources: Iterable[SourceConfig], reader_url: str, clock: Clock = utc_now
    ) -> "tuple[Memory, AllReadings | None]":
        """The memory that had these arrays, as far as it is of these sources, and what all of them were read as.

        `corpus` is the one that was saved with it: what stays of it stays the very same object. There are no readings of all
        sources where these are others.
        """
        with without_collecting():
            remembered = unpack_memory(arrays, corpus, sources, reader_url)
        memory = cls(clock)
        memory.readings.memories = remembered.memories
        memory._placing = remembered.placing
        return memory, remembered.readings

    def corpus(self, readings: AllReadings, reader_url: str, progress: Progress = unseen) -> Corpus:
        """The corpus of what was read."""
        return corpus_of(readings.sources, reader_url, self._placing, progress)

    def packed(self, readings: AllReadings, corpus: Corpus, reader_url: str) -> Arrays:
        """What is remembered, of which `saved` makes it again; these readings gave this corpus last."""
        return pack_memory(self.readings.memories, readings, self._placing, corpus, reader_url)
