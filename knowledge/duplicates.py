"""The same paragraph in several posts, word for word or nearly, → one passage with all its places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from operator import attrgetter

from knowledge.boilerplate import FEWEST_POSTS, Boilerplate
from knowledge.model import Key, Part, Passage, Place
from knowledge.near_duplicates import Comparison, Likeness, LikenessMemory, Text
from knowledge.progress import Progress, unseen
from knowledge.syndication import copies_of
from knowledge.typography import as_typed


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What stands at a place, under the id of its text. It is the same the next time if it is the same object."""

    id: str
    parts: tuple[Part, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Merged:
    """Passages, each once; the original of every post that is a copy; which passages, by number, are boilerplate."""

    passages: tuple[Passage, ...]
    copies: Mapping[Key, Key] = field(default_factory=dict)
    boilerplate: frozenset[int] = frozenset()


@dataclass(slots=True, eq=False)
class _Group:
    """Everything that is said in the very same words, the day of the newest of it, and the passage made of it last."""

    said: tuple[Said, ...]
    places: tuple[Place, ...]
    day: date
    text: Text
    made: "_Made | None" = None


@dataclass(frozen=True, slots=True)
class _Made:
    """A passage, of what it was made (None: of its group alone), and the same beside a newer place."""

    groups: Sequence[_Group] | None
    copies: Mapping[Key, Key]
    passage: Passage
    newer: Place | None = None
    beside: Passage | None = None


class Merging:
    """Merges what is said again and again: a passage of which nothing has changed stays the very same object.

    Not for two threads at once.
    """

    def __init__(self) -> None:
        self._likeness = LikenessMemory()
        self._groups: dict[str, _Group] = {}

    def merged(self, found: Iterable[Sequence[Said]], progress: Progress = unseen) -> Merged:
        """What `merge` gives, of what each post says."""
        lengths: dict[Key, int] = {}
        groups = self._grouped(found, lengths)
        ordered = _ordered(groups)
        heads, differing = _named(ordered, self._likeness.likeness([each.text for each in ordered], progress))
        gathered = _gathered(groups, heads)
        places = [head.places if each is None else _places(each) for head, each in gathered.items()]
        boilerplate = _boilerplate(gathered, places, lengths)
        copies = copies_of([each for number, each in enumerate(places) if number not in boilerplate])
        passages = [_passage(head, each, copies) for head, each in gathered.items()]
        numbers = {head: number for number, head in enumerate(gathered)} if differing else {}
        for older, newer in differing.items():
            number = numbers[older]
            passages[number] = _beside(older, passages[number], passages[numbers[newer]].places[0])
        return Merged(tuple(passages), copies, boilerplate)

    def comparison(self) -> Comparison:
        """How alike the texts are that were merged last: what `resume` needs in another process beside the passages."""
        return self._likeness.comparison()

    def resume(self, found: Iterable[Sequence[Said]], merged: Merged, comparison: Comparison) -> None:
        """Remember that these gave those passages elsewhere, which stay the very same objects from now on."""
        ordered = _ordered(groups := self._grouped(found, {}))
        self._likeness.resume([each.text for each in ordered], comparison)
        heads, differing = _named(ordered, comparison.likeness)
        gathered = _gathered(groups, heads)
        numbers = {head: number for number, head in enumerate(gathered)} if differing else {}
        for (head, each), passage in zip(gathered.items(), merged.passages, strict=True):
            known = _copies_among(head, each, merged.copies)
            head.made = _Made(each, known, passage)
            if passage.newer:
                newer = merged.passages[numbers[differing[head]]].places[0]
                head.made = _Made(each, known, replace(passage, newer=None), newer, passage)

    def _grouped(self, found: Iterable[Sequence[Said]], lengths: dict[Key, int]) -> list[_Group]:
        """What has the very same words, in order of first appearance; `lengths` gets the number of each post's passages."""
        said: dict[str, Said] = {}
        more: dict[str, list[Said]] = {}  # of what stands in several places; most does not
        for post in found:
            for each in post:
                first = said.setdefault(each.id, each)
                if first is not each:
                    more.setdefault(each.id, [first]).append(each)
            for each in post[-1:]:
                key = each.place.post.key
                lengths[key] = max(lengths.get(key, 0), each.place.position + 1)
        groups: dict[str, _Group] = {}
        for name, first in said.items():
            everywhere = tuple(more[name]) if name in more else (first,)
            known = self._groups.get(name)
            groups[name] = _group(everywhere) if known is None or known.said != everywhere else known
        self._groups = groups
        return list(groups.values())


def merge(found: Iterable[tuple[tuple[Part, ...], Place]], progress: Progress = unseen) -> Merged:
    """One passage for each distinct text, in order of first appearance.

    The best of its places stands first and gives the words: that of the newest post, undated ones after, else in the order
    found; posts that are copies of others among them come last, and posts for some people only after all others. A place
    that has other words keeps its own.
    """
    return Merging().merged([(Said(passage_id(parts), parts, place),) for parts, place in found], progress)


def _ordered(groups: Iterable[_Group]) -> list[_Group]:
    """The groups as they are compared: the newest first."""
    return sorted(groups, key=attrgetter("day"), reverse=True)


def _named(ordered: Sequence[_Group], found: Likeness) -> tuple[Mapping[_Group, _Group], Mapping[_Group, _Group]]:
    """What stands for each group that does not stand for itself, and which newer one says the same with other figures."""
    heads = {ordered[number]: ordered[head] for number, head in enumerate(found.stands_for) if number != head}
    return heads, {ordered[older]: ordered[newer] for older, newer in found.differing.items()}


def _group(said: tuple[Said, ...]) -> _Group:
    places = tuple(each.place for each in said)
    posts = frozenset(place.post.key for place in places)
    return _Group(said, places, _newest(places), Text(_prose(said[0].parts), posts))


def _gathered(groups: Iterable[_Group], heads: Mapping[_Group, _Group]) -> Mapping[_Group, list[_Group] | None]:
    """What stands for itself, with all that it stands for, in order of first appearance; None where that is itself alone."""
    gathered: dict[_Group, list[_Group] | None] = {}
    some = frozenset(heads.values())
    for group in groups:
        head = heads.get(group, group)
        if head in some:
            known = gathered.setdefault(head, [])
            assert known is not None  # noqa: S101 - of those that stand for some, all have a list
            known.append(group)
        else:
            gathered[group] = None
    return gathered


def _places(groups: Iterable[_Group]) -> tuple[Place, ...]:
    return tuple(place for group in groups for place in group.places)


def _boilerplate(
    gathered: Mapping[_Group, Sequence[_Group] | None], places: Sequence[Sequence[Place]], lengths: Mapping[Key, int]
) -> frozenset[int]:
    known = Boilerplate(lengths)
    found: set[int] = set()
    for number, (head, groups) in enumerate(gathered.items()):
        if len(places[number]) >= FEWEST_POSTS:
            first = groups[0] if groups else head
            typed = as_typed(_text(first.said[0].parts))
            found |= {number} if known.holds(typed, places[number]) else set()
    return frozenset(found)


def _newest(places: Iterable[Place]) -> date:
    return max(map(_day, places))


def _day(place: Place) -> date:
    return place.post.date or date.min


def _prose(parts: Sequence[Part]) -> str:
    """The text as far as it may be taken for another like it: code and tables are the same or not."""
    return "" if any(part.kind in ("code", "row") for part in parts) else _text(parts)


def _text(parts: Sequence[Part]) -> str:
    return "\n".join(part.text for part in parts)


def _passage(head: _Group, groups: Sequence[_Group] | None, copies: Mapping[Key, Key]) -> Passage:
    """One passage of everything that was said in these words or nearly; the one of before, if it was made of the same."""
    known = _copies_among(head, groups, copies)
    made = head.made
    if made is None or made.copies != known or made.groups != groups:
        said = [each for group in groups or (head,) for each in group.said]
        made = head.made = _Made(groups, known, _worded(said, known))
    return made.passage


def _copies_among(head: _Group, groups: Sequence[_Group] | None, copies: Mapping[Key, Key]) -> Mapping[Key, Key]:
    """The copies whose originals stand there too."""
    if not copies or not (groups or len(head.said) > 1):
        return {}
    posts = {place.post.key for place in _places(groups or (head,))}
    return {copy: copies[copy] for copy in posts & copies.keys() if copies[copy] in posts}


def _worded(said: Sequence[Said], copies: Mapping[Key, Key]) -> Passage:
    """The passage in the words of the best of its places; `copies` has the originals of those that are copies here."""
    ordered = sorted(said, key=lambda each: _standing(each.place, each.place.post.key in copies), reverse=True)
    shown = ordered[0]
    words = ((each, () if each.id == shown.id else each.parts) for each in ordered)
    places = (
        each.place
        if not own and each.place.post.key not in copies
        else replace(each.place, wording=own, copy_of=copies.get(each.place.post.key))
        for each, own in words
    )
    return Passage(shown.id, shown.parts, tuple(places))


def _standing(place: Place, is_copy: bool) -> tuple[bool, bool, date]:
    """The higher, the better a place: what all may read gives words and titles to what some may read, never the other way."""
    return not place.post.limited, not is_copy, _day(place)


def _beside(head: _Group, passage: Passage, newer: Place) -> Passage:
    """The passage with the place that says it otherwise, if that is newer than its own."""
    made = head.made
    if made is None or newer.post.date is None or not date.min < _newest(passage.places) < newer.post.date:
        return passage
    if made.beside is None or made.newer is not newer:
        made = head.made = replace(made, newer=newer, beside=replace(passage, newer=newer))
    return made.beside or passage


def passage_id(parts: Sequence[Part]) -> str:
    """16 hexadecimal digits of the text, blind to white space, case and typographic quotes and dashes."""
    text = "\n".join(" ".join(as_typed(part.text).casefold().split()) for part in parts)
    return blake2b(text.encode(), digest_size=8).hexdigest()
