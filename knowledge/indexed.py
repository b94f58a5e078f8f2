"""What is indexed of each passage: its words with their neighbours, its headings and title, and what echoes around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from knowledge.analysis.analyzer import Analyzer
from knowledge.model import Passage
from knowledge.progress import INDEXING, Progress, told, unseen
from knowledge.query import echo_of

_HEADING_WEIGHT = 2  # measured: a heading counts twice, as BM25F would by repetition


@dataclass(frozen=True, slots=True)
class Indexed:
    """The terms of a passage, and those of the engine alone: its bigrams and its echoes."""

    terms: list[str]
    beside: list[str]

    @property
    def all(self) -> list[str]:
        """What the engine gets."""
        return self.terms + self.beside


def indexed(
    passages: Sequence[Passage], analyzer: Analyzer, titles: Mapping[str, int], progress: Progress = unseen
) -> list[Indexed]:
    """Every passage as it stands at its best place; `titles` are how often a title counts, by source."""
    texts: list[frozenset[str]] = []
    read: list[Indexed] = []
    for passage in told(passages, INDEXING, progress):
        own = [analyzer.terms_and_bigrams(part.text) for part in passage.parts]
        place = passage.places[0]
        above = [" ".join(place.headings)] * _HEADING_WEIGHT + [place.post.title] * titles.get(place.post.source, 1)
        fields = own + [analyzer.terms_and_bigrams(field) for field in above]
        texts.append(frozenset(chain.from_iterable(terms for terms, _ in own)))
        read.append(
            Indexed(
                [*chain.from_iterable(each for each, _ in fields)], [*chain.from_iterable(each for _, each in fields)]
            )
        )
    for number, around in enumerate(neighbours(passages)):
        for other in around:
            read[number].beside.extend(map(echo_of, sorted(texts[number] & texts[other])))
    return read


def neighbours(passages: Sequence[Passage]) -> list[tuple[int, ...]]:
    """For each passage the numbers of those before and after it, at its best place."""
    numbers = {
        (place.post.key, place.position): number for number, passage in enumerate(passages) for place in passage.places
    }
    found = []
    for passage in passages:
        place = passage.places[0]
        around = (numbers.get((place.post.key, place.position + step)) for step in (-1, 1))
        found.append(tuple(number for number in around if number is not None))
    return found
