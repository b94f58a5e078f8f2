"""Results → the answer message."""

from collections.abc import Iterator

from bot import mrkdwn
from bot.names import Names
from bot.texts import Texts
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.message import Message
from bot.views.quotations import others, quote, remarks, source_line, spoken, spoken_remarks
from bot.views.reading import reading
from knowledge.results import Hit, Results

MORE, WHY, NOT_THIS, SHARE, GAP = "more_answers", "why_answer", "not_this_answer", "share_answer", "record_gap"
FEEDBACK = "feedback"
HELPFUL, NOT_HELPFUL = "up:", "down:"  # before the id of the answer
_HEADING = 300  # characters
_READING = 600


def answer(results: Results, texts: Texts) -> Message:
    """The paragraphs that answer; or the closest, said to be such; or a plain statement that nothing was found.

    Below them in small print: what was searched beside the words of the question, and how its operators were read.
    """
    return framed(quotes(results, texts), statement(results, texts), reading(results, texts))


def quotes(results: Results, texts: Texts) -> Message:
    """The paragraphs alone, with nothing of the question."""
    said = " — ".join(_spoken(hit, texts) for hit in results.leading)
    return Message(blocks.message_text(said), tuple(block for hit in results.leading for block in _hit(hit, texts)))


def framed(quoted: Message, stated: str, read: str) -> Message:
    """The paragraphs between what is said of the question; each may be empty."""
    said = " — ".join(filter(None, (mrkdwn.escape(stated), quoted.text, mrkdwn.escape(read))))
    above = [blocks.section(mrkdwn.escape(stated))] if stated else []
    below = [blocks.context(mrkdwn.escape(blocks.cut(read, _READING)))] if read else []
    return Message(blocks.message_text(said), (*above, *quoted.blocks, *below))


def headed(message: Message, heading: str) -> Message:
    """The message below a line in small print."""
    heading = blocks.cut(heading, _HEADING)
    return Message(
        blocks.message_text(f"{mrkdwn.escape(heading)} — {message.text}"),
        (blocks.context(mrkdwn.escape(heading)), *message.blocks),
    )


def with_buttons(message: Message, answer_id: str, outcome: str, names: Names, texts: Texts, *, own: bool) -> Message:  # noqa: PLR0913
    """The answer with its number and what can be done with it; `own` is one that only the asker sees."""
    numbered = texts("answer-number", id=answer_id, ask=names.ask)
    row = [_button(GAP, "gap", answer_id, texts)] if outcome != "answer" else []
    if outcome != "nothing":
        row += [_button(*each, answer_id, texts) for each in ((MORE, "more"), (WHY, "why"), (NOT_THIS, "not-this"))]
        row += [_button(SHARE, "share", answer_id, texts)] if own else []
    extra = [blocks.context(numbered), blocks.actions("answer", *row)]
    if outcome != "nothing":
        extra.append(_feedback(answer_id, texts))
    return Message(blocks.message_text(f"{message.text} — {numbered}"), (*message.blocks, *extra))


def statement(results: Results, texts: Texts) -> str:
    """One plain sentence about what was and was not found; empty for an answer."""
    if results.outcome == "answer":
        return ""
    if is_wordless(results):
        return texts("answer-no-word")
    said = texts("answer-closest") if results.outcome == "closest" else texts("answer-nothing", posts=results.posts)
    if results.unknown:
        words = ", ".join(texts("answer-word", word=word) for word in results.unknown)
        said = f"{said} {texts('answer-unknown', words=words)}"
    return said


def is_wordless(results: Results) -> bool:
    """Whether the question held nothing to search for."""
    told = results.words or results.unknown or results.read_as or results.mistakes
    return results.outcome == "nothing" and not told


def read_vote(value: str) -> tuple[str, bool]:
    """The id of the answer that a feedback button stands under, and whether it was found helpful."""
    helpful = value.startswith(HELPFUL)
    return value.removeprefix(HELPFUL if helpful else NOT_HELPFUL), helpful


def _hit(hit: Hit, texts: Texts) -> Iterator[Block]:
    yield source_line(hit.places[0], texts)
    yield quote(hit.excerpt)
    yield from remarks(hit, texts)
    yield from others(hit.places, texts)


def _spoken(hit: Hit, texts: Texts) -> str:
    said = (spoken(hit.places[0], hit.excerpt, hit.places, texts), spoken_remarks(hit, texts))
    return " — ".join(filter(None, said))


def _button(action_id: str, name: str, value: str, texts: Texts) -> Block:
    return blocks.button(action_id, texts(f"button-{name}"), value, texts(f"button-{name}-spoken"))


def _feedback(answer_id: str, texts: Texts) -> Block:
    return blocks.feedback(
        FEEDBACK,
        (texts("button-helpful"), HELPFUL + answer_id, texts("button-helpful-spoken")),
        (texts("button-not-helpful"), NOT_HELPFUL + answer_id, texts("button-not-helpful-spoken")),
    )
