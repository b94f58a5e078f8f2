"""YAML → texts, lists and mappings, each text as it is written: `1.10` stays `1.10`, `012` is no octal, `no` is a word."""

from collections.abc import Iterator
from typing import TypeAlias

import yaml

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where PyYAML was built with it
_NULLS = ("", "~", "null", "Null", "NULL")
_DEEPEST = 50  # levels; some thousands overrun the stack of the C composer, which ends the process


def load(text: str, *, unique: bool = False) -> Value:
    """The value of a YAML document; with `unique`, a name that stands twice in a mapping, or is no text, is an error.

    Raises yaml.YAMLError, and nothing else, whatever the text: tags are not followed, nothing is constructed.
    """
    events = yaml.parse(text, _PARSER)
    reader = _Reader(events, unique=unique)
    values = []
    for event in events:  # the stream's and the document's own events hold no value
        if isinstance(event, yaml.NodeEvent):
            values.append(reader.value(event, 0))
        if len(values) > 1:
            raise _error("holds a second document", event)
    return values[0] if values else None


class _Reader:
    def __init__(self, events: Iterator[yaml.Event], *, unique: bool) -> None:
        self._events = events
        self._unique = unique
        self._anchors: dict[str, Value] = {}

    def value(self, event: yaml.Event, depth: int) -> Value:
        if depth > _DEEPEST:
            raise _error(f"is nested deeper than {_DEEPEST} levels", event)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise _error(f"found undefined alias {event.anchor!r}", event)
            return self._anchors[event.anchor]
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - the fourth and last kind of node
        return self._named(event, None if not event.style and event.value in _NULLS else str(event.value))

    def _list(self, start: yaml.NodeEvent, depth: int) -> Value:
        values: list[Value] = []
        self._named(start, values)
        values.extend(self.value(event, depth + 1) for event in iter(self._next, None))
        return values

    def _mapping(self, start: yaml.NodeEvent, depth: int) -> Value:
        fields: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        self._named(start, fields)
        for event in iter(self._next, None):
            name = self.value(event, depth + 1)
            value = self.value(next(self._events), depth + 1)
            if name == "<<" and isinstance(value, dict):
                merged |= value
            elif isinstance(name, str):
                if self._unique and name in fields:
                    raise _error(f"{name} is written twice", event)
                fields[name] = value
            elif self._unique:
                raise _error("has a key that is no text", event)
        fields |= {name: value for name, value in merged.items() if name not in fields}
        return fields

    def _next(self) -> yaml.Event | None:
        """The next node of a list or mapping; None at its end."""
        event = next(self._events)
        return None if isinstance(event, yaml.CollectionEndEvent) else event

    def _named(self, event: yaml.NodeEvent, value: Value) -> Value:
        """The value, remembered for the aliases of its anchor."""
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value


def _error(what: str, event: yaml.Event) -> yaml.YAMLError:
    error = yaml.MarkedYAMLError(problem=what)
    error.problem_mark = event.start_mark  # type: ignore[assignment]  # the C parser's mark, which reads the same
    return error
