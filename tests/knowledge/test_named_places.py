import pytest

from knowledge.named_places import is_remote, name_of_place, without_credentials


@pytest.mark.parametrize(
    ("place", "remote"),
    [
        ("https://x.example", True),
        ("HTTP://x.example", True),
        ("ssh://git@x.example/a.git", True),
        ("git://x.example/a.git", True),
        ("git@x.example:team/a.git", True),
        ("posts", False),
        ("./posts", False),
        ("/srv/posts", False),
        ("~/posts", False),
        ("C:\\posts", False),
        ("file:///srv/posts", False),
    ],
)
def test_an_address_is_told_from_a_path(place: str, *, remote: bool) -> None:
    assert is_remote(place) == remote


def test_no_credentials_are_shown() -> None:
    said = "fatal: 'https://ann:secret@x.example/a.git' and ssh://ann@y.example, mail ann@z.example"
    assert without_credentials(said) == "fatal: 'https://x.example/a.git' and ssh://y.example, mail ann@z.example"


@pytest.mark.parametrize(
    ("kind", "where", "name"),
    [
        ("git", "https://x.example/team/docs.git/", "docs"),
        ("git", "git@x.example:docs.git", "docs"),
        ("git", "/", "/"),
        ("feed", "https://x.example/feed.xml", "x.example"),
        ("feed", "http://[", "http://["),
        ("folder", "/srv/posts", "posts"),
        ("folder", "/", "/"),
    ],
)
def test_a_source_without_a_name_is_called_after_its_place(kind: str, where: str, name: str) -> None:
    assert name_of_place(kind, where) == name
