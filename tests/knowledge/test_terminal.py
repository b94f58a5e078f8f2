from dataclasses import replace
from datetime import date

import pytest

from knowledge import terminal
from knowledge.model import Part, Passage, Place, Post, Problem, Stats
from knowledge.results import Excerpt, ExcerptLine, Fragment, Hit, Lesson, RelatedPost, Results

LINK = "https://x.example/p/#:~:text=Roll"


def _place(title: str, url: str | None = LINK, headings: tuple[str, ...] = ()) -> Place:
    return Place(Post("test", "a.md", title, date=date(2024, 12, 5)), headings, 0, last=False, url=url)


def _hit(*places: Place) -> Hit:
    line = ExcerptLine("paragraph", (Fragment("Roll", matched=True), Fragment(" back with one command.")))
    return Hit(Passage("id", (), places), Excerpt((line,)), places, 1.0)


def test_an_answer_shows_where_it_stands_what_it_says_and_its_link() -> None:
    results = Results("?", "answer", (_hit(_place("Deploys", headings=("Data",))),))
    assert terminal.results_text(results, 80, colour=False).splitlines() == [
        "Deploys · Data · 2024-12-05",
        "  Roll back with one command.",
        f"  {LINK}",
    ]


def test_long_text_is_wrapped_but_a_link_is_not() -> None:
    results = Results("?", "answer", (_hit(_place("Deploys")),))
    assert terminal.results_text(results, 16, colour=False).splitlines()[1:] == [
        "  Roll back with",
        "  one command.",
        f"  {LINK}",
    ]


def test_a_word_too_long_for_the_terminal_stays_whole() -> None:
    passage = Passage("id", (Part("paragraph", "see " + "x" * 50),), ())
    assert "  " + "x" * 50 in terminal.lesson_text(Lesson(passage, (_place("A"),)), 16).splitlines()


def test_matched_words_are_bold_where_there_is_colour() -> None:
    results = Results("?", "answer", (_hit(_place("Deploys")),))
    assert "\x1b[1mRoll\x1b[22m back" in terminal.results_text(results, 80, colour=True)


def test_other_places_are_named() -> None:
    one = Results("?", "answer", (_hit(_place("A"), _place("B")),))
    two = Results("?", "answer", (_hit(_place("A"), _place("B"), _place("C")),))
    assert terminal.results_text(one, 80, colour=False).splitlines()[-1] == "  Also said in 1 other post: B"
    assert terminal.results_text(two, 80, colour=False).splitlines()[-1] == "  Also said in 2 other posts: B; C"


def test_a_statement_goes_before_what_is_no_answer() -> None:
    closest = Results("?", "closest", (_hit(_place("A", None)),), ("zebra",), 2)
    assert terminal.results_text(closest, 80, colour=False).splitlines() == [
        "No paragraph answers this outright; the closest come first. No post contains “zebra”.",
        "",
        "A · 2024-12-05",
        "  Roll back with one command.",
    ]
    assert terminal.results_text(Results("?", "nothing", posts=2), 80, colour=False) == "Nothing found in 2 posts."


def test_a_lesson_keeps_its_lines() -> None:
    passage = Passage(
        "id", (Part("paragraph", "Rules:"), Part("item", "roll back", "•"), Part("code", "make\n\n  it")), ()
    )
    assert terminal.lesson_text(Lesson(passage, (_place("A"),)), 80).splitlines() == [
        "A · 2024-12-05",
        "  Rules:",
        "  • roll back",
        "  make",
        "",
        "    it",
        f"  {LINK}",
    ]


def test_a_related_post_says_why() -> None:
    found = RelatedPost(_place("A"), Passage("id", (), ()), ("cache", "stampede"))
    assert terminal.related_text([found], 80).splitlines() == [
        "A · 2024-12-05",
        "  both speak of: cache, stampede",
        f"  {LINK}",
    ]
    assert terminal.related_text([], 80) == "No post is about this."


def test_problems_are_one_a_line() -> None:
    problem = Problem("a.md", 3, "broken", "Mend it.")
    assert terminal.problems_text([problem, problem]) == "\n".join(["a.md:3: broken (kept). Mend it."] * 2)
    assert terminal.problems_text([]) == "No problems."


def test_counts_of_one_are_singular() -> None:
    assert terminal.stats_text(Stats(1, 1, 1, 1, 1, 1, {"blog": 1})).splitlines() == [
        "1 post (blog: 1 post)",
        "1 paragraph, 1 distinct passage, 1 lesson",
        "1 draft left out, 1 problem",
    ]
    assert terminal.stats_text(Stats(3, 9, 8, 0, 0, 2, {"a": 1, "b": 2})).splitlines() == [
        "3 posts (a: 1 post, b: 2 posts)",
        "9 paragraphs, 8 distinct passages, 0 lessons",
        "2 drafts left out, 0 problems",
    ]


def _helped(found: Results, **said: tuple[str, ...]) -> str:
    """The last block of results that say how the question was read."""
    return terminal.results_text(replace(found, **said), 80, colour=False).split("\n\n")[-1]  # type: ignore[arg-type]


@pytest.mark.parametrize("hits", [(), (_hit(_place("Deploys")),)])
def test_how_a_question_was_read_comes_last(hits: tuple[Hit, ...]) -> None:
    found = Results("?", "answer" if hits else "nothing", hits)
    assert _helped(found, read_as=("exactly “a b”", "by “Ann”")) == "Searched: exactly “a b”; by “Ann”"
    assert _helped(found, mistakes=("`tag:`: write a tag.",)) == "Not understood: `tag:`: write a tag."
    assert (
        _helped(found, read_as=("in “a”",), mistakes=("One.", "Two.")) == "Searched: in “a” · Not understood: One. Two."
    )


def test_what_was_searched_beside_the_words_is_named_where_a_hit_shown_holds_it() -> None:
    near = replace(_hit(_place("A")), expanded=("kubernetes", "cluster"))
    far = replace(_hit(_place("B")), expanded=("database",), score=0.1)
    found = Results("?", "answer", (near, far))
    added = ("cluster", "kubernetes", "database", "container")
    assert _helped(found, added=added) == "Also searched: cluster, kubernetes"
    assert "searched" not in terminal.results_text(Results("?", "answer", (near,)), 80, colour=False).lower()


def test_hits_far_below_an_answer_are_not_shown() -> None:
    near, far = replace(_hit(_place("A")), score=0.6), replace(_hit(_place("B")), score=0.5)
    found = Results("?", "answer", (_hit(_place("Best")), near, far))
    shown = terminal.results_text(found, 80, colour=False)
    assert [title for title in ("Best", "A", "B") if f"{title} · 2024-12-05" in shown] == ["Best", "A"]
    assert "B · 2024-12-05" in terminal.results_text(replace(found, outcome="closest"), 80, colour=False)


def test_the_cut_of_answers_is_shown_where_there_is_one() -> None:
    stats = Stats(1, 1, 1, 1, 1, confidence={"answer_cut": 1.234, "false_answers": 0.0375})
    assert terminal.stats_text(stats).splitlines()[3:] == [
        "called an answer above 1.23, as 3.8% of questions that engineering posts do not answer are"
    ]
