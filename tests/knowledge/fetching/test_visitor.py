from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from knowledge.fetching.addresses import FetchError
from knowledge.fetching.client import Limits
from knowledge.fetching.visitor import Visitor, today
from tests.knowledge.serving import Answer, Asked, Site


@dataclass
class Clock:
    """Time that passes only where somebody sleeps."""

    now: float = 0
    slept: list[float] = field(default_factory=list)
    day: date = date(2024, 12, 5)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def visitor(self, folder: Path | None = None, pause: float = 0.5) -> Visitor:
        return Visitor(folder, Limits(private=True), pause, self.sleep, lambda: self.now, lambda: self.day)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_page_is_fetched_once_robots_txt_was_asked(site: Site, clock: Clock) -> None:
    site.pages["/a"] = "page"
    visit = clock.visitor().visit(f"{site.url}/a")
    assert (visit.copy.body, visit.copy.type, visit.copy.fetched, visit.failed) == (
        b"page",
        "text/html",
        "2024-12-05",
        "",
    )
    assert site.paths == ["/robots.txt", "/a"]


def test_requests_to_a_host_are_apart(site: Site, clock: Clock) -> None:
    site.pages |= {"/a": "page", "/b": "page"}
    visitor = clock.visitor()
    visitor.visit(f"{site.url}/a")
    clock.now += 0.2
    visitor.visit(f"{site.url}/b")
    assert clock.slept == [0.5, pytest.approx(0.3)]


@pytest.mark.parametrize(("wished", "slept"), [("2", 2), ("0.1", 0.5), ("9999", 10)])
def test_robots_txt_may_wish_for_a_slower_pace(site: Site, clock: Clock, wished: str, slept: float) -> None:
    site.pages |= {"/robots.txt": f"User-agent: *\nCrawl-delay: {wished}\n", "/a": "page"}
    clock.visitor().visit(f"{site.url}/a")
    assert clock.slept == [0.5 if wished == "0.1" else slept]


def test_what_robots_txt_forbids_is_not_fetched(site: Site, clock: Clock, tmp_path: Path) -> None:
    site.pages |= {"/a/b": "page", "/c": "page"}
    visitor = clock.visitor(tmp_path)
    visitor.visit(f"{site.url}/a/b")
    site.pages["/robots.txt"] = "User-agent: commonplace-bot\nDisallow: /a\n\nUser-agent: *\nDisallow: /c\n"
    visitor = clock.visitor(tmp_path)
    with pytest.raises(FetchError, match=r"robots\.txt forbids it"):
        visitor.visit(f"{site.url}/a/b")
    assert visitor.visit(f"{site.url}/c").copy.body == b"page"
    assert visitor.visit(f"{site.url}/a/b", robots=False).copy.body == b"page"


@pytest.mark.parametrize(("status", "what"), [(401, "forbids"), (403, "forbids"), (503, r"robots\.txt answers 503")])
def test_a_robots_txt_that_is_kept_back_forbids_all(site: Site, clock: Clock, status: int, what: str) -> None:
    site.pages |= {"/robots.txt": Answer(status=status), "/a": "page"}
    with pytest.raises(FetchError, match=what):
        clock.visitor().visit(f"{site.url}/a")
    assert site.paths == ["/robots.txt"]


def test_robots_txt_names_sitemaps(site: Site, clock: Clock) -> None:
    site.pages["/robots.txt"] = f"Sitemap: {site.url}/map.xml\n"
    assert clock.visitor().sitemaps(f"{site.url}/a") == [f"{site.url}/map.xml"]
    site.pages["/robots.txt"] = ""
    assert clock.visitor().sitemaps(f"{site.url}/a") == []


def test_a_page_that_has_not_changed_comes_from_its_copy(site: Site, clock: Clock, tmp_path: Path) -> None:
    def page(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == '"1"':
            return Answer(status=304)
        return Answer("page", headers={"ETag": '"1"', "Last-Modified": "then"})

    site.pages["/a"] = page
    clock.visitor(tmp_path).visit(f"{site.url}/a")
    clock.day = date(2024, 12, 9)
    visit = clock.visitor(tmp_path).visit(f"{site.url}/a")
    assert (visit.copy.body, visit.copy.fetched, visit.failed) == (b"page", "2024-12-09", "")
    assert site.asked[-1].headers["if-modified-since"] == "then"


def test_a_page_that_fails_keeps_its_copy_and_says_since_when(site: Site, clock: Clock, tmp_path: Path) -> None:
    site.pages["/a"] = "page"
    clock.visitor(tmp_path).visit(f"{site.url}/a")
    site.pages["/a"] = Answer(status=500)
    for day in (7, 9):
        clock.day = date(2024, 12, day)
        visit = clock.visitor(tmp_path).visit(f"{site.url}/a")
        assert visit.copy.body == b"page"
        assert visit.failed == "answers 500, since 2024-12-07; read as of 2024-12-05"
    site.pages["/a"] = "new page"
    assert clock.visitor(tmp_path).visit(f"{site.url}/a").failed == ""
    assert clock.visitor(tmp_path).visit(f"{site.url}/a").copy.body == b"new page"


def test_a_page_that_fails_without_a_copy_is_an_error(site: Site, clock: Clock, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="answers 404"):
        clock.visitor(tmp_path).visit(f"{site.url}/a")


def test_not_modified_without_a_copy_is_an_error(site: Site, clock: Clock) -> None:
    site.pages["/a"] = Answer(status=304)
    with pytest.raises(FetchError, match="answers 304"):
        clock.visitor().visit(f"{site.url}/a")


def test_a_page_may_have_a_size_of_its_own(site: Site, clock: Clock) -> None:
    site.pages["/a"] = "page"
    with pytest.raises(FetchError, match="larger than"):
        clock.visitor().visit(f"{site.url}/a", size=3)


def test_a_host_that_does_not_answer_is_left_alone(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = clock.visitor()
    tried: list[float] = []

    def refuse(*_: object) -> None:
        tried.append(clock.now)
        raise OSError(111, "Connection refused")

    monkeypatch.setattr("socket.create_connection", refuse)
    for _ in range(5):
        with pytest.raises(FetchError, match="Connection refused"):
            visitor.visit("http://127.0.0.1:9/a")
    with pytest.raises(FetchError, match="several times in a row"):
        visitor.visit("http://127.0.0.1:9/b")
    assert len(tried) == 5


def test_a_day_is_a_day() -> None:
    assert today().year > 2000
