"""What Notion writes under the title of a page of a database: its properties, a line each."""

import re
from dataclasses import replace

from knowledge.formats.front_matter import FrontMatter
from knowledge.formats.written_dates import read_written_date

_PROPERTIES = re.compile(r"\A(\s*# [^\n]*\n\s*\n)((?:[^\W\d_][^\n:`*]{0,50}:[ \t][^\n]*(?:\n|\Z))+)(?=\n|\Z)")
_MEANING = {
    "author": "authors",
    "created by": "authors",
    "created time": "date",
    "created": "date",
    "last edited time": "updated",
    "last updated": "updated",
    "owner": "authors",
    "publish date": "date",
}


def with_properties(head: FrontMatter) -> FrontMatter:
    """The head with the page's properties as fields, and the body with blank lines in their place."""
    found = _PROPERTIES.match(head.body)
    if found is None:
        return head
    fields = dict(head.fields)
    for line in found.group(2).splitlines():
        name, _, value = line.partition(":")
        day = read_written_date(value)
        key = name.strip().lower()
        fields.setdefault(_MEANING.get(key, key), day.isoformat() if day else value.strip())
    blank = "\n" * found.group(2).count("\n")
    return replace(head, fields=fields, body=head.body[: found.end(1)] + blank + head.body[found.end() :])
