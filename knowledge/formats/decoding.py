"""Bytes → text, mending what is not UTF-8 and saying so."""

import codecs
import re

from knowledge.model import Document, Problem

LARGEST = 10_000_000  # bytes of a document; a long book has a tenth of that

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c]")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_BEFORE_UTF_8 = re.compile("iso-?8859|windows-|cp12|koi8|shift|sjis|euc|big5|gb", re.IGNORECASE)
_WESTERN = ("iso-8859-1", "latin1", "us-ascii", "ascii")
_DECLARED_WITHIN = 1024  # bytes; where browsers stop looking as well
_SURROGATE = 0xED  # the byte that surrogates begin with, where each was encoded by itself


def too_large(document: Document) -> Problem | None:
    """The problem of a document that is larger than any post; None where it is not."""
    size = len(document.content)
    if size <= LARGEST:
        return None
    what = f"is {size / 1_000_000:.0f} MB large; a document may have {LARGEST // 1_000_000} MB"
    return Problem(document.path, 1, what, "Divide it, or leave it out with `exclude`.", kept=False)


def decode(document: Document) -> tuple[str, tuple[Problem, ...]]:
    """The document's text with line feeds alone; bytes that are not UTF-8 are read as what they are most likely.

    A byte order mark and an HTML page's own `charset` are believed. What else is not UTF-8 is read as Windows-1252 and
    reported, and so are control characters, which are taken out. A document with NUL bytes is no text at all: its text
    comes back empty, with the problem that says so.
    """
    content, encoding = _unmarked(document.content)
    if encoding == "utf-8" and b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        what = "holds NUL bytes, so it is not text"
        mend = "Save it as UTF-8, or leave it out with `exclude`."
        return "", (Problem(document.path, line, what, mend, kept=False),)
    text, problems = _text(content, encoding, document.path)
    text = _LINE_ENDS.sub("\n", text) if any(end in text for end in "\r\x0b\x0c") else text
    found = _CONTROL.search(text)
    if found is None:
        return text, problems
    if not problems:
        what = f"holds control characters, the first U+{ord(found.group()):04X}; taken out"
        line = text.count("\n", 0, found.start()) + 1
        problems = (Problem(document.path, line, what, "Take them out of the file.", kept=True),)
    return _CONTROL.sub("", text), problems


def without_surrogates(text: str) -> str:
    """The text with halves of surrogate pairs joined, and lone ones, which no file or network takes, replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def without_controls(text: str) -> str:
    """A text that was written with escapes, which `decode` does not see, without what that would take out."""
    return _CONTROL.sub("", text if text.isascii() else without_surrogates(text))


def _unmarked(content: bytes) -> tuple[bytes, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.removeprefix(mark), encoding
    return content, "utf-8"


def _text(content: bytes, encoding: str, path: str) -> tuple[str, tuple[Problem, ...]]:
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError as error:
        wrong = error
    line = content.count(b"\n", 0, wrong.start) + 1
    if encoding != "utf-8":
        problem = Problem(path, line, f"is broken {encoding.upper()}; mended", "Save the file as UTF-8.")
        return content.decode(encoding, "replace").replace(_REPLACEMENT, ""), (problem,)
    if declared := _declared(content):
        return content.decode(declared, "replace").replace(_REPLACEMENT, ""), ()
    if content[wrong.start] == _SURROGATE and (text := _of_surrogates(content)) is not None:
        what = "holds halves of characters (surrogates); mended"
        return text, (Problem(path, line, what, "Save the file as UTF-8."),)
    what = f"byte 0x{content[wrong.start]:02X} is not UTF-8; read as Windows-1252"
    text = content.decode("cp1252", errors="replace").replace(_REPLACEMENT, "")
    return text, (Problem(path, line, what, "Save the file as UTF-8."),)


def _declared(content: bytes) -> str | None:
    """The encoding that a page names in its head, where it is one that pages were written in before UTF-8."""
    found = _CHARSET.search(content[:_DECLARED_WITHIN])
    if found is None:
        return None
    name = found.group(1).decode()
    if name.lower() in _WESTERN:
        return "cp1252"  # as browsers read these names
    try:
        return codecs.lookup(name).name if _BEFORE_UTF_8.match(name) else None
    except LookupError:
        return None


def _of_surrogates(content: bytes) -> str | None:
    try:
        return without_surrogates(content.decode("utf-8", "surrogatepass")).replace(_REPLACEMENT, "")
    except UnicodeDecodeError:
        return None
