"""Posts of made-up words, the same in every run, as many as a benchmark wants."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from knowledge.config import Config
from knowledge.duplicates import merge
from knowledge.model import Corpus, Part, Place, Post

_SYLLABLES = "ba co di fu ga he ji ko la mi nu po qua re si tu va we xi zo".split()
_WORDS = 20_000
_PARAGRAPHS = 10  # of a post
_FIRST_DAY = date(2015, 1, 1)


class Vocabulary:
    """Words as common as those of a language: the second half as common as the first, the third a third (Zipf)."""

    def __init__(self, random: Random) -> None:
        self._random = random
        made = dict.fromkeys("".join(random.choices(_SYLLABLES, k=random.randint(2, 4))) for _ in range(2 * _WORDS))
        self._words = list(made)[:_WORDS]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))

    def text(self, words: int) -> str:
        """So many words."""
        return " ".join(self._random.choices(self._words, cum_weights=self._weights, k=words))


def corpus_of(passages: int) -> Corpus:
    """A corpus of so many passages, 40 words each."""
    vocabulary = Vocabulary(Random(1))
    posts: list[Post] = []

    def placed() -> Iterator[tuple[tuple[Part, ...], Place]]:
        for number in range(passages):
            position = number % _PARAGRAPHS
            if position == 0:
                day = _FIRST_DAY + timedelta(days=number // _PARAGRAPHS)
                url = f"https://posts.example/{number}"
                posts.append(Post("made up", f"{number}.md", vocabulary.text(6), url=url, date=day))
            place = Place(posts[-1], (vocabulary.text(2),), position, last=False, url=posts[-1].url)
            yield (Part("paragraph", vocabulary.text(40).capitalize() + "."),), place

    merged = merge(placed()).passages
    return Corpus(tuple(posts), merged)


def questions(count: int) -> Sequence[str]:
    """Questions of six words each."""
    vocabulary = Vocabulary(Random(1))
    vocabulary.text(1_000)  # not the words of the first post
    return [vocabulary.text(6) for _ in range(count)]


CONFIG = Config()
