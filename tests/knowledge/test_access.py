"""A source that is for some people only is shown to nobody else, by no way of asking; and nobody else lacks anything for it."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from knowledge import OWNER, Audience, Config, KnowledgeBase, Limits, ShuffleBag, SourceConfig, load_config
from knowledge.errors import ConfigError
from knowledge.evaluation.run import evaluate
from knowledge.results import Hit

IN_CHANNEL = Audience(workspaces=frozenset({"T01"}), channels=frozenset({"C01"}))
IN_GROUP = Audience(workspaces=frozenset({"T01"}), groups=frozenset({"S01"}))
AT_WORK = Audience(workspaces=frozenset({"T01"}), channels=frozenset({"C09"}))
EVERYBODY = (Audience(), AT_WORK, IN_CHANNEL, IN_GROUP, OWNER)

SHARED = "Rollbacks take one button, no meeting and no more than a minute of anybody's time on call."
FIGURES = "Our gateway gives up on a request after {} milliseconds and answers that it is overloaded just now."
DOCUMENTS = {
    "blog/rollbacks.md": f"---\ntitle: Rollbacks\ndate: 2020-01-01\n---\nWe practise.\n\n{SHARED}\n\nAnd so on.",
    "blog/gateway.md": f"---\ntitle: The gateway\ndate: 2020-01-01\n---\n{FIGURES.format(500)}",
    "board/merger.md": (
        "---\ntitle: Acquisition of Zebracorp\ndate: 2024-01-01\n---\n"
        f"{SHARED}\n\nZebracorp is bought in autumn, and the quokka team moves to the first floor of our house by then."
    ),
    "board/gateway.md": f"---\ntitle: The gateway revised\ndate: 2024-01-01\n---\n{FIGURES.format(200)}",
    "staff/rota.md": "---\ntitle: Rota\ndate: 2023-01-01\n---\nThe numbat rota changes on mondays at noon, and everybody who stands on it is paid for the whole week.",
}
LIMITS: Mapping[str, dict[str, tuple[str, ...]]] = {
    "board": {"workspaces": ("T01",), "channels": ("C01",)},
    "staff": {"groups": ("S01", "S02")},
}


def sources(folder: Path) -> tuple[SourceConfig, ...]:
    for name, text in DOCUMENTS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return tuple(
        SourceConfig.model_validate({
            "folder": folder / name, "base_url": f"https://{name}.example.com", "only_for": LIMITS.get(name)
        })
        for name in ("blog", "board", "staff")
    )  # fmt: skip


@pytest.fixture(scope="module", params=["fresh", "saved"])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("posts")
    config = Config(sources=sources(folder))
    if request.param == "saved":
        KnowledgeBase.open(config, cache=folder / "cache")
    return KnowledgeBase.open(config, cache=folder / "cache" if request.param == "saved" else None)


def best(base: KnowledgeBase, question: str, audience: Audience) -> Hit:
    return base.search(question, audience=audience).hits[0]


def shown(base: KnowledgeBase, question: str, audience: Audience) -> set[str]:
    return {place.post.source for hit in base.search(question, audience=audience).hits for place in hit.passage.places}


class TestWhoMayRead:
    @pytest.mark.parametrize(
        ("limits", "readers"),
        [
            (Limits(), [*EVERYBODY]),
            (Limits(workspaces=frozenset({"T01", "T02"})), [AT_WORK, IN_CHANNEL, IN_GROUP, OWNER]),
            (Limits(channels=frozenset({"C01"})), [IN_CHANNEL, OWNER]),
            (Limits(groups=frozenset({"S01"})), [IN_GROUP, OWNER]),
            (Limits(channels=frozenset({"C01"}), groups=frozenset({"S01"})), [IN_CHANNEL, IN_GROUP, OWNER]),
            (Limits(workspaces=frozenset({"T02"}), channels=frozenset({"C01"})), [OWNER]),
        ],
    )
    def test_one_of_the_workspaces_and_one_of_channels_and_groups(
        self, limits: Limits, readers: list[Audience]
    ) -> None:
        assert [each for each in EVERYBODY if each.may_read(limits)] == readers

    def test_sources_are_told_to_those_who_may_read_them_with_the_number_of_their_posts(
        self, base: KnowledgeBase
    ) -> None:
        assert base.sources() == base.sources(AT_WORK) == {"blog": 2}
        assert base.sources(IN_CHANNEL) == {"blog": 2, "board": 2}
        assert base.sources(IN_GROUP) == {"blog": 2, "staff": 1}
        assert base.sources(OWNER) == base.stats.sources
        assert base.limits.keys() == LIMITS.keys()

    def test_several_sources_may_be_read_where_all_may(self, base: KnowledgeBase) -> None:
        assert base.may_read({"blog"}, AT_WORK)
        assert base.may_read({"blog", "board"}, IN_CHANNEL)
        assert not base.may_read({"blog", "board"}, IN_GROUP)
        assert base.may_read({"board", "staff", "unheard of"}, OWNER)

    def test_a_source_that_is_not_known_any_more_is_closed_where_any_is_limited(
        self, base: KnowledgeBase, tmp_path: Path
    ) -> None:
        assert not base.may_read({"unheard of"}, IN_CHANNEL)
        open_one = KnowledgeBase.open(Config(sources=sources(tmp_path)[:1]))
        assert open_one.may_read({"unheard of"}, Audience())


class TestSearch:
    def test_a_passage_is_found_by_those_who_may_read_it_alone(self, base: KnowledgeBase) -> None:
        for audience in EVERYBODY:
            may = audience in (IN_CHANNEL, OWNER)
            assert ("board" in shown(base, "when is zebracorp bought", audience)) is may
            may = audience in (IN_GROUP, OWNER)
            assert ("staff" in shown(base, "when does the numbat rota change", audience)) is may

    def test_without_an_audience_only_what_is_for_all_is_found(self, base: KnowledgeBase) -> None:
        results = base.search("zebracorp numbat rota rollbacks")
        assert {place.post.source for hit in results.hits for place in hit.places} == {"blog"}

    def test_what_stands_in_both_is_shown_from_the_open_place_to_others(self, base: KnowledgeBase) -> None:
        question = "do rollbacks take one button"
        assert [place.post.source for place in best(base, question, IN_CHANNEL).places] == ["blog", "board"]
        hit = best(base, question, AT_WORK)
        assert [place.post.source for place in hit.places] == ["blog"]
        assert [place.post.source for place in hit.passage.places] == ["blog"]
        assert base.search(question, audience=AT_WORK).shown_from == {"blog"}
        assert base.search(question, audience=IN_CHANNEL).shown_from >= {"blog", "board"}

    def test_that_a_newer_post_says_it_differently_is_told_to_those_who_may_read_it(self, base: KnowledgeBase) -> None:
        question = "when does the gateway give up, after 500 milliseconds?"
        newer = best(base, question, IN_CHANNEL).newer
        assert newer is not None
        assert newer.post.source == "board"
        assert best(base, question, IN_GROUP).newer is None

    def test_the_source_of_the_newer_post_counts_as_shown(self, base: KnowledgeBase) -> None:
        results = base.search("gateway gives up after 500 milliseconds in:blog", audience=IN_CHANNEL)
        assert results.hits[0].newer is not None
        assert results.shown_from == {"blog", "board"}

    def test_words_of_a_title_that_may_not_be_read_find_nothing(self, base: KnowledgeBase) -> None:
        assert base.search("acquisition", audience=AT_WORK).outcome == "nothing"
        assert base.search("acquisition", audience=IN_CHANNEL).outcome != "nothing"

    def test_words_are_unknown_where_no_post_that_may_be_read_holds_them(self, base: KnowledgeBase) -> None:
        question = "zebracorp, rollbacks and the xylophones"
        assert base.search(question, audience=AT_WORK).unknown == ("zebracorp", "xylophones")
        assert base.search(question, audience=IN_CHANNEL).unknown == ("xylophones",)

    def test_a_word_of_another_place_that_may_be_read_is_known(self, base: KnowledgeBase) -> None:
        assert base.search("acquisition", audience=OWNER).unknown == ()
        assert base.search("acquisition", audience=IN_GROUP).unknown == ("acquisition",)

    def test_posts_that_may_not_be_read_are_not_counted(self, base: KnowledgeBase) -> None:
        assert base.search("xylophones", audience=AT_WORK).posts == 2
        assert base.search("xylophones", audience=IN_CHANNEL).posts == 4
        assert base.search("xylophones", audience=OWNER).posts == 5

    def test_a_filter_finds_only_what_may_be_read(self, base: KnowledgeBase) -> None:
        assert shown(base, "in:board", AT_WORK) == set()
        assert "board" in shown(base, "in:board", IN_CHANNEL)

    def test_nobody_lacks_results_for_what_others_may_read(self, tmp_path: Path) -> None:
        for name, texts in {
            "open": ["Canary releases."],
            "closed": [f"Canary release {n}." for n in range(300)],
        }.items():
            (tmp_path / name).mkdir()
            for number, text in enumerate(texts):
                (tmp_path / name / f"{number}.md").write_text(
                    f"# {name} canary {number}\n\n{text} Canary releases and more."
                )
        folders = [{"folder": tmp_path / "open"}, {"folder": tmp_path / "closed", "only_for": {"channels": ["C01"]}}]
        base = KnowledgeBase.open(Config(sources=tuple(map(SourceConfig.model_validate, folders))))
        assert shown(base, "canary releases", AT_WORK) == {"open"}
        assert base.search("canary", audience=AT_WORK).unknown == ()
        assert len(base.search("canary", audience=IN_CHANNEL).hits) == 3


class TestTwoThatDiffer:
    """The same words in two sources, each for other people: what the one adds around them is not told to the other."""

    @pytest.fixture
    def base(self, tmp_path: Path) -> KnowledgeBase:
        for name, title, day in (("one", "Quokka island", "2024-01-01"), ("two", "Wombat valley", "2020-01-01")):
            (tmp_path / name).mkdir()
            (tmp_path / name / "post.md").write_text(
                f"---\ntitle: {title}\ndate: {day}\n---\n## {title}s\n\n{SHARED}\n"
            )
        folders = [
            {"folder": tmp_path / "one", "only_for": {"channels": ["C01"]}},
            {"folder": tmp_path / "two", "only_for": {"groups": ["S01"]}},
        ]
        return KnowledgeBase.open(Config(sources=tuple(map(SourceConfig.model_validate, folders))))

    def test_each_is_shown_its_own(self, base: KnowledgeBase) -> None:
        for audience, title in (
            (IN_CHANNEL, "Quokka island"),
            (IN_GROUP, "Wombat valley"),
            (IN_CHANNEL, "Quokka island"),
        ):
            hit = best(base, "rollbacks take one button", audience)
            assert [place.post.title for place in hit.places] == [title]
            lesson = base.lesson(ShuffleBag(), Random(1), audience=audience)
            assert lesson is not None
            assert [place.post.title for place in lesson.places] == [title]

    def test_words_around_the_other_place_neither_find_nor_explain_it(self, base: KnowledgeBase) -> None:
        best(base, "rollbacks button quokka", IN_CHANNEL)  # what is remembered of that must not be told to others
        assert base.search("quokka", audience=IN_GROUP).hits == ()
        hit = best(base, "rollbacks button quokka", IN_GROUP)
        assert "quokka" in hit.missing
        assert base.search("rollbacks quokka", audience=IN_GROUP).unknown == ("quokka",)


class TestCopies:
    def test_a_copy_of_a_post_that_may_not_be_read_speaks_for_itself(self, tmp_path: Path) -> None:
        text = "\n\n".join(f"Paragraph {n} says that releases go out every day of the week but one." for n in "abcdef")
        for name, day in (("closed", "2020-01-01"), ("open", "2022-01-01"), ("wiki", "2023-01-01")):
            (tmp_path / name).mkdir()
            (tmp_path / name / "post.md").write_text(f"---\ntitle: Releases\ndate: {day}\n---\n{text}\n")
        limits = {"only_for": {"channels": ["C01"]}}
        folders = [
            {"folder": tmp_path / name, **(limits if name == "closed" else {})} for name in ("closed", "open", "wiki")
        ]
        base = KnowledgeBase.open(Config(sources=tuple(map(SourceConfig.model_validate, folders))))
        hit = best(base, "paragraph a says releases", AT_WORK)
        assert {place.post.source for place in hit.places} == {"open", "wiki"}
        assert {place.copy_of for place in hit.places} == {None}
        assert any(place.copy_of for place in best(base, "paragraph a says releases", IN_CHANNEL).places)


class TestLessons:
    def test_no_lesson_is_drawn_that_may_not_be_read(self, base: KnowledgeBase) -> None:
        def drawn(audience: Audience, topic: str = "") -> set[str]:
            bag, random = ShuffleBag(), Random(1)
            lessons = (base.lesson(bag, random, topic, audience=audience) for _ in range(9))
            return {place.post.source for lesson in lessons if lesson for place in lesson.places}

        assert drawn(AT_WORK) == {"blog"}
        assert drawn(IN_CHANNEL) == {"blog", "board"}
        assert drawn(IN_GROUP) == {"blog", "staff"}
        assert drawn(AT_WORK, "zebracorp") == set()
        assert drawn(IN_CHANNEL, "zebracorp") == {"board"}

    def test_how_many_are_left_counts_only_those(self, base: KnowledgeBase) -> None:
        lessons = [base.lesson(ShuffleBag(), Random(1), audience=each) for each in (AT_WORK, OWNER)]
        left = [lesson.remaining for lesson in lessons if lesson]
        assert left[0] < left[1]

    def test_a_lesson_is_shown_again_to_those_who_may_read_it(self, base: KnowledgeBase) -> None:
        lesson = base.lesson(ShuffleBag(), Random(1), "zebracorp", audience=IN_CHANNEL)
        assert lesson is not None
        assert base.lesson_by_id(lesson.passage.id, audience=IN_CHANNEL) is not None
        assert base.lesson_by_id(lesson.passage.id, audience=IN_GROUP) is None
        assert base.lesson_by_id("unheard of", audience=OWNER) is None


class TestLinks:
    def test_a_text_is_related_to_what_may_be_read(self, base: KnowledgeBase) -> None:
        text = "zebracorp is bought and the quokka team moves; rollbacks take one button and no meeting"
        found = {audience: base.related(text, 9, audience=audience) for audience in EVERYBODY}
        assert {each.place.post.source for each in found[AT_WORK]} == {"blog"}
        assert {each.place.post.source for each in found[IN_CHANNEL]} == {"blog", "board"}
        assert not [word for each in found[AT_WORK] for word in each.words if word in ("zebracorp", "quokka")]

    def test_an_address_leads_to_a_post_for_those_who_may_read_it(self, base: KnowledgeBase) -> None:
        address = "https://board.example.com/acquisition-of-zebracorp/"
        assert base.linked(address) is None
        assert base.linked(address, audience=IN_GROUP) is None
        linked = base.linked(address, audience=IN_CHANNEL)
        assert linked is not None
        assert linked.passage is not None
        assert linked.passage.text == SHARED

    def test_newer_posts_on_the_same_are_those_that_may_be_read(self, base: KnowledgeBase) -> None:
        address = "https://blog.example.com/rollbacks/"
        fragment = f"{address}#:~:text=" + str(base.search(SHARED).hits[0].places[0].url).partition(":~:text=")[2]
        newer = {each: base.linked(fragment, audience=each) for each in (AT_WORK, IN_CHANNEL)}
        assert [len(each.newer) for each in newer.values() if each] == [0, 1]

    def test_posts_are_listed_and_opened_for_those_who_may_read_them(self, base: KnowledgeBase) -> None:
        assert {post.source for post in base.posts} == {"blog"}
        assert {post.source for post in base.posts_for(IN_CHANNEL)} == {"blog", "board"}
        assert base.post("rota") is None
        assert base.post("rota", audience=IN_GROUP) is not None
        assert base.post("rollbacks") is not None
        assert base.post("unheard-of", audience=OWNER) is None


def test_a_limit_holds_as_soon_as_the_configuration_is_read_again(tmp_path: Path) -> None:
    sources(tmp_path)
    path = tmp_path / "commonplace.yaml"
    path.write_text("sources:\n  - folder: blog\n  - folder: board\n")
    base = KnowledgeBase.open_file(path, cache=tmp_path / "cache")
    assert base.sources() == {"blog": 2, "board": 2}
    path.write_text("sources:\n  - folder: blog\n  - folder: board\n    only_for: {channels: [C01]}\n")
    base.reload()
    assert base.sources() == {"blog": 2}
    assert base.sources(IN_CHANNEL) == {"blog": 2, "board": 2}


def test_an_evaluation_asks_all_posts(tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(
        '{"q": "when is zebracorp bought", "answerable": true, "accept": ["Zebracorp is bought in"]}\n'
    )
    config = Config(sources=sources(tmp_path))
    figures = evaluate("all", config, tmp_path / "questions.jsonl").figures["all"]
    assert figures["hit@1"].value == 1


@pytest.mark.parametrize(
    ("only_for", "said"),
    [
        ("{}", "sources.0.only_for: names nobody; name workspaces, channels or groups, or leave it out"),
        ("{channels: []}", "sources.0.only_for: names nobody; name workspaces, channels or groups, or leave it out"),
        (
            "{channels: ['#board', C01]}",
            "sources.0.only_for.channels: must hold ids of channels such as C012AB3CD, not '#board'",
        ),
        (
            "{workspaces: [acme]}",
            "sources.0.only_for.workspaces: must hold ids of workspaces such as T012AB3CD, not 'acme'",
        ),
        (
            "{groups: ['@staff']}",
            "sources.0.only_for.groups: must hold ids of user groups such as S012AB3CD, not '@staff'",
        ),
        ("{people: [U01]}", "sources.0.only_for.people: is no setting of this place"),
        ("board", "sources.0.only_for: must be settings, each a line `name: value` (is 'board')"),
    ],
)
def test_a_limit_that_cannot_be_kept_is_refused_with_its_key(tmp_path: Path, only_for: str, said: str) -> None:
    path = tmp_path / "commonplace.yaml"
    path.write_text(f"sources:\n  - folder: .\n    only_for: {only_for}\n")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert caught.value.mistakes == (said,)
