"""The garbage collector, told to wait."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave cycles alone meanwhile: millions of new values, none of them in one, would be looked through again and again."""
    import gc  # noqa: PLC0415 - wanted only where much is read

    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
