"""The same paragraph in several posts → one passage with all its places."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b

from knowledge.model import Part, Passage, Place
from knowledge.typography import TYPED


def merge(found: Iterable[tuple[tuple[Part, ...], Place]]) -> tuple[Passage, ...]:
    """One passage for each distinct text, in order of first appearance.

    The best of its places stands first: that of the newest post, undated ones last, else in the order found.
    """
    places: dict[str, list[Place]] = {}
    texts: dict[str, tuple[Part, ...]] = {}
    for parts, place in found:
        key = passage_id(parts)
        texts.setdefault(key, parts)
        places.setdefault(key, []).append(place)
    return tuple(Passage(key, parts, _newest_first(places[key])) for key, parts in texts.items())


def _newest_first(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: place.post.date or date.min, reverse=True))


def passage_id(parts: Sequence[Part]) -> str:
    """16 hexadecimal digits of the text, blind to white space, case and typographic quotes and dashes."""
    text = "\n".join(" ".join(part.text.translate(TYPED).casefold().split()) for part in parts)
    return blake2b(text.encode(), digest_size=8).hexdigest()
