"""What a reading of the posts remembers, beside the corpus that it gave: so that the next process goes on from there.

The documents are JSON; their posts are those of the corpus in their order, less what linking made of them. How alike texts are is
kept in flat arrays, in the order in which texts are compared.
"""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, chain, pairwise
from typing import Any

from knowledge.corpus import Linked, Placing
from knowledge.duplicates import Merged, Said, passage_id
from knowledge.kept import Kept, SourceMemory
from knowledge.model import Corpus, Part, Passage, Place, Post, Problem, Reading
from knowledge.near_duplicates import Comparison, Likeness
from knowledge.packed import Arrays, packed
from knowledge.readings import AllReadings, SourceReadings
from knowledge.saved.corpus import encoded
from knowledge.source_config import SourceConfig
from knowledge.wordings import Wording

_Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Remembered:
    """The documents of each source, what all sources were read as (None: they are others now), and what stands in their posts."""

    memories: Mapping[SourceConfig, SourceMemory]
    readings: AllReadings | None
    placing: Placing


def pack_memory(
    memories: Mapping[SourceConfig, SourceMemory], readings: AllReadings, placing: Placing, corpus: Corpus, address: str
) -> Arrays:
    """What is remembered of these readings, as arrays; `corpus` is what they gave, linked to the reader at this address."""
    packer = _Packer(placing, corpus, address)
    sources = [packer.source(each, memories[each.config]) for each in readings.sources]
    written = {"sources": sources, "whole": readings.whole, "parts": packer.parts}
    return {"documents": memoryview(encoded(written)), **_packed(placing.merging.comparison())}


def unpack_memory(arrays: Arrays, corpus: Corpus, sources: Iterable[SourceConfig], address: str) -> Remembered:
    """What these arrays were made of, as far as it is of these sources; `corpus` is the same corpus, saved."""
    written = json.loads(bytes(arrays["documents"]))
    unpacker = _Unpacker(corpus, written["parts"], {_named(each): each for each in sources}, address)
    read = [unpacker.source(each) for each in written["sources"]]
    unpacker.placing.merging.resume(
        unpacker.found, Merged(tuple(corpus.passages), corpus.copies, corpus.boilerplate), _unpacked(arrays)
    )
    memories = {each.config: memory for each, memory in read if each}
    readings = AllReadings(tuple(each for each, _ in read if each), written["whole"])
    is_same = [each.config for each in readings.sources] == list(sources)
    return Remembered(memories, readings if is_same else None, unpacker.placing)


class _Packer:
    """Packs source after source. `parts` has what a post says in other white space or case than the passage does."""

    def __init__(self, placing: Placing, corpus: Corpus, address: str) -> None:
        self.parts: list[tuple[int, int, Sequence[Part]]] = []
        self._placing = placing
        self._address = address
        self._posts = enumerate(corpus.posts)
        self._at = {
            (id(place.post), place.position): place.wording or passage.parts
            for passage in corpus.passages
            for place in passage.places
        }

    def source(self, read: SourceReadings, memory: SourceMemory) -> Mapping[str, object]:
        """What a source is: its readings in order, each as the number of its document or, without one, as it is."""
        numbers = {id(kept.reading): number for number, kept in enumerate(memory.documents.values())}
        order = [numbers.get(id(each), (each.drafts, each.problems)) for each in read.readings]
        posts = {id(each): [self._post(post, read.config) for post in each.posts] for each in read.readings}
        documents = [
            (*key, kept.digest.hex(), kept.stamp, kept.reading.drafts, kept.reading.problems, posts[id(kept.reading)])
            for key, kept in memory.documents.items()
        ]
        failing = memory.failing and memory.failing.isoformat()
        return {"config": _named(read.config), "failing": failing, "order": order, "documents": documents}

    def _post(self, post: Post, source: SourceConfig) -> _Row:
        """What linking changes of a post, its slug as it was before another had it, and what was wrong with its link."""
        number, linked = next(self._posts)
        made = self._placing.linked(post, source, linked.slug or "", self._address)
        for each in made.said:
            position = each.place.position
            if self._at[id(linked), position] != each.parts:
                self.parts.append((number, position, each.parts))
        usable = self._placing.slug(post, source.slug_from)
        return post.url, post.slug, post.public, post.limited, usable, made.problems


