from datetime import date

import pytest

from knowledge.document_names import dateless, read_date, stem


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("2024-12-05-blue-green.md", "blue-green"),
        ("_posts/2024-1-5-blue-green.markdown", "blue-green"),
        ("2024-12-05-blue-green/index.md", "blue-green"),
        ("guides/README.md", "guides"),
        ("README.md", "README"),
        ("2024-99-99-blue-green.md", "2024-99-99-blue-green"),
        ("2024-12-05.md", "2024-12-05"),
        ("2024-12-05-.md", "2024-12-05-"),
        ("blue-green.md", "blue-green"),
    ],
)
def test_the_date_in_front_of_a_name_is_left_out(path: str, name: str) -> None:
    assert dateless(path) == name


def test_a_document_that_stands_for_its_folder_has_its_name() -> None:
    assert stem("handbook/rollback/index.md") == "rollback"
    assert stem("handbook/Readme.md") == "handbook"
    assert stem("handbook/rollback.md") == "rollback"


@pytest.mark.parametrize(
    "text",
    ["2024-12-05", "2024-12-5", "2024/12/05 10:00:00 +0100", "2024.12.05", "2024-12-05T10:00:00Z", "2024-12-05-x"],
)
def test_a_text_that_starts_with_a_day_is_read(text: str) -> None:
    assert read_date(text) == date(2024, 12, 5)


@pytest.mark.parametrize(
    "text", [None, "", "5 December 2024", "2017-02-29", "2024-13-01", "2024-12-056", "20241205", "0000-01-01"]
)
def test_a_text_without_a_day_of_the_calendar_has_none(text: str | None) -> None:
    assert read_date(text) is None
