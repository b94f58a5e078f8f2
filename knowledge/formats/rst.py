"""reStructuredText → one post, with docutils where it is installed."""

import re

from knowledge.formats.decoding import decode
from knowledge.formats.front_matter import FrontMatter
from knowledge.formats.posts import reading_of
from knowledge.model import Document, Problem, Reading

_MISSING = (
    "docutils, which reads reStructuredText, is not installed",
    "Install it with: pip install 'commonplace-bot[rst]'",
)
_DATE = re.compile(r"^([ \t]*\.\. \|[^|\n]+\|) date::", re.MULTILINE)  # it would be another text every day
_DEFINITION = re.compile(r"^[ \t]*\.\. \|([^|\n]+)\| replace::(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_REFERENCE = re.compile(r"\|([^|\s][^|\n]*)\|")
_LONGEST = 2_000_000  # characters that substitutions may add


def read(document: Document) -> Reading:
    """Read a document: one post, or a problem where docutils is missing or gives up."""
    text, problems = decode(document)
    if problems and not problems[0].kept:
        return Reading(problems=problems)
    try:
        from knowledge.formats.rst_blocks import parsed, read_tree  # noqa: PLC0415 - docutils is an extra
    except ModuleNotFoundError:
        return Reading(problems=(*problems, Problem(document.path, 1, *_MISSING, kept=False)))
    try:
        if _grown(text) > _LONGEST:
            return _refused(document, problems, "its substitutions make more than 2 MB of text")
        tree = parsed(_DATE.sub(r"\1 replace::", text))
    except Exception as error:  # noqa: BLE001 - docutils raises what Python raises, whatever it meets
        what = "nests too deep" if isinstance(error, RecursionError) else f"{type(error).__name__}: {error}"
        return _refused(document, problems, what)
    fields, blocks = read_tree(tree)
    return reading_of(document, FrontMatter(fields, "", 1, head=text[:2000]), blocks, problems)


def _refused(document: Document, problems: tuple[Problem, ...], why: str) -> Reading:
    what = f"cannot be read as reStructuredText: {' '.join(why.split())}"
    mend = "Mend it so that docutils reads it, or leave it out with `exclude`."
    return Reading(problems=(*problems, Problem(document.path, 1, what, mend, kept=False)))


def _grown(text: str) -> int:
    """How much text the substitutions of a document make, each of which may stand in others."""
    definitions = {name.lower(): found for name, found in _DEFINITION.findall(text)}
    sizes: dict[str, int] = {}

    def size(name: str) -> int:
        if name not in sizes:
            sizes[name] = 0  # for one that stands in itself, which docutils refuses
            found = definitions.get(name, "")
            sizes[name] = len(found) + sum(size(inner.lower()) for inner in _REFERENCE.findall(found))
        return sizes[name]

    return sum(size(name.lower()) for name in _REFERENCE.findall(text)) if definitions else 0
