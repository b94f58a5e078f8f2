"""What may be looked at, and how much of a passage is seen there."""

from dataclasses import dataclass, replace

from knowledge.model import Passage, Place


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search may look at: posts of these sources (all where none is named), but not these passages, by id.

    `public` leaves only what everybody may be shown unasked; `hidden` are the sources that whoever asks may not read.
    """

    sources: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    public: bool = False
    hidden: frozenset[str] = frozenset()

    def accepts(self, place: Place) -> bool:
        """Whether a place is in a post that may be looked at."""
        post = place.post
        if post.source in self.hidden or (self.public and not post.public):
            return False
        return not self.sources or post.source in self.sources

    def seen(self, passage: Passage) -> Passage | None:
        """The passage as it stands in the scope: its places there alone, in the words of the best; None where none is."""
        if self == EVERYTHING:
            return passage
        places = tuple(filter(self.accepts, passage.places))
        if not places:
            return None
        newer = passage.newer if passage.newer and self.accepts(passage.newer) else None
        if len(places) == len(passage.places) and newer is passage.newer:
            return passage
        keys = {place.post.key for place in places}
        known = tuple(place if place.copy_of in (None, *keys) else replace(place, copy_of=None) for place in places)
        return replace(passage, places=known, newer=newer).worded_at(known[0])


EVERYTHING = Scope()
