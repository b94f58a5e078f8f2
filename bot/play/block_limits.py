"""What Slack refuses in blocks: too many, too long, empty, unknown, or with an id used twice."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MESSAGE_BLOCKS = 50
MARKDOWN_CHARACTERS = 12_000
TABLES = 1
ALL_CHARACTERS = 13_200
"""Not documented: about here real messages are refused with msg_blocks_too_long."""

KNOWN_BLOCKS = frozenset(
    [
        "actions",
        "alert",
        "card",
        "carousel",
        "container",
        "context",
        "context_actions",
        "data_table",
        "divider",
        "file",
        "header",
        "image",
        "input",
        "markdown",
        "plan",
        "rich_text",
        "section",
        "table",
        "task_card",
        "video",
    ]
)
_TEXT_LIMITS = {"section": 3000, "header": 150, "button": 75, "context": 3000}
_COUNTS = {"actions": ("elements", 25), "context": ("elements", 10), "context_actions": ("elements", 5)}
_LENGTHS = {"value": 2000, "action_id": 255, "block_id": 255, "alt_text": 2000, "url": 3000}


def problems(blocks: object, limit: int = MESSAGE_BLOCKS) -> Sequence[str]:
    """What Slack would refuse in these blocks, one line each; empty when all is well."""
    if not isinstance(blocks, list) or not all(isinstance(block, Mapping) for block in blocks):
        return ["must be an array of objects [json-pointer:/blocks]"]
    found = [] if len(blocks) <= limit else [f"no more than {limit} items allowed [json-pointer:/blocks]"]
    for number, block in enumerate(blocks):
        found += [f"{problem} [json-pointer:/blocks/{number}]" for problem in _of_block(block)]
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    found += [f"block_id {name!r} is used twice" for name, count in ids.items() if count > 1]
    if (
        sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown")
        > MARKDOWN_CHARACTERS
    ):
        found.append(f"markdown text must be {MARKDOWN_CHARACTERS} characters or less in all")
    if sum(block.get("type") == "table" for block in blocks) > TABLES:
        found.append("only one table is allowed")
    return found


def characters(blocks: Sequence[Mapping[str, Any]]) -> int:
    """How much text the blocks hold in all."""
    return sum(len(part["text"]) for part in _parts(blocks) if isinstance(part.get("text"), str))


def _of_block(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    if kind not in KNOWN_BLOCKS:
        yield f"unsupported type: {kind}"
        return
    if kind == "section" and not (block.get("text") or block.get("fields")):
        yield "a section needs text or fields"
    if kind == "header" and _text_type(block) != "plain_text":
        yield "a header must be plain_text"
    if kind in _COUNTS:
        name, most = _COUNTS[kind]
        if not 1 <= len(block.get(name, ())) <= most:
            yield f"{name} must have between 1 and {most} items"
    for part in _parts(block):
        yield from _of_part(part)


def _of_part(part: Mapping[str, Any]) -> Iterator[str]:
    kind = part.get("type")
    text = part.get("text")
    if isinstance(text, Mapping) and isinstance(text.get("text"), str):
        most = _TEXT_LIMITS.get(str(kind), 3000)
        if not 1 <= len(text["text"]) <= most:
            yield f"the text of a {kind} must be between 1 and {most} characters"
    for name, most in _LENGTHS.items():
        if isinstance(part.get(name), str) and len(part[name]) > most:
            yield f"{name} must be less than {most + 1} characters"
    if kind == "image" and not isinstance(part.get("alt_text"), str):
        yield "an image needs alt_text"


def _text_type(block: Mapping[str, Any]) -> object:
    text = block.get("text")
    return text.get("type") if isinstance(text, Mapping) else None


def _parts(part: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, Mapping):
        yield part
        for value in part.values():
            yield from _parts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _parts(value)
