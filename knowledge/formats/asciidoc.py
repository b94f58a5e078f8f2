"""AsciiDoc, which is not read: its pages are made of includes and attributes that only Asciidoctor resolves."""

from knowledge.model import Document, Problem, Reading


def read(document: Document) -> Reading:
    """Refuse the document, and say what is read instead."""
    what = "is AsciiDoc, which is not read as it is written"
    mend = "Point the source at the HTML that Asciidoctor or Antora builds of it, or leave it out with `exclude`."
    return Reading(problems=(Problem(document.path, 1, what, mend, kept=False),))
