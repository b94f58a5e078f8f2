"""The three languages of front matter, each → fields whose values are texts as they are written."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

import yaml

from knowledge import plain_yaml

LONGEST = 64_000  # characters of a head; those of people have hundreds
_MOST_ALIASES = 100  # in YAML, where each may stand for all of the head

_LINE_ENDS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")  # that end lines for YAML alone
_ALIAS = re.compile(r"(?:^|[\s,\[{:-])\*\w", re.MULTILINE)


class HeadError(Exception):
    """A head that cannot be read: what is wrong, and on which line of it (from 1)."""

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


def fields_of(head: str, language: str) -> Mapping[str, object] | None:
    """The fields of a head; None where it is no list of fields. Raises HeadError, and nothing else."""
    if len(head) > LONGEST:
        raise HeadError(f"is longer than {LONGEST:,} characters")
    try:
        fields = _LANGUAGES[language](head)
    except RecursionError:
        raise HeadError("is nested too deep") from None
    return fields if isinstance(fields, Mapping) else {} if fields is None else None


def _yaml(head: str) -> object:
    if len(_ALIAS.findall(head)) > _MOST_ALIASES:
        raise HeadError(f"has more than {_MOST_ALIASES} aliases")
    try:
        return plain_yaml.load(head.translate(_LINE_ENDS))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise HeadError(what, mark.line + 1 if mark is not None else 0) from error


def _toml(head: str) -> object:
    try:
        return _as_written(tomllib.loads(head, parse_float=str))
    except ValueError as error:  # also what Python says of a number of 5,000 digits
        what, _, place = str(error).partition(" (at line ")
        line = place.partition(",")[0]
        raise HeadError(what, int(line) if line.isdecimal() else 0) from error


def _json(head: str) -> object:
    try:
        return json.loads(head, parse_float=str, parse_int=str, parse_constant=str, object_hook=_as_written)
    except json.JSONDecodeError as error:
        raise HeadError(error.msg, error.lineno) from error


_LANGUAGES: Mapping[str, Callable[[str], object]] = {"yaml": _yaml, "toml": _toml, "json": _json}


def _as_written(value: object) -> object:
    """The value with texts for everything that is no list and no mapping; dates as 2024-12-05."""
    match value:
        case dict():
            return {name: _as_written(each) for name, each in value.items()}
        case list():
            return [_as_written(each) for each in value]
        case bool():
            return "true" if value else "false"
        case date() | datetime() | time():
            return value.isoformat()
        case int():
            return str(value)
        case _:
            return value
