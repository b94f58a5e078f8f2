import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.packed import PackedCounts, Records, Terms, named, within

TEXTS = st.text(st.characters(), max_size=8)  # with halves of characters, which people's questions may hold


@given(st.lists(st.binary(max_size=20)))
def test_records_come_back_as_they_were(pieces: list[bytes]) -> None:
    assert list(Records(Records.of(pieces).arrays)) == pieces


@given(st.lists(TEXTS, unique=True), TEXTS)
def test_every_term_is_found_under_its_number_and_no_other_is(terms: list[str], other: str) -> None:
    packed = Terms(Terms.of(terms).arrays)
    assert [packed.number(term) for term in terms] == list(range(len(terms)))
    assert (packed.number(other) is None) == (other not in terms)
    assert list(packed) == terms
    assert len(packed) == len(terms)


@given(st.dictionaries(TEXTS, st.integers(0, 2**32 - 1)))
def test_counts_are_a_mapping_like_the_one_they_were_made_of(counts: dict[str, int]) -> None:
    packed = PackedCounts(PackedCounts.of(counts).arrays)
    assert dict(packed) == counts
    assert len(packed) == len(counts)


def test_a_term_without_a_count_is_no_key() -> None:
    counts = PackedCounts.of({"cache": 2})
    assert "deploy" not in counts
    assert counts.get("deploy", 0) == 0
    with pytest.raises(KeyError, match="deploy"):
        counts["deploy"]


def test_arrays_are_named_within_arrays() -> None:
    arrays = {"a": memoryview(b"1"), "b.c": memoryview(b"2")}
    outer = {**named("x", arrays), **named("xy", arrays)}
    assert list(outer) == ["x.a", "x.b.c", "xy.a", "xy.b.c"]
    assert within(outer, "x") == arrays
