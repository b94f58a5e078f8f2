from datetime import date

import pytest

from knowledge.document_names import date_in, dateless, notion_id, read_date, stem


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


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2024-12-5-blue.md", date(2024, 12, 5)),
        ("blog/2024/12/05/blue.html", date(2024, 12, 5)),
        ("2020/01/01/2024-12-05-blue/index.md", date(2024, 12, 5)),
        ("2020/01/01/then/2024/12/5/blue.md", date(2024, 12, 5)),
        ("blog/2024/13/05/blue.html", None),
        ("blog/2024/12/blue.html", None),
        ("", None),
    ],
)
def test_the_day_in_a_path_is_that_of_its_name_or_its_folders(path: str, day: date | None) -> None:
    assert date_in(path) == day


@pytest.mark.parametrize("path", [f"Back {'0a' * 16}.md", f"{'0a' * 16}.html", f"x/back-{'0a' * 16}.md"])
def test_the_id_of_a_page_of_notion_is_in_its_name(path: str) -> None:
    assert notion_id(path) == "0a" * 16


def test_other_names_hold_no_id() -> None:
    assert notion_id("back.md") is None
    assert notion_id(f"back{'0a' * 16}.md") is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"Roll back {'0a' * 16}.md", "Roll back"),
        (f"{'0a' * 16}.md", "0a" * 16),
        ("guide/index.html.md.erb", "guide"),
        ("guide/_index.md", "guide"),
        ("roll-back.html.md", "roll-back"),
        ("v1.2.md", "v1.2"),
        ("", ""),
    ],
)
def test_a_name_is_read_without_endings_and_ids(path: str, name: str) -> None:
    assert stem(path) == name
