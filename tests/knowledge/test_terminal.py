from datetime import date

from knowledge import terminal
from knowledge.model import (
    Excerpt,
    ExcerptLine,
    Fragment,
    Hit,
    Lesson,
    Part,
    Passage,
    Place,
    Post,
    Problem,
    RelatedPost,
    Results,
    Stats,
)

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
