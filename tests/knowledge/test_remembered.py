import gc
from contextlib import suppress

import pytest

from knowledge.remembered import Remembered, without_collecting


def test_a_value_is_made_once_while_it_is_asked_for() -> None:
    made: list[str] = []

    def make(key: str) -> int:
        made.append(key)
        return len(key)

    remembered = Remembered(make)
    for _ in range(3):
        assert (remembered.of("one"), remembered.of("one")) == (3, 3)
        remembered.turn()
    assert made == ["one"]


def test_what_a_whole_turn_did_not_ask_for_is_forgotten() -> None:
    remembered = Remembered[str, int](len)
    remembered.of("gone")
    remembered.of("kept")
    remembered.turn()
    remembered.of("kept")
    remembered.turn()
    assert [*remembered._before] == ["kept"]


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
