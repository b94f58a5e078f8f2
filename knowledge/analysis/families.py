"""Families of words: what a language makes of a word (fail → failure, decide → decision), which stems keep apart.

A stemmer takes off endings that nearly every word may have. What is left apart is found by pairs of endings, and believed only
where the corpus holds the word that another one would come from: `failure` comes of `fail`, and `nature` of nothing.
"""

from collections.abc import Container, Iterator, Mapping, Sequence

from knowledge.analysis.analyzer import Analyzer

# An ending → what may stand in its place in the word that was there first. None that denies (-less): it is no name for the word.
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    # what somebody does
    "ation": ("", "e"), "ition": ("e",), "sion": ("d", "de", "t"), "ssion": ("de", "t"), "ption": ("be", "pt"),
    "mption": ("me",), "uction": ("uce",), "olution": ("olve",), "ification": ("ify",), "planation": ("plain",),
    "tention": ("tain",), "ment": ("",), "ement": ("e",), "ure": ("", "e"), "al": ("", "e"), "wth": ("w",),
    "ance": ("", "e", "ant"), "ence": ("", "e", "ent"), "tenance": ("tain",), "rrence": ("r",), "nse": ("nd",),
    "ysis": ("yse", "yze"), "ytic": ("yse", "yze"), "ytics": ("yse", "yze"), "osis": ("ose",), "asis": ("asize",),
    "esis": ("esize", "etic"),
    # what something is, or may be
    "able": ("", "e"), "ability": ("", "e", "able"), "ible": ("", "e"), "ibility": ("", "e", "ible"), "ive": ("", "e"),
    "nsive": ("nd",), "ancy": ("ant",), "ency": ("ent",), "ity": ("", "e"), "ness": ("",), "iness": ("y",),
    "ship": ("",), "ership": ("er",), "ial": ("", "y"), "ic": ("", "y"), "ical": ("", "y", "ic"), "ous": ("", "e"),
    "uous": ("ue",), "ly": ("",), "ily": ("y",),
    # what somebody makes of it
    "ize": ("", "e", "ise"), "ise": ("", "ize"), "ization": ("",), "itize": ("ity",), "arize": ("ary",),
    "orize": ("ory",),
    # British and American
    "our": ("or",),
}  # fmt: skip
_ENDS = tuple(f"{ending}{plural}" for ending in _ENDINGS for plural in ("", "s"))
_TAILS = frozenset(end[-2:] for end in _ENDS)
_LONGEST, _SHORTEST = max(map(len, _ENDINGS)), min(map(len, _ENDINGS))
_LEAST_LEFT = 2  # letters before an ending
_LEAST = 4  # of the word that was there first
_IRREGULAR = tuple(
    tuple(pair.split("/"))
    for pair in """
    advice/advise belief/believe cause/because choice/choose complaint/complain constraint/constrain depth/deep ease/easy
    excess/exceed freedom/free heat/hot height/high knowledge/know length/long loss/lose practice/practise proof/prove
    pursuit/pursue receipt/receive repetition/repeat sale/sell speech/speak strength/strong success/succeed thought/think
    trial/try truth/true weight/weigh width/wide wisdom/wise
    """.split()
)


class Families:
    """Looks up what belongs to a word; `known` maps a term to the words of its family.

    `words` are those of a corpus, `held` its terms.
    """

    def __init__(
        self, known: Mapping[str, Sequence[str]], analyzer: Analyzer, words: Container[str], held: Container[str]
    ) -> None:
        self.known = known
        self._analyzer = analyzer
        self._words = words
        self._held = held

    @classmethod
    def of(cls, words: Mapping[str, str], analyzer: Analyzer, held: Container[str]) -> "Families":
        """The families of a corpus' words, each with its term; of none in other languages than English."""
        known: dict[str, dict[str, str]] = {}
        if analyzer.is_english:
            for word, base in _pairs(words):
                own, other = words[word], words.get(base) or analyzer.stem(base)
                if own != other and (base in words or other not in held):
                    known.setdefault(other, {}).setdefault(own, word)
                    if base in words:
                        known.setdefault(own, {}).setdefault(other, base)
        return cls({term: [*family.values()] for term, family in known.items()}, analyzer, words, held)

    def kin(self, word: str, term: str) -> Sequence[tuple[str, str]]:
        """The other words of a word's family that the corpus holds, each with its term, no term twice."""
        found = {self._analyzer.stem(each): each for each in self.known.get(term, ())}
        if term not in self._held and self._analyzer.is_english and word.isalpha():
            for base in sorted(_bases(word.lower()), key=lambda each: each not in self._words):
                found.setdefault(self._analyzer.stem(base), base)
        return [(each, of) for of, each in found.items() if of != term and of in self._held]


def _pairs(words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every word with each that it may come of, and the irregular ones both ways."""
    # Seven in eight have no base, and to most of those their last two letters say it.
    for word in sorted(word for word in words if word[-2:] in _TAILS and word.endswith(_ENDS)):
        yield from ((word, base) for base in _bases(word))
    for one, other in _IRREGULAR:
        yield from (pair for pair in ((one, other), (other, one)) if pair[0] in words)


def _bases(word: str) -> Iterator[str]:
    """What a word may come of, by its endings, the longest first; also where an s is the plural's."""
    for form in (word, word[:-1]) if word.endswith("s") and not word.endswith("ss") else (word,):
        for size in range(min(_LONGEST, len(form) - _LEAST_LEFT), _SHORTEST - 1, -1):
            for ending in _ENDINGS.get(form[-size:], ()):
                if len(form) - size + len(ending) >= _LEAST:
                    yield form[:-size] + ending
