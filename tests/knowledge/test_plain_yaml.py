from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge import plain_yaml


@pytest.mark.parametrize(
    "written", ["1.10", "012", "0x10", "12:30:45", "on", "No", "2017-02-29", "1_000", "0b_", "9" * 5000]
)
def test_a_value_stays_as_it_is_written(written: str) -> None:
    assert plain_yaml.load(f"title: {written}") == {"title": written}


def test_lists_and_mappings_keep_their_shape() -> None:
    assert plain_yaml.load("a: [x, {b: y}]\nc:\n  - z") == {"a": ["x", {"b": "y"}], "c": ["z"]}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_a_name_without_a_value_has_none(nothing: str) -> None:
    assert plain_yaml.load(f"title: {nothing}") == {"title": None}


@pytest.mark.parametrize("text", ["''", '"null"', "'~'"])
def test_what_is_in_quotes_is_a_text(text: str) -> None:
    assert plain_yaml.load(f"title: {text}") == {"title": text.strip("'\"")}


def test_an_empty_document_holds_nothing() -> None:
    assert plain_yaml.load("") is None
    assert plain_yaml.load("# a comment") is None


def test_an_alias_stands_for_the_value_of_its_anchor() -> None:
    assert plain_yaml.load("a: &tags [x, y]\nb: *tags") == {"a": ["x", "y"], "b": ["x", "y"]}


def test_a_list_that_holds_itself_is_read() -> None:
    value = plain_yaml.load("tags: &a [x, *a]")
    assert isinstance(value, dict)
    assert isinstance(value["tags"], list)
    assert value["tags"][0] == "x"


def test_a_merged_mapping_gives_way_to_what_is_written() -> None:
    text = "base: &base {p: 1, q: 2}\npost:\n  <<: *base\n  q: 3"
    assert plain_yaml.load(text, unique=True) == {"base": {"p": "1", "q": "2"}, "post": {"p": "1", "q": "3"}}


def test_a_merge_of_no_mapping_is_a_name_like_any_other() -> None:
    assert plain_yaml.load("<<: x") == {"<<": "x"}


def test_tags_are_not_followed() -> None:
    assert plain_yaml.load("a: !!python/object:os.system x\nb: !!bool maybe\nc: !!timestamp x") == {
        "a": "x",
        "b": "maybe",
        "c": "x",
    }


def test_a_name_that_is_a_list_is_left_out() -> None:
    assert plain_yaml.load("? [a]\n: b\nc: d") == {"c": "d"}


def test_the_last_of_two_values_of_one_name_counts() -> None:
    assert plain_yaml.load("a: 1\na: 2") == {"a": "2"}


def test_a_name_that_stands_twice_is_an_error_where_names_are_unique() -> None:
    with pytest.raises(yaml.YAMLError, match="a is written twice") as caught:
        plain_yaml.load("b: 1\na: 1\na: 2", unique=True)
    assert "line 3" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: *unknown", "undefined alias"),
        ("a: x\n--- b", "second document"),
        ("a: [b", "did not find"),
        ("a: b: c", "mapping values"),
        ('a: "\\ud800"', "invalid Unicode"),
        ("a: \x00", "control characters"),
    ],
)
def test_what_is_no_yaml_is_an_error(text: str, what: str) -> None:
    with pytest.raises(yaml.YAMLError, match=what):
        plain_yaml.load(text)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_that_would_overrun_the_stack_is_an_error(opening: str) -> None:
    with pytest.raises(yaml.YAMLError, match="nested deeper"):
        plain_yaml.load(opening * 100_000)


@given(st.text())
def test_no_text_raises_anything_but_a_yaml_error(text: str) -> None:
    with suppress(yaml.YAMLError):
        plain_yaml.load(text)
