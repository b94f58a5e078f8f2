"""Bytes → text, mending what is not UTF-8 and saying so."""

from knowledge.model import Document, Problem

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def decode(document: Document) -> tuple[str, tuple[Problem, ...]]:
    """The document's text with line feeds alone; bytes that are not UTF-8 are read as Windows-1252 and reported.

    A document with NUL bytes is no text at all: its text comes back empty, with the problem that says so.
    """
    content = document.content.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        what = "holds NUL bytes, so it is not text"
        return "", (
            Problem(document.path, line, what, "Save it as UTF-8, or leave it out with `exclude`.", kept=False),
        )
    problems: tuple[Problem, ...] = ()
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{content[error.start]:02X} is not UTF-8; read as Windows-1252"
        problems = (Problem(document.path, line, what, "Save the file as UTF-8."),)
        text = content.decode("cp1252", errors="replace").replace(_REPLACEMENT, "")
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems
