import gc
from contextlib import suppress

import pytest

from knowledge.collecting import without_collecting


@pytest.mark.parametrize("enabled", [True, False])
def test_cycles_are_left_alone_only_meanwhile(*, enabled: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with suppress(ValueError), without_collecting():
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()
