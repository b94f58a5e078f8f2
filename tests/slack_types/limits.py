"""Slack's documented limits that its types lack, as tables, and the sums over a whole message.

A table maps the `type` of an object to paths below it; each path to the fewest and most characters or items.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from tests.slack_types import nodes

Bounds = Mapping[str, tuple[int, int]]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT = 4000  # above it chat.update refuses; chat.postMessage recommends it
MARKDOWN_SUM = 12_000
TEXT_SUM = 12_500  # undocumented: msg_blocks_too_long was reported from about 13,200
TABLE_SUM = 10_000
VIEW_BYTES = 250_000

ANYWHERE: Bounds = {
    "block_id": (1, 255),
    "action_id": (1, 255),
    "placeholder.text": (1, 150),
    "confirm.title.text": (1, 100),
    "confirm.text.text": (1, 300),
    "confirm.confirm.text": (1, 30),
    "confirm.deny.text": (1, 30),
}
BUTTON: Bounds = {"text.text": (1, 75), "value": (0, 2000), "url": (1, 3000), "accessibility_label": (1, 75)}
IMAGE: Bounds = {"image_url": (1, 3000), "alt_text": (1, 2000), "title.text": (1, 2000)}
CARD: Bounds = {"title.text": (1, 150), "subtitle.text": (1, 150), "body.text": (1, 200), "actions": (1, 3)}


def _options(most: int, *holders: str) -> Bounds:
    """Limits of the options in each holder (`options`, `option_groups[].options`) and of the options chosen at first."""
    each = [f"{holder}[]" for holder in (*holders, "initial_options")] + ["initial_option"]
    fields = {"text.text": (1, 75), "value": (1, 150), "description.text": (1, 75), "url": (1, 3000)}
    inner = {f"{option}.{field}": bounds for option in each for field, bounds in fields.items()}
    return {**dict.fromkeys(holders, (1, most)), **inner}


SELECT: Bounds = {
    **_options(100, "options", "option_groups[].options"),
    "option_groups": (1, 100),
    "option_groups[].label.text": (1, 75),
}
FEEDBACK: Bounds = {
    f"{side}.{path}": bounds for side in ("positive_button", "negative_button") for path, bounds in BUTTON.items()
}

BY_TYPE: Mapping[str, Bounds] = {
    "plain_text": {"text": (1, 3000)},
    "mrkdwn": {"text": (1, 3000)},
    "raw_text": {"text": (1, TABLE_SUM)},
    "text": {"text": (1, TEXT_SUM)},
    "actions": {"elements": (1, 25)},
    "alert": {"text.text": (1, 200)},
    "button": BUTTON,
    "card": CARD,
    "carousel": {"elements": (1, 10)},
    "checkboxes": _options(10, "options"),
    "container": {"title.text": (1, 150), "subtitle.text": (1, 150), "child_blocks": (1, 10)},
    "context": {"elements": (1, 10)},
    "context_actions": {"elements": (1, 5)},
    "data_table": {"caption": (1, 3000), "rows": (2, 100), "rows[]": (1, 20)},
    "feedback_buttons": FEEDBACK,
    "header": {"text.text": (1, 150)},
    "icon_button": BUTTON,
    "image": IMAGE,
    "input": {"label.text": (1, 2000), "hint.text": (1, 2000)},
    "markdown": {"text": (1, MARKDOWN_SUM)},
    "multi_static_select": SELECT,
    "overflow": _options(5, "options"),
    "plan": {"title": (1, 3000)},
    "radio_buttons": _options(10, "options"),
    "rich_text": {"elements": (1, 1000)},
    "section": {"text.text": (1, 3000), "fields": (1, 10), "fields[].text": (1, 2000)},
    "static_select": SELECT,
    "table": {"rows": (1, 100), "rows[]": (1, 20), "column_settings": (0, 20)},
    "workflow_button": BUTTON,
}
NUMBERS: Mapping[str, Bounds] = {
    "plain_text_input": {"max_length": (1, 3000), "min_length": (0, 3000)},
    "data_table": {"page_size": (1, 100)},
}
VIEW: Bounds = {
    "title.text": (1, 24),
    "submit.text": (1, 24),
    "close.text": (1, 24),
    "private_metadata": (0, 3000),
    "callback_id": (0, 255),
    "external_id": (0, 255),
    "blocks": (0, VIEW_BLOCKS),
}
MESSAGE: Bounds = {"text": (1, MESSAGE_TEXT), "blocks": (0, MESSAGE_BLOCKS)}

# Cells and pieces of rich text may be a space; everything else must show something.
MAY_BE_BLANK = frozenset({"raw_text", "text"})


def size_faults(node: Mapping[str, object], bounds: Bounds, path: str) -> Iterator[str]:
    """Values too short, too long or blank at the paths of a table."""
    blank_allowed = node.get("type") in MAY_BE_BLANK
    for way, (least, most) in bounds.items():
        for found, value in nodes.values(node, way):
            if not isinstance(value, str | list):
                continue
            length = len(value.strip()) if isinstance(value, str) and least and not blank_allowed else len(value)
            unit = "characters" if isinstance(value, str) else "items"
            if length < least or len(value) > most:
                yield f"{path}{found}: {length} {unit}, allowed {least} to {most}".lstrip(".")


def node_faults(node: Mapping[str, object], path: str) -> Iterator[str]:
    """Every limit that one object of a block breaks by itself."""
    kind = str(node.get("type"))
    yield from size_faults(node, ANYWHERE, path)
    yield from size_faults(node, BY_TYPE.get(kind, {}), path)
    for way, (least, most) in NUMBERS.get(kind, {}).items():
        for found, value in nodes.values(node, way):
            if isinstance(value, int) and not least <= value <= most:
                yield f"{path}{found}: {value}, allowed {least} to {most}"


def blocks_of(payload: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The blocks of a payload with their paths, those inside containers after the container itself."""
    for path, block in nodes.values(payload, "blocks[]"):
        if isinstance(block, Mapping):
            yield path.removeprefix("."), block
            for way, child in nodes.values(block, "child_blocks[]"):
                if isinstance(child, Mapping):
                    yield f"{path}{way}".removeprefix("."), child


