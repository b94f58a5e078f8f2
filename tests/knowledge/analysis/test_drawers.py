from collections import Counter

import pytest

from knowledge.analysis.drawers import Drawers

WORDS = frozenset(f"{start}{middle}{end}" for start in "abcde" for middle in ("nv", "rt", "ck", "lm") for end in "xyz")
SLIPS = ("anvx", "nvx", "anvq", "navx", "anvxx", "zork", "zokr", "zrk")


def found(drawers: Drawers) -> list[Counter[str]]:
    return [Counter(drawers.near(slip)) for slip in SLIPS]


def test_words_one_slip_away_share_a_drawer() -> None:
    near = Drawers(WORDS | {"zork"}).near
    assert "anvx" in set(near("nvx")) & set(near("navx")) & set(near("anvq")) & set(near("anvxx"))
    assert set(near("zokr")) == {"zork"}
    assert "anvx" not in set(near("zork"))


@pytest.mark.parametrize(
    "words",
    [WORDS, WORDS | {"zork"}, WORDS - {"anvx"}, WORDS - {"anvx"} | {"zork"}, frozenset({"zork"})],
    ids=["the same", "one more", "one less", "another", "all others"],
)
def test_drawers_that_follow_others_hold_what_new_ones_hold(words: frozenset[str]) -> None:
    followed = Drawers(WORDS).following(words)
    assert found(followed) == found(Drawers(words))
    assert found(followed.following(words | {"anvz"} - {"brty"})) == found(Drawers(words | {"anvz"} - {"brty"}))


def test_drawers_for_the_same_words_are_the_same() -> None:
    drawers = Drawers(WORDS)
    assert drawers.following(frozenset(WORDS)) is drawers


def test_what_both_hold_is_not_filed_again() -> None:
    drawers = Drawers(WORDS)
    [*drawers.near("anvx")]
    followed = drawers.following(WORDS | {"zork"})
    assert followed._before is drawers
    assert followed._added is not None
    assert followed._added.words == {"zork"}
    assert drawers.following(frozenset({"zork"}))._before is None
