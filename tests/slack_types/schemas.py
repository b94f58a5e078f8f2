"""Slack's own types, as the JSON Schemas generated beside this file, with mistakes told in one line each.

Whether there is any is asked of a validator in Rust, which takes a fiftieth of the time; which it is, of one that tells it well.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema import Draft7Validator, ValidationError

HERE = Path(__file__).parent
SHOWN = 160


@cache
def schema(name: str) -> dict[str, Any]:
    """One committed schema."""
    loaded: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


class Validator:
    """A schema, compiled once."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._quick = jsonschema_rs.Draft7Validator(schema, validate_formats=False)
        self._telling = Draft7Validator(schema)

    def faults(self, instance: object, path: str) -> Iterator[str]:
        """What the schema says against an instance."""
        if not self._takes(instance):
            for error in self._telling.iter_errors(instance):
                where, message = _explain(error)
                yield f"{path}{where}: {message[:SHOWN]}".lstrip(".")

    def _takes(self, instance: object) -> bool:
        try:
            return self._quick.is_valid(instance)
        except UnicodeEncodeError:  # half a character, which no text in Rust can hold
            return False


@cache
def validator(name: str) -> Validator:
    """The validator of one committed schema."""
    return Validator(schema(name))


@cache
def _block_validators() -> Mapping[str, Validator]:
    """One validator for each block type: no need to try twenty, and the mistake is told for the block that was meant."""
    definitions = schema("blocks")["definitions"]
    names = [branch["$ref"].rpartition("/")[2] for branch in definitions["KnownBlock"]["anyOf"]]
    return {
        _kind(definitions[name]): Validator({"$ref": f"#/definitions/{name}", "definitions": definitions})
        for name in names
    }


def _kind(definition: Mapping[str, Any]) -> str:
    """The `type` a definition is for; an image is one of two shapes, by address or by Slack file."""
    shape = definition["anyOf"][0] if "anyOf" in definition else definition
    return str(shape["properties"]["type"]["const"])


def faults(name: str, instance: object, path: str = "") -> Iterator[str]:
    """What the schema of that name says against an instance."""
    yield from validator(name).faults(instance, path)


def block_faults(block: object, path: str) -> Iterator[str]:
    """What Slack's type of that block says against it."""
    kind = block.get("type") if isinstance(block, Mapping) else None
    known = _block_validators()
    if not isinstance(kind, str) or kind not in known:
        yield f"{path}.type: {kind!r} is none of Slack's blocks: {', '.join(sorted(known))}"
    else:
        yield from known[kind].faults(block, path)


def _explain(error: ValidationError) -> tuple[str, str]:
    """The innermost mistake: of several alternatives, the one whose `type` is the one given."""
    if error.validator != "anyOf":
        return error.json_path.removeprefix("$"), error.message
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = [branch for branch in branches.values() if not any(list(inner.path) == ["type"] for inner in branch)]
    if meant:
        return _explain(min(meant, key=len)[0])
    kind = error.instance.get("type") if isinstance(error.instance, Mapping) else error.instance
    return error.json_path.removeprefix("$"), f"{kind!r} is not allowed here"
