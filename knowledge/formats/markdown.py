"""Markdown in all its dialects → one post."""

from knowledge.document_names import notion_id
from knowledge.formats.decoding import decode
from knowledge.formats.front_matter import read_front_matter
from knowledge.formats.markdown_blocks import read_blocks
from knowledge.formats.notion import with_properties
from knowledge.formats.posts import is_draft, reading_of
from knowledge.model import Document, Reading


def read(document: Document) -> Reading:
    """Read a Markdown document: one post, or none where it is a draft or holds no text."""
    text, problems = decode(document)
    if problems and not problems[0].kept:
        return Reading(problems=problems)
    head = read_front_matter(text, document.path)
    if is_draft(head, document.path):
        return Reading(drafts=1)
    if notion_id(document.path):
        head = with_properties(head)
    blocks = tuple(read_blocks(head.body, head.body_line, mdx=document.path.lower().endswith(".mdx")))
    return reading_of(document, head, blocks, problems)
