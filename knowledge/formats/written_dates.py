"""Days as people write them in English (August 1, 2023; 1 Aug 2023), as exports and pages show them."""

import re
from datetime import date

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]{2,8})\.?,? (\d{4})\b")


def read_written_date(text: str) -> date | None:
    """The first day of the calendar in a short text; None where there is none."""
    folded = " ".join(text[:200].split())
    if found := _MONTH_FIRST.search(folded):
        month, day, year = found.groups()
    elif found := _DAY_FIRST.search(folded):
        day, month, year = found.groups()
    else:
        return None
    number = _MONTHS.get(month[:3].lower())
    try:
        return date(int(year), number, int(day)) if number else None
    except ValueError:
        return None
