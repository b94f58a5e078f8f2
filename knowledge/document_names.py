"""What a document's path says: the name of its post, and the day (`2024-12-05-title.md`, `2024-12-05-title/index.md`)."""

import re
from datetime import date
from pathlib import PurePosixPath

_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DATED = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}-(?=.)")
_OF_FOLDER = ("index", "readme")


def is_named_by_folder(path: str) -> bool:
    """Whether a document is the one that stands for its folder."""
    return PurePosixPath(path).stem.lower() in _OF_FOLDER


def stem(path: str) -> str:
    """The document's name without its ending; the folder's for `index` and `README`."""
    named = PurePosixPath(path)
    return (named.parent.name if is_named_by_folder(path) else "") or named.stem


def dateless(path: str) -> str:
    """The document's name without the date in front."""
    name = stem(path)
    return _DATED.sub("", name) if read_date(name) is not None else name


def read_date(text: str | None) -> date | None:
    """The day a text starts with (2024-12-5, 2024/12/05 10:00 +0100); None where there is none such in the calendar."""
    found = _DATE.match(text or "")
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