class _Unpacker:
    """Unpacks source after source; `found` is what their posts say, each in turn."""

    def __init__(
        self, corpus: Corpus, parts: Iterable[_Row], sources: Mapping[str, SourceConfig], address: str
    ) -> None:
        self.placing = Placing()
        self.found: list[Sequence[Said]] = []
        self._sources = sources
        self._address = address
        own = {(number, position): tuple(Part(*part) for part in each) for number, position, each in parts}
        self._posts = iter(_saying(corpus, own))

    def source(self, written: Mapping[str, Any]) -> tuple[SourceReadings | None, SourceMemory]:
        """The readings of a source and its documents; without the former where there is no such source any more."""
        config = self._sources.get(written["config"])
        documents = written["documents"]
        read: dict[int, Reading] = {}
        readings: list[Reading] = []
        for each in written["order"]:
            if isinstance(each, int):
                *_, drafts, problems, posts = documents[each]
                read[each] = _reading(drafts, problems, [self._post(row, config) for row in posts])
            readings.append(read[each] if isinstance(each, int) else _reading(*each))
        kept = {
            (path, times): Kept(read[number], bytes.fromhex(digest), stamp and tuple(stamp))
            for number, (path, times, digest, stamp, *_) in enumerate(documents)
        }
        failing = written["failing"] and datetime.fromisoformat(written["failing"])
        return SourceReadings(config, tuple(readings)) if config else None, SourceMemory(kept, failing, is_unseen=True)

    def _post(self, row: _Row, source: SourceConfig | None) -> Post:
        """The post as it was read."""
        url, slug, public, limited, usable, problems = row
        linked, said = next(self._posts)
        self.found.append(said)
        post = replace(linked, url=url, slug=slug, public=public, limited=limited)
        if source is not None:
            asked = source, linked.slug or "", self._address
            self.placing.resume(post, usable, Linked(asked, linked, _problems(problems), said))
        return post


def _saying(corpus: Corpus, own: Mapping[tuple[int, int], tuple[Part, ...]]) -> Sequence[tuple[Post, tuple[Said, ...]]]:
    """Every post with what it says, in its order."""
    said: dict[int, dict[int, Said]] = {id(post): {} for post in corpus.posts}
    for passage in corpus.passages:
        for place in passage.places:
            said[id(place.post)][place.position] = _said(passage, place)
    for (number, position), parts in own.items():
        found = said[id(corpus.posts[number])]
        found[position] = replace(found[position], parts=parts)
    return [(post, tuple(each for _, each in sorted(said[id(post)].items()))) for post in corpus.posts]


def _said(passage: Passage, place: Place) -> Said:
    """What stands at a place, as it was before it was merged."""
    if not place.wording and place.copy_of is None:  # as nearly everywhere
        return Said(passage.id, passage.parts, place)
    name = passage_id(place.wording) if place.wording else passage.id
    return Said(name, place.wording or passage.parts, replace(place, wording=(), copy_of=None))


def _reading(drafts: int, problems: Iterable[_Row], posts: Iterable[Post] = ()) -> Reading:
    return Reading(tuple(posts), _problems(problems), drafts)


def _problems(rows: Iterable[_Row]) -> tuple[Problem, ...]:
    return tuple(Problem(*row) for row in rows)


def _named(config: SourceConfig) -> str:
    """What tells a source from every other: all that is said of it."""
    return config.model_dump_json()


def _packed(found: Comparison) -> Arrays:
    runs = [array("I", each.runs) for each in found.wordings]
    figures = [each.figures for each in found.wordings]
    return {
        "runs": memoryview(b"".join(runs)),
        "starts": packed(array("I", accumulate(map(len, runs), initial=0))),
        "figures": memoryview(encoded(figures)),
        "stands_for": packed(array("I", found.likeness.stands_for)),
        "differing": packed(array("I", chain.from_iterable(found.likeness.differing.items()))),
        "plain": memoryview(encoded(found.plain)),
    }


def _unpacked(arrays: Arrays) -> Comparison:
    runs, starts, pairs = (arrays[name].cast("I") for name in ("runs", "starts", "differing"))
    figures = json.loads(bytes(arrays["figures"]))
    wordings = [
        Wording(runs[start:end], tuple(each)) for (start, end), each in zip(pairwise(starts), figures, strict=True)
    ]
    likeness = Likeness(arrays["stands_for"].cast("I").tolist(), dict(zip(pairs[::2], pairs[1::2], strict=True)))
    return Comparison(wordings, likeness, json.loads(bytes(arrays["plain"])))
