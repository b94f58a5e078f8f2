"""A pasted URL leads to the post and the paragraph, and to newer posts on the same; nothing is fetched for it."""

from pathlib import Path

import pytest

from knowledge import Config, KnowledgeBase, SourceConfig
from knowledge.linked import canonical
from knowledge.model import Corpus, Place, Post
from knowledge.results import Linked
from tests.knowledge.writing import Posts

STAMPEDE = "A cache stampede takes the database down, and coalescing requests for one key prevents it."
BLOG = "https://blog.example.com"
DOCUMENTS = {
    "old.md": (
        "---\ntitle: On caches\ndate: 2020-01-01\n---\nWe run many caches.\n\n## Stampedes\n\n"
        f"{STAMPEDE}\n\n## Names\n\nNaming a key is hard."
    ),
    "new.md": f"---\ntitle: Caches again\ndate: 2024-01-01\n---\nIt happened again.\n\n{STAMPEDE}",
    "about.md": (
        "---\ntitle: Keys in bulk\ndate: 2023-01-01\n---\n"
        "Coalescing requests for one key has prevented every cache stampede since, and the database sleeps."
    ),
    "undated.md": f"# Without a date\n\n{STAMPEDE}",
}


@pytest.fixture
def base(posts: Posts) -> KnowledgeBase:
    return posts.base(DOCUMENTS, base_url=BLOG)


def _quoted(found: Linked | None) -> str:
    assert found is not None
    assert found.passage is not None
    return found.passage.text


def _newer(found: Linked | None) -> list[str]:
    assert found is not None
    return [post.title for post in found.newer]


def test_the_address_of_a_post_leads_to_its_opening(base: KnowledgeBase) -> None:
    found = base.linked(f"{BLOG}/on-caches/")
    assert _quoted(found) == "We run many caches."
    assert found is not None
    assert found.place.post.title == "On caches"


@pytest.mark.parametrize(
    "address",
    [
        "http://www.BLOG.example.com/on-caches",
        "https://blog.example.com/on-caches/index.html",
        "https://blog.example.com/on%2Dcaches/?utm_source=mail&fbclid=1#nowhere",
    ],
)
def test_it_does_whatever_differs_between_links_to_one_page(base: KnowledgeBase, address: str) -> None:
    assert _quoted(base.linked(address)) == "We run many caches."


def test_a_heading_in_the_address_leads_to_the_paragraph_below_it(base: KnowledgeBase) -> None:
    assert _quoted(base.linked(f"{BLOG}/on-caches/#names")) == "Naming a key is hard."


def test_the_bots_own_link_to_a_paragraph_leads_there(base: KnowledgeBase) -> None:
    for hit in base.search("coalescing requests for one key").hits:
        assert hit.places[0].url is not None
        assert _quoted(base.linked(hit.places[0].url)) == hit.passage.text


def test_the_text_that_an_address_quotes_counts_before_its_heading(base: KnowledgeBase) -> None:
    (hit,) = base.search("naming a key").hits[:1]
    text = str(hit.places[0].url).partition(":~:text=")[2]
    assert _quoted(base.linked(f"{BLOG}/on-caches/#stampedes:~:text={text}")) == "Naming a key is hard."


def test_later_posts_that_say_the_same_or_are_about_it_are_newer_ones_the_newest_first(base: KnowledgeBase) -> None:
    assert _newer(base.linked(f"{BLOG}/on-caches/#stampedes")) == ["Caches again", "Keys in bulk"]
    assert _newer(base.linked(f"{BLOG}/on-caches/#stampedes", newer=1)) == ["Caches again"]
    assert _newer(base.linked(f"{BLOG}/keys-in-bulk/")) == ["Caches again"]
    assert _newer(base.linked(f"{BLOG}/caches-again/")) == []


def test_without_a_date_nothing_is_newer(base: KnowledgeBase) -> None:
    assert _newer(base.linked(f"{BLOG}/without-a-date/")) == []


