"""Lines of Markdown tables."""

from collections.abc import Iterator


def head(*names: str) -> Iterator[str]:
    """The names of the columns, and the line below them."""
    yield line(*names)
    yield line(*("---" for _ in names))


def line(*cells: object) -> str:
    """One row."""
    return f"| {' | '.join(map(str, cells))} |"
