"""HTML that no person wrote, made harmless before it is parsed.

A parser of HTML must look through all open elements at every `<div>`, and open every unclosed `<b>` anew in every
paragraph: the first takes quadratic time, the second memory without end.
"""

import re

DEEPEST = 100  # elements that stand in one another; pages of people have 40
_MOST_REOPENED = 200_000  # formatting elements that a parser may have to open anew

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*>?")
_FEW = 150  # tags; they can do no harm
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSED_BY_THE_NEXT = frozenset("p li dt dd tr td th option thead tbody tfoot html head body".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())


def tamed(html: str) -> str:
    """The same HTML; tags that stand too deep are left out, and all formatting where too much of it is unclosed."""
    if html.count("<") <= _FEW:
        return html
    limits = _Limits()
    shallow = _TAG.sub(limits.tag, html)
    if limits.reopened > _MOST_REOPENED:
        shallow = _TAG.sub(lambda found: "" if found.group(2).lower() in _FORMATTING else found.group(), shallow)
    return shallow if limits.cut or limits.reopened > _MOST_REOPENED else html


class _Limits:
    """Goes through the tags once, knowing how many elements are open."""

    def __init__(self) -> None:
        self.cut = False
        self.reopened = 0
        self._depth = 0
        self._formatting = 0

    def tag(self, found: re.Match[str]) -> str:
        name = found.group(2).lower()
        if name in _EMPTY:
            return found.group()
        if name in _CLOSED_BY_THE_NEXT:
            self.reopened += self._formatting
            return found.group()
        step = -1 if found.group(1) else 1
        deep = self._depth > DEEPEST or (step > 0 and self._depth == DEEPEST)
        self._depth = max(0, self._depth + step)
        if name in _FORMATTING:
            self._formatting = max(0, self._formatting + step)
        else:
            self.reopened += self._formatting
        self.cut = self.cut or deep
        return "" if deep else found.group()
