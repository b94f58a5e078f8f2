from collections import Counter
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.config import STARTER, Config
from knowledge.corpus import Corpus, read_corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(Config().sources)


def test_it_has_the_shape_of_the_page_it_follows() -> None:
    stats = KnowledgeBase.open().stats
    assert (stats.posts, stats.paragraphs, stats.passages, stats.lessons) == (9, 68, 40, 31)
    assert (stats.problems, stats.drafts) == (0, 0)


def test_every_post_has_a_date_and_authors_and_tags_and_is_called_after_its_title(corpus: Corpus) -> None:
    for post in corpus.posts:
        assert post.date is not None
        assert post.authors
        assert post.tags
        assert Path(post.path).stem == post.slug


def test_headings_repeat_as_they_do_on_the_page(corpus: Corpus) -> None:
    headings = Counter(block.text for post in corpus.posts for block in post.blocks if block.kind == "heading")
    assert headings == {
        "Data Integrity": 4,
        "Where We Struggled": 3,
        "Tooling Choices": 3,
        "Developer Workflow": 2,
        "Incident Post-Mortem": 2,
        "Cultural Shift": 1,
        "Measuring the Impact": 1,
        "Cost Breakdown": 1,
        "Real-World Example": 1,
        "Performance Tuning": 1,
    }


def test_three_posts_have_no_heading_and_29_paragraphs_stand_before_one(corpus: Corpus) -> None:
    assert sum(all(block.kind == "paragraph" for block in post.blocks) for post in corpus.posts) == 3
    assert sum(not place.headings for passage in corpus.passages for place in passage.places) == 29


def test_paragraphs_repeat_as_they_do_on_the_page(corpus: Corpus) -> None:
    times = Counter(len(passage.places) for passage in corpus.passages)
    assert times == {1: 23, 2: 11, 3: 2, 4: 3, 5: 1}


def test_the_paragraph_about_contract_tests_stands_in_five_posts() -> None:
    results = KnowledgeBase.open().search("how do contract tests flag breaking changes between microservices?")
    assert results.outcome == "answer"
    assert len({place.post.title for place in results.hits[0].places}) == 5


def test_only_posts_are_packaged() -> None:
    assert {path.suffix for path in STARTER.iterdir()} == {".md"}
