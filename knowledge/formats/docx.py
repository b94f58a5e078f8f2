"""Word documents → one post, with mammoth where it is installed."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET  # what it reads has no entities: see _safe

from knowledge.formats.decoding import LARGEST
from knowledge.formats.front_matter import FrontMatter
from knowledge.formats.html_blocks import blocks_of, parsed
from knowledge.formats.posts import reading_of
from knowledge.model import Block, Document, Problem, Reading

MOST_UNPACKED = 50_000_000  # bytes of all parts
_MOST_RATIO = 100  # unpacked to packed; texts of people come to 20
_MOST_PARTS = 10_000
_STEP = 1_000_000

_MISSING = (
    "mammoth, which reads Word documents, is not installed",
    "Install it with: pip install 'commonplace-bot[docx]'",
)
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh > p:fresh
p[style-name='Intense Quote'] => blockquote:fresh > p:fresh
p[style-name='Code'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='List Paragraph'] => p:fresh
"""
_ENTITIES = re.compile(rb"<\0?!\0?[DE]")  # a document type or an entity, which Word never writes
_CORE = "docProps/core.xml"
_FIELDS = {
    "title": "title",
    "creator": "authors",
    "created": "date",
    "modified": "updated",
    "keywords": "tags",
    "contentStatus": "status",
}


class _RefusedError(Exception):
    """A document that is not opened, and why."""


def read(document: Document) -> Reading:
    """Read a document: one post, or a problem where mammoth is missing or the document is none."""
    try:
        import mammoth  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        return Reading(problems=(Problem(document.path, 1, *_MISSING, kept=False),))
    try:
        content = _unpacked(document.content)
        core = content.get(_CORE)
        converted = mammoth.convert_to_html(
            BytesIO(document.content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(_without_picture),
        )
        fields = dict(_properties(core)) if core else {}
    except _RefusedError as error:
        return _problem(document, str(error))
    except Exception as error:  # noqa: BLE001 - a broken document raises whatever zipfile, expat or mammoth meets first
        what = "nests too deep" if isinstance(error, RecursionError) else f"{error}" or type(error).__name__
        return _problem(document, f"is no Word document that can be read: {what}")
    titled = _titled(tuple(blocks_of(parsed(converted.value).root)), fields)
    return reading_of(document, FrontMatter(fields, "", 1), titled)


def _without_picture(image: object) -> dict[str, str]:
    """The attributes of a picture: none, so that it is not opened."""
    del image
    return {}


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a document that are XML, each unpacked no further than the limits."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        parts = packed.infolist()
        declared = sum(part.file_size for part in parts)
        if len(parts) > _MOST_PARTS or declared > min(MOST_UNPACKED, _MOST_RATIO * max(len(content), 1)):
            raise _RefusedError(f"unpacks to {declared / 1_000_000:.0f} MB in {len(parts)} parts; not opened")
        left = MOST_UNPACKED
        texts = {}
        for part in parts:
            text = b"".join(_pieces(packed, part, left))
            left -= len(text)
            if part.filename.lower().endswith((".xml", ".rels")):
                texts[part.filename] = _safe(part.filename, text)
    return texts


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> Iterator[bytes]:
    with packed.open(part) as file:
        while piece := file.read(_STEP):
            left -= len(piece)
            if left < 0:
                raise _RefusedError(f"unpacks to more than {MOST_UNPACKED // 1_000_000} MB; not opened")
            yield piece


def _safe(name: str, text: bytes) -> bytes:
    if len(text) > LARGEST:
        raise _RefusedError(f"holds {name} of {len(text) / 1_000_000:.0f} MB; not opened")
    if _ENTITIES.search(text):
        raise _RefusedError(f"declares entities in {name}, as no Word does; not opened")
    return text


def _properties(core: bytes) -> Iterator[tuple[str, str]]:
    """The fields that the document's properties hold."""
    for element in ET.fromstring(core):  # noqa: S314 - it has no entities
        field = _FIELDS.get(element.tag.rpartition("}")[2])
        if field and element.text and element.text.strip():
            text = " ".join(element.text.split())
            yield field, text.lower() if field == "status" else text


def _titled(blocks: tuple[Block, ...], fields: dict[str, str]) -> tuple[Block, ...]:
    """The blocks, the first heading raised to the title where the properties have none."""
    place = next((place for place, block in enumerate(blocks) if block.kind == "heading"), None)
    if "title" in fields or place is None or any(block.level == 1 for block in blocks):
        return blocks
    fields["title"] = blocks[place].text
    return (*blocks[:place], *blocks[place + 1 :])


def _problem(document: Document, what: str) -> Reading:
    mend = "Save it anew as .docx or as Markdown, or leave it out with `exclude`."
    return Reading(problems=(Problem(document.path, 1, " ".join(what.split()), mend, kept=False),))
