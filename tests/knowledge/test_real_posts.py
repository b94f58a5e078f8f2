"""Posts that nobody here wrote, where they are at hand; without them these tests are skipped."""

import re
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.config import STARTER, Config, SourceConfig
from knowledge.corpus import Corpus, read_corpus
from knowledge.deep_links import TextFragments, anchors
from knowledge.model import Block
from knowledge.passages import spans
from tests.knowledge.landing import Page

CONTENT = Path(__file__).parents[3] / "shared" / "content"
RUN = 6  # words; whoever writes six in a row that another wrote, copies


def _content(name: str) -> Path:
    path = CONTENT / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path


@pytest.fixture(scope="module")
def page() -> KnowledgeBase:
    return KnowledgeBase.open(Config(sources=(SourceConfig(folder=_content("category-page.txt")),)))


@pytest.fixture(scope="module")
def artsy() -> Corpus:
    source = SourceConfig(
        folder=_content("artsy") / "_posts",
        base_url="https://artsy.github.io",
        permalink="/blog/:year/:month/:day/:slug/",
    )
    return read_corpus([source])


def test_a_category_page_is_read_to_the_last_paragraph(page: KnowledgeBase) -> None:
    stats = page.stats
    assert (stats.posts, stats.paragraphs, stats.passages, stats.lessons) == (9, 68, 40, 31)
    assert stats.problems == 0


def test_contract_testing_stands_in_five_places(page: KnowledgeBase) -> None:
    results = page.search("contract testing between microservices")
    assert results.outcome == "answer"
    assert len(results.hits[0].places) == 5


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def test_no_starter_paragraph_repeats_six_words_of_the_page() -> None:
    paragraphs = _content("category-page.txt").read_text(encoding="utf-8").split("\n\n")
    titles = {line.strip("• ").strip() for line in "\n".join(paragraphs).splitlines() if line.startswith("  •")}
    theirs = set().union(*(_runs(paragraph) for paragraph in paragraphs if paragraph.strip("• \n") not in titles))
    own = read_corpus([SourceConfig(folder=STARTER)])
    assert len(theirs) > 1000
    assert not set().union(*(_runs(passage.text) for passage in own.passages)) & theirs


@pytest.mark.no_cover
def test_every_post_of_a_blog_of_ten_years_is_read(artsy: Corpus) -> None:
    assert len(artsy.posts) == 273
    assert artsy.problems == ()
    assert all(post.date and post.title and post.authors for post in artsy.posts)
    assert all(
        re.fullmatch(r"https://artsy\.github\.io/blog/\d{4}/\d\d/\d\d/[^/]+/", str(post.url)) for post in artsy.posts
    )


@pytest.mark.no_cover
def test_every_link_into_the_blog_lands_on_its_paragraph(artsy: Corpus) -> None:
    landed: list[bool | None] = []
    for post in artsy.posts:
        fragments = TextFragments(post.title, post.blocks)
        numbered = [(number, line) for number, block in enumerate(post.blocks) for line in _lines(block)]
        page = Page([post.title, *(line for _, line in numbered)])
        for span in spans(post, anchors(post.blocks)):
            directive = fragments.directive(span.start, span.end)
            landing = page.land(directive) if directive else None
            landed.append(None if landing is None else numbered[landing.first - 1][0] == span.start)
    assert landed.count(True) > 6000
    assert landed.count(False) == 0
    assert landed.count(None) < 10  # the same words after the same words: these links go to their heading


def _lines(block: Block) -> list[str]:
    if block.kind == "row":
        return block.text.split(" | ")
    return re.split(r"\n|\s\s+", block.text) if block.kind == "code" else [block.text]