def test_a_post_without_a_paragraph_is_linked_as_a_whole(posts: Posts) -> None:
    corpus, bare = posts.corpus(DOCUMENTS, base_url=BLOG), Post("blog", "bare.md", "Nothing yet", url=f"{BLOG}/bare/")
    base = KnowledgeBase(posts.config(), Corpus((*corpus.posts, bare), corpus.passages))
    assert base.linked(f"{BLOG}/bare/") == Linked(Place(bare, (), 0, last=True, url=bare.url), None)


@pytest.mark.parametrize(
    "address",
    [
        f"{BLOG}/of-somebody-else/",
        f"{BLOG}:8443/on-caches/",
        f"{BLOG}/on-caches/?page=2",
        "https://evil.example/on-caches/",
        "ftp://blog.example.com/on-caches/",
        "https:///on-caches/",
        "http://[",
        "https://blog.example.com:port/on-caches/",
        "",
    ],
)
def test_any_other_address_leads_nowhere(base: KnowledgeBase, address: str) -> None:
    assert base.linked(address) is None


def test_what_tells_pages_apart_stays_in_the_address() -> None:
    assert canonical("https://a.example/?p=2&a=1") == canonical("http://a.example?a=1&p=2&utm_medium=x")
    assert canonical("https://a.example/?p=2") != canonical("https://a.example/?p=3")


def test_of_two_posts_at_one_address_the_first_is_meant(posts: Posts) -> None:
    same = "---\ntitle: {}\nurl: https://a.example/x\n---\nThe {} one."
    base = posts.base({"a.md": same.format("First", "first"), "b.md": same.format("Second", "second")})
    assert _quoted(base.linked("https://a.example/x")) == "The first one."


def test_posts_without_an_address_are_passed_over(posts: Posts) -> None:
    base = posts.base({"a.md": "# Not served\n\nAnywhere."})
    assert base.linked("") is None


def test_after_a_reload_the_new_posts_are_known(posts: Posts) -> None:
    base = posts.base(DOCUMENTS, base_url=BLOG)
    assert base.linked(f"{BLOG}/fresh/") is None
    posts.write({"fresh.md": "# Fresh\n\nJust written."})
    base.reload()
    assert _quoted(base.linked(f"{BLOG}/fresh/")) == "Just written."


def test_a_saved_snapshot_leads_to_the_same(posts: Posts, tmp_path: Path) -> None:
    posts.write(DOCUMENTS)
    for _ in range(2):
        saved = KnowledgeBase.open(posts.config(base_url=BLOG), cache=tmp_path / "cache")
        assert _newer(saved.linked(f"{BLOG}/on-caches/#stampedes")) == ["Caches again", "Keys in bulk"]


class TestScope:
    """Posts in two sources, of which one is not for everybody's eyes."""

    @pytest.fixture
    def two(self, tmp_path: Path) -> KnowledgeBase:
        sources = []
        for name, day, public in (("blog", "2020-01-01", True), ("wiki", "2024-01-01", False)):
            (tmp_path / name).mkdir()
            text = f"---\ntitle: Stampedes in the {name}\ndate: {day}\n---\n{STAMPEDE}"
            (tmp_path / name / "post.md").write_text(text)
            base_url = f"https://{name}.example.com"
            sources.append(SourceConfig(folder=tmp_path / name, base_url=base_url, permalink="/post/", public=public))
        return KnowledgeBase.open(Config(sources=tuple(sources)), cache=tmp_path / "cache")

    def test_all_are_known_where_nothing_is_said(self, two: KnowledgeBase) -> None:
        assert _newer(two.linked("https://blog.example.com/post/")) == ["Stampedes in the wiki"]
        assert two.linked("https://wiki.example.com/post/") is not None

    def test_what_is_not_public_is_neither_linked_nor_called_newer(self, two: KnowledgeBase) -> None:
        assert two.linked("https://wiki.example.com/post/", public=True) is None
        assert _newer(two.linked("https://blog.example.com/post/", public=True)) == []

    def test_other_sources_are_not_known(self, two: KnowledgeBase) -> None:
        assert two.linked("https://wiki.example.com/post/", sources=["blog"]) is None
        assert _newer(two.linked("https://blog.example.com/post/", sources=["blog"])) == []
