"""What is remembered from one reading of the posts to the next, so that only what is new costs time."""

from knowledge.corpus import Corpus, Placing, corpus_of
from knowledge.progress import Progress, unseen
from knowledge.readings import AllReadings, Clock, Readings, utc_now


class Memory:
    """The documents as they were read, their passages and links."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self.readings = Readings(clock)
        self._placing = Placing()

    def corpus(self, readings: AllReadings, reader_url: str, progress: Progress = unseen) -> Corpus:
        """The corpus of what was read."""
        return corpus_of(readings.sources, reader_url, self._placing, progress)
