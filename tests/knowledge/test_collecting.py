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


def test_what_was_made_meanwhile_counts_as_old() -> None:
    with without_collecting():
        made = [[number] for number in range(10_000)]
    old = {id(each) for each in gc.get_objects(generation=2)}
    assert all(id(each) in old for each in made)


def test_what_was_frozen_before_stays_so() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with without_collecting():
            pass
        assert gc.get_freeze_count() == frozen > 0
    finally:
        gc.unfreeze()
