"""A snapshot as facts and arrays, and back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import cached_property
from typing import TypeVar

from knowledge.access import Limits
from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.glossary import Glossary
from knowledge.engines import SavableEngine, load_engine
from knowledge.excerpts import Excerpts
from knowledge.packed import Arrays, PackedCounts, named, within
from knowledge.query import reader_of
from knowledge.saved.corpus import pack_corpus, unpack_corpus
from knowledge.saved.file import Facts
from knowledge.snapshot import PassageTerms, Snapshot
from knowledge.vocabulary import Vocabulary

T = TypeVar("T")
Added = tuple[str, tuple[str, ...]]  # a phrase that the glossary adds, and its terms


class _LazyMapping(Mapping[str, T]):
    """A mapping that is read from its JSON when it is first used."""

    def __init__(self, content: memoryview) -> None:
        self._content = content

    @cached_property
    def _read(self) -> Mapping[str, T]:
        read: Mapping[str, T] = json.loads(bytes(self._content))
        return read

    def __getitem__(self, key: str) -> T:
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


class _LazyEntries(Mapping[tuple[str, ...], Sequence[Added]]):
    """The glossary's entries; in JSON, whose keys are texts, the words of a key have spaces between them."""

    def __init__(self, entries: Mapping[str, Sequence[Added]]) -> None:
        self._entries = entries

    def __getitem__(self, keys: tuple[str, ...]) -> Sequence[Added]:
        return [(other, tuple(terms)) for other, terms in self._entries[" ".join(keys)]]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return (tuple(each.split(" ")) for each in self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def pack_snapshot(snapshot: Snapshot, language: str) -> tuple[Facts, Arrays] | None:
    """The snapshot as facts and arrays; None where its engine cannot be saved."""
    engine = snapshot.engine
    if not isinstance(engine, SavableEngine):
        return None
    corpus, corpus_arrays = pack_corpus(snapshot.corpus)
    facts = {
        "corpus": corpus,
        "language": language,
        "engine": engine.name,
        "texts": snapshot.vocabulary.size,
        "figures": dict(snapshot.figures),
        "changed": snapshot.changed,
        "limits": {source: [sorted(ids) for ids in astuple(each)] for source, each in snapshot.limits.items()},
    }
    reader = snapshot.reader
    arrays = {
        **named("corpus", corpus_arrays),
        **named("engine", engine.arrays),
        **named("vocabulary", PackedCounts.of(snapshot.vocabulary.frequencies).arrays),
        **named("written", PackedCounts.of(snapshot.vocabulary.written).arrays),
        "spelling": _json(dict(reader.spelling.words)),
        "families": _json(dict(reader.families.known)),
        "glossary": _json({" ".join(keys): added for keys, added in reader.glossary.added.items()}),
        "lessons": _json(dict(snapshot.lessons)),
    }
    return facts, arrays


def unpack_snapshot(facts: Facts, arrays: Arrays) -> Snapshot:
    """The snapshot that these facts and arrays were made of."""
    analyzer = Analyzer(facts["language"])
    held, written = (PackedCounts(within(arrays, name)) for name in ("vocabulary", "written"))
    vocabulary = Vocabulary.counted(facts["texts"], held, written)
    glossary = Glossary((), analyzer)
    glossary.added = _LazyEntries(_LazyMapping(arrays["glossary"]))
    return Snapshot(
        corpus=unpack_corpus(facts["corpus"], within(arrays, "corpus")),
        analyzer=analyzer,
        engine=load_engine(facts["engine"], within(arrays, "engine")),
        vocabulary=vocabulary,
        reader=reader_of(
            analyzer, vocabulary, glossary, _LazyMapping(arrays["spelling"]), _LazyMapping(arrays["families"])
        ),
        excerpts=Excerpts(analyzer, vocabulary.idf),
        lessons=_LazyMapping(arrays["lessons"]),
        terms=PassageTerms(analyzer),
        figures=facts["figures"],
        changed=facts["changed"],
        limits={source: Limits(*map(frozenset, ids)) for source, ids in facts["limits"].items()},
    )


def _json(value: object) -> memoryview:
    return memoryview(json.dumps(value, separators=(",", ":")).encode())
