"""Ways through a JSON payload: every object in it, and the values a path such as `options[].text.text` names."""

from collections.abc import Iterator, Mapping


def objects(value: object, path: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every object in a payload with its path, outermost first."""
    if isinstance(value, Mapping):
        yield path, value
        for key, inner in value.items():
            yield from objects(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from objects(inner, f"{path}[{index}]")


def values(node: object, path: str) -> Iterator[tuple[str, object]]:
    """What stands at a path below a node, with the way there; `name[]` means each item of that list; absent is nothing."""
    name, _, rest = path.partition(".")
    key, *brackets = name.split("[]")
    if not isinstance(node, Mapping) or key not in node:
        return
    found = [(f".{key}", node[key])]
    for _bracket in brackets:
        found = [
            (f"{way}[{index}]", item)
            for way, items in found
            if isinstance(items, list)
            for index, item in enumerate(items)
        ]
    for way, value in found:
        if rest:
            yield from ((f"{way}{further}", inner) for further, inner in values(value, rest))
        else:
            yield way, value
