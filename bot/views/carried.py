"""What a button carries to where it is pressed: a few texts, as JSON."""

import json


def pack(**texts: str) -> str:
    """The texts by their names, as the value of a button."""
    return json.dumps(texts, ensure_ascii=False)


def unpack(value: str, *names: str) -> tuple[str, ...]:
    """The texts of these names. Raises ValueError for a value that `pack` did not make of them."""
    carried = json.loads(value)
    if not isinstance(carried, dict) or not all(isinstance(carried.get(name), str) for name in names):
        raise ValueError(f"a button carries {', '.join(names)}, and this value does not")
    return tuple(carried[name] for name in names)
