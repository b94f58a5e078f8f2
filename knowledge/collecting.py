"""The garbage collector, told to wait."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave cycles alone meanwhile: millions of new values, none of them in one, would be looked through again and again.

    Afterwards they count as old. As young ones they would be looked through twice more at once, a second each time.
    """
    import gc  # noqa: PLC0415 - wanted only where much is read

    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # whoever froze something means it to stay so
                gc.freeze()
                gc.unfreeze()  # into the oldest generation
            gc.enable()
