"""A post's contents: its passages in their order, where else each stands, what says it otherwise, and posts on the same."""

from datetime import date, timedelta
from itertools import chain

import pytest

from knowledge import KnowledgeBase
from knowledge.lessons import daily
from knowledge.results import Contents, Standing
from tests.knowledge.writing import Posts

STAMPEDE = "A cache stampede takes the database down, and coalescing requests for one key prevents it."
SLOW = (
    "We keep the median latency of the search service below {} milliseconds, and page somebody where it is above that."
)
DOCUMENTS = {
    "old.md": (
        "---\ntitle: On caches\ndate: 2020-01-01\naliases: [/2020/On-Stampedes.html, 'https://old.example/a/b/']\n---\n"
        f"We run many caches.\n\n## Stampedes\n\n{STAMPEDE}\n\n{SLOW.format(500)}\n\n## Names\n\nNaming a key is hard.\n\n- one\n- two"
    ),
    "new.md": f"---\ntitle: Caches again\ndate: 2024-01-01\n---\nIt happened again.\n\n{STAMPEDE}\n\n{SLOW.format(200)}",
    "about.md": (
        "---\ntitle: Keys in bulk\ndate: 2023-01-01\n---\n"
        "Coalescing requests for one key has prevented every cache stampede since, and the database sleeps."
    ),
    "sub/index.md": "# Twice said\n\nSaid twice, word for word.\n\n## Again\n\nSaid twice, word for word.",
    "other/index.md": "# Unrelated\n\nWombats dig burrows.",
}


@pytest.fixture
def base(posts: Posts) -> KnowledgeBase:
    return posts.base(DOCUMENTS)


def contents(base: KnowledgeBase, slug: str) -> Contents:
    found = base.contents(slug)
    assert found is not None
    return found


def passage(base: KnowledgeBase, slug: str, words: str) -> Standing:
    return next(each for each in contents(base, slug).passages if words in each.passage.text)


def test_the_passages_of_a_post_cover_all_of_it_but_its_headings_in_order(base: KnowledgeBase) -> None:
    for post in base.posts:
        found = contents(base, post.slug or "")
        covered = list(chain.from_iterable(range(each.start, each.end) for each in found.passages))
        assert covered == [number for number, block in enumerate(post.blocks) if block.kind != "heading"]
        assert [each.place.position for each in found.passages] == list(range(len(found.passages)))


def test_a_passage_names_where_else_it_stands_this_place_first(base: KnowledgeBase) -> None:
    found = passage(base, "on-caches", STAMPEDE)
    assert [place.post.title for place in found.places] == ["On caches", "Caches again"]
    assert [place.post.title for place in passage(base, "caches-again", STAMPEDE).places] == [
        "Caches again",
        "On caches",
    ]


def test_what_was_revised_names_the_newer_and_the_newer_names_what_it_revised(base: KnowledgeBase) -> None:
    old, new = passage(base, "on-caches", "500 milliseconds"), passage(base, "caches-again", "200 milliseconds")
    assert [place.post.title for place in old.newer] == ["Caches again"]
    assert [place.post.title for place in new.older] == ["On caches"]
    assert old.older == new.newer == ()


def test_a_post_names_those_on_the_same_the_closest_first_and_once(base: KnowledgeBase) -> None:
    found = contents(base, "on-caches")
    assert [post.title for post in found.about] == ["Caches again", "Keys in bulk"]
    assert contents(base, "on-caches").about is found.about
    assert contents(base, "unrelated").about == ()


def test_every_passage_has_an_anchor_of_its_own_that_others_do_not_move(base: KnowledgeBase, posts: Posts) -> None:
    first, second = (each.place.anchor for each in contents(base, "twice-said").passages)
    assert second == f"{first}-1"
    before = passage(base, "on-caches", STAMPEDE).place.anchor
    longer = {
        **DOCUMENTS,
        "old.md": DOCUMENTS["old.md"].replace("We run many caches.", "Hello.\n\nWe run many caches."),
    }
    assert passage(posts.base(longer), "on-caches", STAMPEDE).place.anchor == before


def test_a_post_outside_the_scope_is_not_there_and_not_named(posts: Posts) -> None:
    open_base = posts.base(DOCUMENTS)
    assert open_base.contents("on-caches", sources=("elsewhere",)) is None
    assert open_base.contents("on-caches", sources=("posts",)) is not None
    private = posts.base(DOCUMENTS, public=False)
    assert private.contents("on-caches", public=True) is None
    assert open_base.contents("nothing-here") is None


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("On-Caches", "On caches"),
        ("2020/on-stampedes", "On caches"),
        ("on-stampedes/", "On caches"),
        ("a/b", "On caches"),
        ("old", "On caches"),  # its file
        ("index", None),  # the file of two
        ("", None),
        ("elsewhere", None),
    ],
)
def test_a_post_is_known_by_what_it_was_called(base: KnowledgeBase, asked: str, title: str | None) -> None:
    found = base.moved(asked)
    assert (found.title if found else None) == title


def test_contents_follow_a_reload(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    contents(base, "unrelated")
    (posts.folder / "other/index.md").unlink()
    base.reload()
    assert base.contents("unrelated") is None


IDS = tuple(f"{number * 2654435761 % 2**64:016x}" for number in range(1, 60))
LAST = date(2024, 12, 5)


def test_every_day_has_a_lesson_the_same_for_all_and_none_twice_within_a_month() -> None:
    chosen = dict(daily(IDS, LAST, 40))
    assert list(chosen) == [LAST - timedelta(days=back) for back in range(39, -1, -1)]
    assert dict(daily(tuple(reversed(IDS)), LAST, 3)).items() <= chosen.items()
    november = [found for day, found in chosen.items() if day.month == 11]
    assert len(set(november)) == len(november) == 30


def test_days_differ_and_every_lesson_has_its_day() -> None:
    assert {found for _, found in daily(IDS, LAST, 800)} == set(IDS)


def test_a_new_lesson_changes_few_days() -> None:
    before, after = dict(daily(IDS[1:], LAST, 300)), dict(daily(IDS, LAST, 300))
    changed = [day for day, found in before.items() if after[day] != found]
    assert len(changed) < 30


def test_where_there_are_few_lessons_all_come_before_one_comes_again_and_none_from_none() -> None:
    chosen = [found for _, found in daily(IDS[:3], date(2024, 12, 6), 6)]
    assert set(chosen[:3]) == set(chosen[3:]) == set(IDS[:3])
    assert daily((), LAST, 3) == []


def test_the_daily_lesson_has_its_places(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    ((day, lesson),) = base.daily_lessons(LAST, 1)
    assert day == LAST
    assert lesson.places == lesson.passage.places
    assert base.daily_lessons(LAST, 1) is base.daily_lessons(LAST, 1)
    assert len(base.daily_lessons(LAST, 2)) == 2
    (posts.folder / "new.md").unlink()
    base.reload()
    assert all(place.post.title != "Caches again" for _, each in base.daily_lessons(LAST, 2) for place in each.places)


def test_posts_without_a_lesson_have_none_for_any_day(posts: Posts) -> None:
    assert posts.base({"one.md": "# A\n\nShort."}).daily_lessons(LAST, 1) == ()
