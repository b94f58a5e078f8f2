"""Why an answer was found → the modal that says it."""

from collections.abc import Iterator, Sequence

from bot import mrkdwn
from bot.texts import Texts
from bot.views import blocks
from bot.views.blocks import Block, View
from bot.views.quotations import source_line
from knowledge.results import Hit

_WORDS = 600  # characters of each list of words
_QUESTION = 600


def why(question: str, shown: Sequence[Hit], runners_up: Sequence[Hit], texts: Texts) -> View:
    """For each paragraph of the answer the words that found it, and those it lacks; below them what came next."""
    parts: list[Block] = [
        blocks.context(mrkdwn.escape(blocks.cut(texts("why-question", question=question), _QUESTION)))
    ]
    for hit in shown:
        parts += [source_line(hit.places[0], texts), blocks.context(mrkdwn.escape("\n".join(_reasons(hit, texts))))]
    if not shown:
        parts.append(blocks.section(mrkdwn.escape(texts("why-gone"))))
    parts.append(blocks.divider())
    parts.append(blocks.section(f"*{mrkdwn.escape(texts('why-runners-up'))}*"))
    for hit in runners_up:
        parts += [source_line(hit.places[0], texts), blocks.context(mrkdwn.escape("\n".join(_reasons(hit, texts))))]
    if not runners_up:
        parts.append(blocks.context(mrkdwn.escape(texts("why-none"))))
    return blocks.modal("why", texts("why-title"), parts, close=texts("why-close"))


def _reasons(hit: Hit, texts: Texts) -> Iterator[str]:
    lists = (("why-matched", hit.matched), ("why-expanded", hit.expanded), ("why-missing", hit.missing))
    said = [texts(name, words=blocks.cut(", ".join(words), _WORDS)) for name, words in lists if words]
    yield from said or [texts("why-filter")]
