"""Typographic characters of published posts as people type them: curly quotes, dashes, no-break spaces, ellipses."""

# One character for one, so that offsets into a text stay true.
TYPED = str.maketrans("‘’‛ʼ“”„‐‑‒–—―−…\u00a0", "''''\"\"\"-------. ")


def as_typed(text: str) -> str:
    """The text as people type it, character for character."""
    return text if text.isascii() else text.translate(TYPED)
