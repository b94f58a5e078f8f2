"""The same paragraph in several posts, word for word or nearly, → one passage with all its places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b

from knowledge.boilerplate import Boilerplate
from knowledge.model import Key, Part, Passage, Place
from knowledge.near_duplicates import LikenessMemory, Text, likeness
from knowledge.progress import Progress, unseen
from knowledge.syndication import copies_of
from knowledge.typography import TYPED


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands at a place, under the id of its text."""

    id: str
    parts: tuple[Part, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Merged:
    """Passages, each once; the original of every post that is a copy; which passages, by number, are boilerplate."""

    passages: tuple[Passage, ...]
    copies: Mapping[Key, Key] = field(default_factory=dict)
    boilerplate: frozenset[int] = frozenset()


def merge(
    found: Iterable[tuple[tuple[Part, ...], Place]], memory: LikenessMemory | None = None, progress: Progress = unseen
) -> Merged:
    """One passage for each distinct text, in order of first appearance.

    The best of its places stands first and gives the words: that of the newest post, undated ones after, else in the order
    found; posts that are copies of others among them come last. A place that has other words keeps its own.
    """
    exact: dict[str, list[_Said]] = {}
    for parts, place in found:
        name = passage_id(parts)
        exact.setdefault(name, []).append(_Said(name, parts, place))
    groups = list(exact.values())
    heads, differing = _compared(groups, memory, progress)
    numbers = {head: number for number, head in enumerate(dict.fromkeys(heads))}
    said: list[list[_Said]] = [[] for _ in numbers]
    for group, head in zip(groups, heads, strict=True):
        said[numbers[head]] += group
    places = [[each.place for each in group] for group in said]
    known = Boilerplate(places)
    typed = (_text(group[0].parts).translate(TYPED) for group in said)
    boilerplate = frozenset(number for number, text in enumerate(typed) if known.holds(text, places[number]))
    copies = copies_of(each for number, each in enumerate(places) if number not in boilerplate)
    passages = [_passage(each, copies) for each in said]
    newer = {numbers[older]: passages[numbers[head]].places[0] for older, head in differing.items()}
    return Merged(tuple(_beside(each, newer.get(number)) for number, each in enumerate(passages)), copies, boilerplate)


def _compared(
    groups: Sequence[Sequence[_Said]], memory: LikenessMemory | None, progress: Progress
) -> tuple[list[int], dict[int, int]]:
    """What stands for each group, and which newer one says the same with other figures, all by number."""
    days = [_newest(each.place for each in group) for group in groups]
    newest_first = sorted(range(len(groups)), key=days.__getitem__, reverse=True)
    ordered = [groups[number] for number in newest_first]
    texts = [Text(_prose(group[0].parts), frozenset(each.place.post.key for each in group)) for group in ordered]
    found = likeness(texts, memory, progress)
    heads = [0] * len(groups)
    for number, head in zip(newest_first, found.stands_for, strict=True):
        heads[number] = newest_first[head]
    return heads, {newest_first[older]: newest_first[newer] for older, newer in found.differing.items()}


def _newest(places: Iterable[Place]) -> date:
    return max(map(_day, places))


def _day(place: Place) -> date:
    return place.post.date or date.min


def _prose(parts: Sequence[Part]) -> str:
    """The text as far as it may be taken for another like it: code and tables are the same or not."""
    return "" if any(part.kind in ("code", "row") for part in parts) else _text(parts)


def _text(parts: Sequence[Part]) -> str:
    return "\n".join(part.text for part in parts)


def _passage(said: Sequence[_Said], copies: Mapping[Key, Key]) -> Passage:
    """One passage of everything that was said in these words or nearly."""
    posts = {each.place.post.key for each in said}
    known = {copy: copies[copy] for copy in posts & copies.keys() if copies[copy] in posts}
    ordered = sorted(said, key=lambda each: (each.place.post.key not in known, _day(each.place)), reverse=True)
    shown = ordered[0]
    words = ((each, () if each.id == shown.id else each.parts) for each in ordered)
    places = (replace(each.place, wording=own, copy_of=known.get(each.place.post.key)) for each, own in words)
    return Passage(shown.id, shown.parts, tuple(places))


def _beside(passage: Passage, newer: Place | None) -> Passage:
    """The passage with the place that says it otherwise, if that is newer than its own."""
    day = _newest(passage.places)
    is_newer = newer is not None and newer.post.date is not None and date.min < day < newer.post.date
    return replace(passage, newer=newer) if is_newer else passage


def passage_id(parts: Sequence[Part]) -> str:
    """16 hexadecimal digits of the text, blind to white space, case and typographic quotes and dashes."""
    text = "\n".join(" ".join(part.text.translate(TYPED).casefold().split()) for part in parts)
    return blake2b(text.encode(), digest_size=8).hexdigest()
