"""One typing mistake in a question, the same in every run."""

import re
from random import Random

_WORD = re.compile(r"[^\W\d_]{4,}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def with_typo(text: str, random: Random) -> str:
    """The text with one letter replaced, left out, added or swapped with the next, in a word of four letters or more."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = random.choice(words)
    return text[: word.start()] + _mistyped(word.group(), random) + text[word.end() :]


def _mistyped(word: str, random: Random) -> str:
    place = random.randrange(len(word) - 1)
    letter = random.choice([each for each in _LETTERS if each != word[place].lower()])
    following = word[place + 1]
    return random.choice([
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + following + word[place] + word[place + 2 :],
    ])  # fmt: skip
