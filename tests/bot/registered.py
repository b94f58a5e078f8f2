"""What the listeners register for, noted instead of done."""

from collections import defaultdict
from collections.abc import Callable
from typing import cast

from slack_bolt.async_app import AsyncApp

from bot import listeners
from bot.names import Names


class Registered:
    """Notes what the listeners register for: kind (command, shortcut, event, action, view) → names."""

    def __init__(self) -> None:
        self.noted: defaultdict[str, list[str]] = defaultdict(list)

    def __getattr__(self, kind: str) -> Callable[[str], Callable[[object], None]]:
        def register(name: str) -> Callable[[object], None]:
            self.noted[kind].append(name)
            return lambda _: None

        return register


def registered(names: Names) -> dict[str, list[str]]:
    """Kind → the names that there are listeners for."""
    app = Registered()
    listeners.register(cast("AsyncApp", app), names)
    return dict(app.noted)
