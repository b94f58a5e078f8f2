"""Which texts say nearly the same words, and which say the same words with other figures.

Two texts are alike when four fifths of all runs of three words are common to both, their figures are the same and neither has
a word of weight for one of the other. Each is compared with those before it that have one of its four smallest hashes, so
the time grows with the texts and not their pairs; and only with the first twenty of them.

That is also what makes a change cheap. What a text is depends on those before it that share a hash, so where one comes or
goes, those after it that share one are looked at again, then those after the ones that became something else, and no others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import islice
from operator import attrgetter, ge

from knowledge.plain_words import PlainWords
from knowledge.progress import COMPARING, Progress, told, unseen
from knowledge.text_buckets import Buckets, Node, Text, order_of
from knowledge.wordings import Wording, Words, is_another, wording_of

__all__ = ["Comparison", "Likeness", "LikenessMemory", "Text", "likeness"]

_ALIKE = 0.8
_text_of = attrgetter("text")


@dataclass(slots=True)
class Likeness:
    """What stands for each text: itself, or one before it that says nearly the same; both by number.

    `differing` has for texts that stand for themselves the first one before that says the same with other figures.
    """

    stands_for: list[int] = field(default_factory=list)
    differing: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison has found of texts in their order: enough to go on from it in another process.

    `plain` has the words that told texts apart, and whether some text writes each without a capital.
    """

    wordings: Sequence[Wording]
    likeness: Likeness
    plain: Mapping[str, bool]


class LikenessMemory:
    """How alike texts are, remembered while they are compared again. Not for two threads at once."""

    def __init__(self) -> None:
        self._words = Words()
        self._compared: _Compared | None = None

    def likeness(self, texts: Sequence[Text], progress: Progress = unseen) -> Likeness:
        """Compare each text with those before it; what was the same the last time, and in the same order, is known."""
        before, self._compared = self._compared, None  # where this fails half way, nothing of it is of use
        known: Mapping[int, Node] = {} if before is None else before.nodes
        new = [text for text in texts if id(text) not in known]
        fresh = {id(text): Node(text, wording_of(self._words, text.text)) for text in told(new, COMPARING, progress)}
        nodes = [known.get(key) or fresh[key] for key in map(id, texts)]
        if before is None or not before.follow(nodes):
            before = _Compared(Node(each.text, each.wording) for each in nodes)
        self._compared = before
        return before.likeness()

    def comparison(self) -> Comparison:
        """What is remembered of the texts that were compared last."""
        compared = self._compared or _Compared(())
        wordings = [node.wording for node in compared.nodes.values()]
        return Comparison(wordings, compared.likeness(), compared.plain.asked)

    def resume(self, texts: Sequence[Text], comparison: Comparison) -> None:
        """Remember these texts as they were compared elsewhere."""
        nodes = [Node(text, wording) for text, wording in zip(texts, comparison.wordings, strict=True)]
        self._compared = _Compared(nodes, comparison)


def likeness(texts: Sequence[Text], memory: LikenessMemory | None = None, progress: Progress = unseen) -> Likeness:
    """Compare each text with those before it (so put first what should stand for others).

    Texts of one post are never taken for each other: who writes two alike means two things.
    """
    return (memory or LikenessMemory()).likeness(texts, progress)


