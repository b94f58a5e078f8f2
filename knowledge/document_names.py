"""What a document's path says: the name of its post, the day (`2024-12-05-title.md`, `2024/12/05/title.html`), its id."""

import re
from datetime import date
from pathlib import PurePosixPath

_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DATED = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}-(?=.)")
_FOLDERS = re.compile(r"(?:^|/)(\d{4}/\d{1,2}/\d{1,2})(?=/|$)")
_NOTION = re.compile(r"(?:^|[ _-])([0-9a-f]{32})$")
_INNER = frozenset((".html", ".htm", ".md", ".markdown"))  # index.html.md.erb
_OF_FOLDER = ("index", "readme", "_index")


def is_named_by_folder(path: str) -> bool:
    """Whether a document is the one that stands for its folder."""
    return _bare(path).lower() in _OF_FOLDER


def stem(path: str) -> str:
    """The document's name without its endings and Notion's id; the folder's for `index`, `_index` and `README`."""
    named = PurePosixPath(path).parent.name if is_named_by_folder(path) else ""
    bare = named or _bare(path)
    return _NOTION.sub("", bare) or bare


def dateless(path: str) -> str:
    """The document's name without the date in front."""
    name = stem(path)
    return _DATED.sub("", name) if read_date(name) is not None else name


def notion_id(path: str) -> str | None:
    """The id of the Notion page that a document is the export of; None where its name holds none."""
    found = _NOTION.search(_bare(path))
    return found.group(1) if found else None


def date_in(path: str) -> date | None:
    """The day that a document's name starts with, else the one that its folders name."""
    folders = _FOLDERS.findall(str(PurePosixPath(path).parent))
    return read_date(stem(path)) or (read_date(folders[-1]) if folders else None)


def read_date(text: str | None) -> date | None:
    """The day a text starts with (2024-12-5, 2024/12/05 10:00 +0100); None where there is none such in the calendar."""
    found = _DATE.match(text or "")
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _bare(path: str) -> str:
    """The last name of a path without its endings."""
    name = PurePosixPath(path)
    bare = PurePosixPath(name.stem)
    while bare.suffix.lower() in _INNER:
        bare = bare.with_suffix("")
    return str(bare) if name.name else ""
