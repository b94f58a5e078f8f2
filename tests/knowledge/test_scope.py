"""What a search may look at, what a follow-up takes for granted, and which links can be shown unasked."""

from pathlib import Path

import pytest

from knowledge import Config, KnowledgeBase, SourceConfig
from knowledge.confidence import foreign_questions
from tests.knowledge.writing import Posts

TEXTS = {
    "blog": "Canary releases limit the blast radius of a deploy.",
    "wiki": "Canary releases need good metrics before the deploy.",
}


@pytest.fixture
def two(tmp_path: Path) -> KnowledgeBase:
    """A public source and one that is not, each with a post on canary releases; a third text stands in both."""
    for name, text in TEXTS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(f"# Notes\n\n{text}\n\nRollbacks take one button and no meeting.\n")
    sources = (SourceConfig(folder=tmp_path / "blog"), SourceConfig(folder=tmp_path / "wiki", public=False))
    return KnowledgeBase.open(Config(sources=sources))


def _sources(base: KnowledgeBase, question: str, *sources: str) -> list[list[str]]:
    return [[place.post.source for place in hit.places] for hit in base.search(question, sources=sources).hits]


class TestSources:
    def test_only_the_named_ones_are_looked_at(self, two: KnowledgeBase) -> None:
        assert sorted(_sources(two, "canary releases")) == [["blog"], ["wiki"]]
        assert _sources(two, "canary releases", "wiki") == [["wiki"]]
        assert _sources(two, "canary releases", "blog", "wiki") == _sources(two, "canary releases")
        assert _sources(two, "canary releases", "nowhere") == []

    def test_a_text_that_stands_in_several_is_shown_where_it_may_be(self, two: KnowledgeBase) -> None:
        assert sorted(_sources(two, "rollbacks button meeting")[0]) == ["blog", "wiki"]
        assert _sources(two, "rollbacks button meeting", "wiki") == [["wiki"]]

    def test_the_operators_of_the_question_count_as_well(self, two: KnowledgeBase) -> None:
        assert _sources(two, "canary releases in:wiki", "blog") == []
        assert _sources(two, "canary releases in:wiki", "wiki") == [["wiki"]]

    def test_a_text_is_related_to_posts_of_the_named_ones_only(self, two: KnowledgeBase) -> None:
        found = two.related("canary releases", sources=["wiki"])
        assert [each.place.post.source for each in found] == ["wiki"]

    def test_posts_that_are_not_public_are_not_shown_unasked(self, two: KnowledgeBase) -> None:
        for text in ("canary releases", "rollbacks button meeting"):
            found = two.related(text, public=True)
            assert [each.place.post.source for each in found] == ["blog"]
        assert [post.public for post in two.posts] == [True, False]

    def test_a_scope_that_leaves_little_is_looked_through_to_the_end(self, posts: Posts) -> None:
        many = {f"blog/{number}.md": f"# Blog {number}\n\nCanary releases, part {number}." for number in range(120)}
        posts.write({**many, "wiki/a.md": "# Wiki\n\nIn canary releases and much else we trust, said somebody."})
        sources = tuple(SourceConfig(folder=posts.folder / name) for name in ("blog", "wiki"))
        base = KnowledgeBase.open(Config(sources=sources))
        assert [each.place.post.title for each in base.related("canary releases", sources=["wiki"])] == ["Wiki"]
        assert _sources(base, "canary releases", "wiki") == [["wiki"]]


class TestPassedOver:
    def test_passages_that_were_shown_before_are_left_out(self, two: KnowledgeBase) -> None:
        first = two.search("canary releases")
        shown = [hit.passage.id for hit in first.hits]
        later = two.search("canary releases", without=shown[:1])
        assert [hit.passage.id for hit in later.hits] == shown[1:]
        assert two.search("canary releases", without=shown).outcome == "nothing"


COSTS = {
    "caches.md": "# Caches\n\nA cache costs memory, and who pays is the platform team.",
    "queues.md": "# Queues\n\nA queue costs money, and who pays is the team that fills it.",
}


class TestSubject:
    def _best(self, base: KnowledgeBase, question: str, subject: str = "") -> str:
        return base.search(question, subject=subject).hits[0].places[0].post.title

    def test_a_follow_up_is_searched_with_what_was_asked_before(self, posts: Posts) -> None:
        base = posts.base(COSTS)
        assert self._best(base, "and who pays for it?", "what does a queue cost?") == "Queues"
        assert self._best(base, "and who pays for it?", "what does a cache cost?") == "Caches"

    def test_what_it_asks_itself_counts_more(self, posts: Posts) -> None:
        base = posts.base(COSTS)
        assert self._best(base, "and who pays for the cache?", "what does a queue cost?") == "Caches"

    def test_the_subject_is_no_word_of_the_question(self, posts: Posts) -> None:
        results = posts.base(COSTS).search("who pays?", subject="unicorns in a queue?")
        assert results.unknown == ()
        assert "queue" not in results.words

    def test_its_weight_is_less_and_a_word_of_both_counts_once(self, posts: Posts) -> None:
        reader = posts.base(COSTS)._snapshot.reader
        query = reader.read("queue money").following(reader.read("queue memory"))
        assert query.subject == ("memori",)
        assert query.weights["memori"] < query.weights["queue"] == 1.0


COMMON = {
    "caches.md": "# Caches\n\nA cache stampede takes the database down; coalescing requests for one key prevents it.",
    "meetings.md": "# Meetings\n\n" + "\n\n".join(f"Next week's meeting took time, part {n}." for n in range(9)),
    "more.md": "# More\n\n" + "\n\n".join(f"The meeting of week {n} cost us time." for n in range(9)),
}


class TestSurely:
    def _titles(self, base: KnowledgeBase, text: str) -> list[str]:
        return [each.place.post.title for each in base.related(text, surely=True)]

    def test_a_text_that_shares_rare_words_with_a_post_is_surely_about_it(self, posts: Posts) -> None:
        assert self._titles(posts.base(COMMON), "our cache had a stampede, requests pile up") == ["Caches"]

    def test_common_words_are_no_sure_tie_however_many_they_are(self, posts: Posts) -> None:
        base = posts.base(COMMON)
        text = "time for the meeting next week"
        assert base.related(text) != ()
        assert self._titles(base, text) == []

    def test_two_words_are_too_few(self, posts: Posts) -> None:
        base = posts.base(COMMON)
        assert base.related("cache stampede") != ()
        assert self._titles(base, "cache stampede") == []

    def test_words_that_no_post_holds_count_against_it(self, posts: Posts) -> None:
        base = posts.base(COMMON)
        text = "cache the stampede of zebras, gnus, quokkas, numbats, wombats and okapis on request from Nairobi, Kenya"
        assert base.related(text) != ()
        assert self._titles(base, text) == []

    def test_small_talk_is_given_no_post_of_the_starter_collection(self) -> None:
        base = KnowledgeBase.open()
        given = [question for question in foreign_questions() if base.related(question, surely=True)]
        assert len(given) <= 0.02 * len(foreign_questions())
