"""Variables of the environment, read one by one; what is wrong with them is remembered, so that it can be said at once."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit


class SettingsError(ValueError):
    """The environment cannot be used as it is (for the operator to mend); `mistakes` holds one line for each."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("the settings need mending:" + "".join(f"\n  - {mistake}" for mistake in mistakes))


class Environment:
    """Reads variables and remembers what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.mistakes: list[str] = []

    def raise_mistakes(self) -> None:
        """Raise SettingsError that lists every mistake, if there was one."""
        if self.mistakes:
            raise SettingsError(tuple(self.mistakes))

    def text(self, name: str, default: str) -> str:
        """What a variable says; blanks around it are no part of it, and an empty one is none."""
        return self._environment.get(name, "").strip() or default

    def secret(self, name: str, where: str) -> str:
        """What must be there; `where` says where to copy it from."""
        value = self.text(name, "")
        if not value:
            self.mistakes.append(f"{name} is missing: copy it from {where}")
        return value

    def token(self, name: str, prefix: str, where: str) -> str:
        """A secret that starts so."""
        value = self.secret(name, where)
        if value and not value.startswith(prefix):
            self.mistakes.append(f"{name} must start with {prefix}: copy it from {where}")
        return value

    def url(self, name: str, default: str) -> str:
        """An address on the web."""
        return self.checked(name, default, "an address that starts with http:// or https://", is_web_address)

    def port(self, name: str, default: int) -> int:
        """A port of TCP."""
        written = self.checked(name, str(default), "a port from 1 to 65535", _is_port)
        return int(written) if _is_port(written) else default

    def number(self, name: str, default: int, most: int, what: str, least: int = 0) -> int:
        """A number from `least` to `most`."""

        def is_right(value: str) -> bool:
            return value.isascii() and value.isdecimal() and least <= int(value) <= most

        written = self.checked(name, str(default), what, is_right)
        return int(written) if is_right(written) else default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """One of several words."""
        return self.checked(name, default, f"one of {', '.join(allowed)}", allowed.__contains__)

    def ids(self, name: str, pattern: re.Pattern[str], what: str) -> frozenset[str]:
        """Ids, each of which fits the pattern; none where nothing is said."""
        named = frozenset(self.several(name))
        if wrong := sorted(each for each in named if not pattern.fullmatch(each)):
            self.mistakes.append(f"{name} must hold {what}, not {wrong[0]!r}")
        return named

    def several(self, name: str) -> tuple[str, ...]:
        """What stands apart by blanks or commas, in order."""
        return tuple(filter(None, re.split(r"[\s,]+", self.text(name, ""))))

    def checked(self, name: str, default: str, what: str, is_right: Callable[[str], object]) -> str:
        """What a variable says, where that is right; `what` says what it must be."""
        value = self.text(name, default)
        if value != default and not is_right(value):
            self.mistakes.append(f"{name} must be {what}, is {value!r}")
        return value


def is_web_address(value: str) -> bool:
    """Whether this is an address on the web."""
    try:
        parts = urlsplit(value)
    except ValueError:  # https://[
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_port(value: str) -> bool:
    return value.isascii() and value.isdecimal() and 1 <= int(value) <= 65535  # noqa: PLR2004 - the range of TCP