class _Compared:
    """The texts in their order, each with what stands for it, and the buckets by which they find each other."""

    def __init__(self, nodes: Iterable[Node], known: Comparison | None = None) -> None:
        self.nodes: dict[int, Node] = {}
        self.plain = PlainWords()
        self._buckets = Buckets()
        self._due: dict[int, Node] = {}
        self._later: list[tuple[int, Node]] | None = None  # a heap of what is due, while that is looked at
        self._take(list(nodes), [])
        if known:
            self.plain = PlainWords(known.plain)
        heads = self._known_heads(known.likeness) if known else map(self._head, self.nodes.values())
        for node, head in zip(self.nodes.values(), heads, strict=True):
            self._place(node, head)
        self._due.clear()

    def _known_heads(self, known: Likeness) -> Iterator[Node | None]:
        """What stands for each text, and what it differs from, as that was found before."""
        nodes = [*self.nodes.values()]
        for older, newer in known.differing.items():
            nodes[older].differing = nodes[newer]
        return (None if number == head else nodes[head] for number, head in enumerate(known.stands_for))

    def likeness(self) -> Likeness:
        """What stands for each text, by their numbers."""
        nodes = self.nodes.values()
        heads = [node.order if node.head is None else node.head.order for node in nodes]
        return Likeness(heads, {node.order: node.differing.order for node in nodes if node.differing})

    def follow(self, nodes: Sequence[Node]) -> bool:
        """Compare what is new, and what depends on what is new or gone.

        False, and this is of no use any more, where all must be compared anew: those that stayed have changed places, or a word
        that told two texts apart is a name no more.
        """
        orders = [node.order for node in nodes if node.is_placed]
        if any(map(ge, orders, islice(orders, 1, None))):
            return False
        names = self.nodes.keys() - map(id, map(_text_of, nodes)) if len(orders) < len(self.nodes) else ()
        gone = sorted(map(self.nodes.__getitem__, names), key=order_of)
        for node in gone:
            self._unplace(node)
            self._buckets.remove(node)
        self._take(nodes, gone)
        if self.plain.has_changed(_texts(self.nodes.values())):
            return False
        self._settle()
        return True

    def _take(self, nodes: Sequence[Node], gone: Sequence[Node]) -> None:
        """Let these be all nodes."""
        new = [node for node in nodes if not node.is_placed]
        for order, node in enumerate(nodes):
            node.order = order
        for node in new:
            self._buckets.add(node)
            self._due[id(node)] = node
        for node in gone:
            self._due.pop(id(node), None)
        self.nodes = dict(zip(map(id, map(_text_of, nodes)), nodes, strict=True))
        self.plain.change(_texts(gone), _texts(new))

    def _settle(self) -> None:
        """Look at everything that is due, in order: what is found to be something else makes only later ones due."""
        self._later = [(node.order, node) for node in self._due.values()]
        heapify(self._later)
        while self._later:
            _, node = heappop(self._later)
            del self._due[id(node)]
            head = self._head(node)
            if not node.is_placed or head is not node.head:
                self._unplace(node)
                self._place(node, head)
        self._later = None

    def _head(self, node: Node) -> Node | None:
        """The text before it that this one is most alike, with the same figures; what it differs from, where there is none."""
        found = self._alike(node, self._buckets.before(node, node.exact_hashes()))
        likest = sorted(found, key=lambda each: (-each[0], each[1].order))
        head = next((other for _, other in likest if not self._is_another(node, other)), None)
        node.differing = None if head else self._differing(node)
        return head

    def _differing(self, node: Node) -> Node | None:
        """The first text before it that this one is alike, but for what it counts or denies."""
        before = self._buckets.before(node, node.wording.sketch)
        if not before:  # most texts share nothing with any
            return None
        amounts = node.wording.amounts
        found = self._alike(node, (other for other in before if other.wording.amounts != amounts))
        others = sorted((other for _, other in found), key=order_of)
        return next((other for other in others if not self._is_another(node, other)), None)

    def _alike(self, node: Node, others: Iterable[Node]) -> Iterator[tuple[float, Node]]:
        """How alike each of these texts is, if it is and no post has both."""
        runs = len(node.wording.runs)
        lengths = ((other, len(other.wording.runs)) for other in others)
        near = [other for other, length in lengths if runs >= _ALIKE * length and length >= _ALIKE * runs]
        if not near:
            return
        share_of = node.wording.share()
        for other in near:
            share = share_of(other.wording)
            if share >= _ALIKE and not other.holds(node):
                yield share, other

    def _is_another(self, node: Node, other: Node) -> bool:
        return is_another(
            node.text.text, other.text.text, lambda word: self.plain.holds(word, _texts(self.nodes.values()))
        )

    def _place(self, node: Node, head: Node | None) -> None:
        """Let a text stand for itself, or another for it."""
        node.is_placed, node.head = True, head
        if head is None:
            self._buckets.lift(node)
            self._spread(node, node)
        else:
            head.take(node)
            self._spread(head, node)

    def _unplace(self, node: Node) -> None:
        """Take back what was decided about a text."""
        if node.is_head:
            self._spread(node, node)
            self._buckets.lower(node)
        elif node.head is not None:
            self._spread(node.head, node)
            node.head.leave(node)
        node.is_placed, node.head = False, None

    def _spread(self, head: Node, node: Node) -> None:
        """Make due what stands after a node and can see a head of which something has changed."""
        if len(self._due) == len(self.nodes):
            return  # all are looked at in turn
        for each in self._buckets.seeing(head, node):
            if id(each) not in self._due:
                self._due[id(each)] = each
                if self._later is not None:
                    heappush(self._later, (each.order, each))


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    return (node.text.text for node in nodes)