def duplicate_faults(payload: Mapping[str, object]) -> Iterator[str]:
    """A block_id used twice, or an action_id used twice in one block."""
    blocks = list(blocks_of(payload))
    yield from _repeated((f"{path}.block_id", block.get("block_id")) for path, block in blocks)
    for path, block in blocks:
        own = {key: value for key, value in block.items() if key != "child_blocks"}
        yield from _repeated((f"{way}.action_id", node.get("action_id")) for way, node in nodes.objects(own, path))


def _repeated(found: Iterator[tuple[str, object]]) -> Iterator[str]:
    seen: dict[object, str] = {}
    for path, value in found:
        if isinstance(value, str) and seen.setdefault(value, path) != path:
            yield f"{path}: {value!r} is taken by {seen[value]}"


def sum_faults(message: Mapping[str, object]) -> Iterator[str]:
    """Sums over all blocks of a message: text, markdown text, table cells, tables."""
    blocks = [block for _, block in blocks_of(message)]
    inside = list(chain.from_iterable(nodes.objects(block, "") for _, block in nodes.values(message, "blocks[]")))
    tables = [block for block in blocks if block.get("type") in {"table", "data_table"}]
    cells = chain.from_iterable(nodes.objects(table.get("rows"), "") for table in tables)
    sums = {
        "text": (_characters(inside), TEXT_SUM),
        "markdown text": (_characters((p, n) for p, n in inside if n.get("type") == "markdown"), MARKDOWN_SUM),
        "table text": (_characters(cells), TABLE_SUM),
        "tables": (len(tables), 1),
    }
    for what, (total, most) in sums.items():
        if total > most:
            yield f"blocks: {total} {what} in all, allowed {most}"


def _characters(found: Iterator[tuple[str, Mapping[str, object]]] | list[tuple[str, Mapping[str, object]]]) -> int:
    return sum(len(text) for _, node in found if isinstance(text := node.get("text"), str))
