"""How a question was understood, in words: its operators, what was searched beside it, what could not be read."""

from bot.texts import Texts
from knowledge.results import Remark, Results


def reading(results: Results, texts: Texts) -> str:
    """One line, where the question was more than its words; empty where it was not."""
    parts = (
        ("read-searched", "; ".join(_read(remark, texts) for remark in results.read_as)),
        ("read-added", ", ".join(results.helped)),
        ("read-mistakes", " ".join(_mistake(remark, texts) for remark in results.mistakes)),
    )
    return " · ".join(texts(name, what=what) for name, what in parts if what)


def _read(remark: Remark, texts: Texts) -> str:
    if remark.kind in ("after", "before"):
        return texts(f"read-{remark.kind}", what=remark.values[0])
    words = (texts("answer-word", word=value) for value in remark.values)
    return texts(f"read-{remark.kind}", what=f" {texts('read-or')} ".join(words))


def _mistake(remark: Remark, texts: Texts) -> str:
    names = ("typed", "other", "from", "until")
    values = dict(zip(names, remark.values, strict=False))
    marked = {name: f"`{value}`" if name in ("typed", "other") else value for name, value in values.items()}
    return texts(f"mistake-{remark.kind}", **marked)
