"""Questions with operators, the order of hits and places, and what results say of themselves."""

import pytest

from knowledge.base import KnowledgeBase
from knowledge.results import Hit, Results
from tests.knowledge.writing import Posts


def _post(title: str, *paragraphs: str, head: str = "") -> str:
    body = "\n\n".join(paragraphs)
    return f"---\ntitle: {title}\n{head}---\n{body}\n"


DEPLOYS = _post(
    "Deploying",
    "We switch traffic from blue to green with one command, and back again when the graphs look wrong to us.",
    "A blue green switch takes ten seconds, and the database stays where it is while all traffic moves over.",
    head="date: 2022-05-17\nauthors: [Ann Smith]\ntags: [continuous-delivery]\n",
)
QUEUES = _post(
    "Queues",
    "Our queue on Kafka holds every event for a week, and each consumer reads the events at its own pace.",
    "Our queue on RabbitMQ drops an event once a consumer has read it, so nobody can read an event twice.",
    head="date: 2024-02-01\nauthors: [Bob Jones]\ntags: [messaging]\n",
)
UNDATED = _post("Meetings", "Every meeting has an owner, an agenda and an end, and nobody is asked to stay beyond it.")
DOCUMENTS = {"deploys.md": DEPLOYS, "queues.md": QUEUES, "undated.md": UNDATED}


@pytest.fixture
def base(posts: Posts) -> KnowledgeBase:
    return posts.base(DOCUMENTS)


def _texts(results: Results) -> list[str]:
    return [hit.passage.text for hit in results.hits]


def _titles(results: Results) -> list[str]:
    return [hit.places[0].post.title for hit in results.hits]


def _starts(results: Results, words: int = 3) -> list[str]:
    return [" ".join(text.split()[:words]) for text in _texts(results)]


# Operators


def test_an_exact_phrase_must_stand_in_the_passage(base: KnowledgeBase) -> None:
    assert len(base.search("blue green").hits) == 2
    assert _starts(base.search('"blue green"'), 4) == ["A blue green switch"]


@pytest.mark.parametrize("typed", ['"blue green"', "“Blue Green”", '"blue  green"', '"the database" blue'])
def test_an_exact_phrase_that_is_found_is_an_answer(base: KnowledgeBase, typed: str) -> None:
    results = base.search(typed)
    assert (results.outcome, results.statement) == ("answer", "")
    assert _starts(results, 4) == ["A blue green switch"]


def test_an_exact_phrase_among_words_that_no_post_holds_is_still_an_answer(base: KnowledgeBase) -> None:
    results = base.search('"blue green" unicorns zebras wombats')
    assert (results.outcome, results.unknown) == ("answer", ("unicorns", "zebras", "wombats"))


def test_an_exact_phrase_that_stands_nowhere_finds_nothing(base: KnowledgeBase) -> None:
    results = base.search('"green blue"')
    assert (results.outcome, results.hits) == ("nothing", ())
    assert results.statement == "Nothing found in 3 posts."


def test_an_exact_phrase_of_stop_words_is_looked_for_too(base: KnowledgeBase) -> None:
    results = base.search('"where it is"')
    assert _starts(results, 4) == ["A blue green switch"]
    assert results.outcome == "answer"


def test_an_excluded_word_keeps_its_passages_out_in_all_its_forms(base: KnowledgeBase) -> None:
    assert _starts(base.search("queue")) == ["Our queue on", "Our queue on"]
    assert "Kafka" not in " ".join(_texts(base.search("queue -kafka")))
    assert len(base.search("queue -kafka").hits) == 1
    assert base.search("queue -reading").hits == ()
    assert len(base.search('queue -"read an event twice"').hits) == 1


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("traffic tag:continuous-delivery", {"Deploying"}),
        ("traffic tag:Continuous_Delivery", {"Deploying"}),
        ("traffic tag:messaging", set()),
        ("event author:jones", {"Queues"}),
        ('event author:"Ann Smith"', set()),
        ("event after:2024", {"Queues"}),
        ("event after:2024-02-02", set()),
        ("traffic before:2024", {"Deploying"}),
        ("traffic before:2022-05-17", set()),
        ("meeting after:1990", set()),
        ("meeting", {"Meetings"}),
        ("event in:posts", {"Queues"}),
        ("event in:elsewhere", set()),
        ("event traffic tag:messaging,continuous-delivery after:2023", {"Queues"}),
    ],
)
def test_a_filter_keeps_only_posts_that_fit(base: KnowledgeBase, question: str, titles: set[str]) -> None:
    assert set(_titles(base.search(question))) == titles


def test_a_filter_keeps_only_the_places_that_fit(posts: Posts) -> None:
    text = "A cache stampede took our database down."
    documents = {
        "a.md": _post("Old", text, head="date: 2020-01-01\ntags: [caches]\n"),
        "b.md": _post("New", text, head="date: 2024-01-01\n"),
    }
    base = posts.base(documents)
    assert _places(base.search("stampede").hits[0]) == ["New", "Old"]
    assert _places(base.search("stampede before:2021").hits[0]) == ["Old"]
    assert _places(base.search("stampede tag:caches").hits[0]) == ["Old"]
    assert _places(base.search("stampede after:2021").hits[0]) == ["New"]


def _places(hit: Hit) -> list[str]:
    return [place.post.title for place in hit.places]


def test_a_filter_alone_lists_passages_that_can_stand_alone(posts: Posts) -> None:
    base = posts.base({**DOCUMENTS, "short.md": _post("Short", "Too short.", head="tags: [messaging]\n")})
    results = base.search("tag:messaging", limit=10)
    assert results.outcome == "answer"
    assert _texts(results) == [paragraph for paragraph in QUEUES.splitlines() if paragraph.startswith("Our queue")]
    assert {hit.score for hit in results.hits} == {0.0}
    assert results.leading == results.hits


def test_a_filter_alone_that_nothing_fits_finds_nothing(base: KnowledgeBase) -> None:
    assert base.search("tag:cooking").outcome == "nothing"


def test_a_mistake_is_told_and_the_rest_still_counts(base: KnowledgeBase) -> None:
    results = base.search("queue after:soon -kafka")
    assert results.mistakes == (
        "`after:soon`: write a year, a month or a day, such as after:2022 or after:2022-05-17.",
    )
    assert results.read_as == ("without “kafka”",)
    assert len(results.hits) == 1


def test_how_a_question_was_read_comes_with_its_results(base: KnowledgeBase) -> None:
    results = base.search('"blue green" -kafka tag:ci,cd after:2020')
    assert results.read_as == ("exactly “blue green”", "without “kafka”", "tagged “ci” or “cd”", "from 2020-01-01 on")
    assert base.search("blue green").read_as == ()


def test_operators_are_no_words_of_the_question(base: KnowledgeBase) -> None:
    results = base.search("traffic -zebra tag:continuous-delivery")
    assert results.unknown == ()
    assert results.hits[0].matched == ("traffic",)


# Order


def test_at_most_two_passages_of_one_post_come_before_those_of_others(posts: Posts) -> None:
    lines = [f"Retries retries retries {word}." for word in ("help", "hurt", "hide")]
    base = posts.base(
        {"a.md": _post("Much", *lines), "b.md": _post("Little", "We spoke of retries at lunch on Monday.")}
    )
    results = base.search("retries", limit=10)
    assert _titles(results) == ["Much", "Much", "Little", "Much"]
    assert results.hits[3].score > results.hits[2].score
    assert _titles(base.search("retries", limit=3)) == ["Much", "Much", "Little"]


def test_the_newest_place_comes_first_unless_the_question_names_another_post(posts: Posts) -> None:
    text = "A stampede took our database down."
    documents = {
        "a.md": _post("Caching in Production", text, head="date: 2020-01-01\n"),
        "b.md": _post("Year in Review", text, head="date: 2024-01-01\n"),
        "c.md": _post("Database Notes", text, head="date: 2022-01-01\n"),
    }
    base = posts.base(documents)
    newest = ["Year in Review", "Database Notes", "Caching in Production"]
    assert _places(base.search("stampede").hits[0]) == newest
    assert _places(base.search("database stampede caching").hits[0]) == newest
    assert _places(base.search("which stampede took the database down in production, caching?").hits[0]) == [
        "Caching in Production",
        "Year in Review",
        "Database Notes",
    ]


def test_a_title_without_a_word_to_search_for_is_never_named(posts: Posts) -> None:
    text = "A stampede took our database down."
    documents = {"a.md": _post("What is it?", text, head="date: 2020-01-01\n"), "b.md": _post("Caches", text)}
    assert _places(posts.base(documents).search("stampede").hits[0]) == ["What is it?", "Caches"]


def test_passages_that_are_equally_good_come_in_the_order_of_the_posts(posts: Posts) -> None:
    names = ["alder", "birch", "cedar", "damson", "elder"]
    documents = {f"{name}.md": _post(name.title(), f"Timeouts {name}.") for name in names}
    results = posts.base(documents).search("timeouts", limit=5)
    assert len({hit.score for hit in results.hits}) == 1
    assert _titles(results) == [name.title() for name in names]


@pytest.mark.parametrize("question", ["queue events", '"blue green" -kafka', "tag:messaging", "kafak", "k8s", ""])
def test_the_same_question_gives_equal_results(base: KnowledgeBase, posts: Posts, question: str) -> None:
    assert base.search(question, 10) == base.search(question, 10)
    assert posts.base(DOCUMENTS).search(question, 10) == base.search(question, 10)


# Why a hit was found


def test_a_hit_says_which_words_it_has_and_lacks_and_what_was_added(posts: Posts) -> None:
    base = posts.base({"a.md": _post("Clusters", "Every Kubernetes cluster has an owner and a budget.")})
    results = base.search("who is the owner of a k8s clsuter in Berlin?")
    hit = results.hits[0]
    assert hit.matched == ("owner",)
    assert hit.expanded == ("kubernetes", "cluster")
    assert hit.missing == ("Berlin",)
    assert results.added == ("kubernetes", "cluster")
    assert results.unknown == ("k8s", "clsuter", "Berlin")
    assert results.reading == "Also searched: kubernetes, cluster"


def test_nothing_is_added_to_words_that_need_no_help(base: KnowledgeBase) -> None:
    results = base.search("the owner of a meeting")
    assert (results.added, results.unknown, results.reading) == ((), (), "")
    assert results.hits[0].expanded == ()


def test_what_no_post_holds_is_not_added(base: KnowledgeBase) -> None:
    results = base.search("k8s queue")
    assert (results.added, results.unknown) == ((), ("k8s",))


def test_additions_that_no_hit_holds_go_unmentioned(posts: Posts) -> None:
    documents = {
        "a.md": _post("Clusters", "Every Kubernetes cluster has an owner."),
        "b.md": _post("Budgets", "Budgets of teams are agreed in spring, and teams spend budgets in autumn."),
    }
    results = posts.base(documents).search('k8s "budgets of teams"')
    assert results.added == ("kubernetes",)
    assert results.hits[0].expanded == ()
    assert results.reading == "Searched: exactly “budgets of teams”"


# What is worth showing


def test_only_hits_near_the_best_lead_an_answer(posts: Posts) -> None:
    documents = {
        "a.md": _post("Pools", "A connection pool has a timeout for idle connections."),
        "b.md": _post("Owls", "An idle owl sleeps in a tree in the garden, and the cat does so on the sofa."),
        "c.md": _post("Bees", "Bees fly."),
    }
    results = posts.base(documents).search("timeout of idle connections in a pool")
    assert results.outcome == "answer"
    assert _titles(results) == ["Pools", "Owls"]
    assert results.leading == results.hits[:1]


def test_all_of_the_closest_lead_where_nothing_answers(posts: Posts) -> None:
    documents = {
        "a.md": _post("Pools", "A connection pool has a timeout for idle connections."),
        "b.md": _post("Owls", "An idle owl sleeps in a tree in the garden, and the cat does so on the sofa."),
    }
    results = posts.base(documents).search("idle connection wombats, zebras, unicorns")
    assert results.outcome == "closest"
    assert len(results.leading) == len(results.hits) == 2


# Outcomes


def test_an_answer_holds_what_the_question_says(base: KnowledgeBase) -> None:
    assert base.search("how long does kafka hold every event").outcome == "answer"


def test_the_closest_passages_are_said_to_be_that_and_unknown_words_are_named(base: KnowledgeBase) -> None:
    results = base.search("kafka wombat zebra unicorn giraffe")
    assert results.outcome == "closest"
    assert results.unknown == ("wombat", "zebra", "unicorn", "giraffe")
    assert results.statement == (
        "No paragraph answers this outright; the closest come first."
        " No post contains “wombat”, “zebra”, “unicorn”, “giraffe”."
    )


def test_a_passage_that_shares_a_by_word_is_not_even_close(base: KnowledgeBase) -> None:
    question = "event " + " ".join(f"{letter}umbrella" for letter in "bcdfghjklmnpqrtvwxz")
    results = base.search(question)
    assert (results.outcome, results.hits) == ("nothing", ())
    assert results.statement.startswith("Nothing found in 3 posts. No post contains “bumbrella”, ")


def test_where_the_best_is_noise_the_closest_come_in_its_place(posts: Posts) -> None:
    documents = {
        "a.md": _post(
            "Hosts", "Hosting, infrastructure, hosts."
        ),  # halves of “hosting costs” and “infrastructure costs”
        "b.md": _post("Cats", "A cat in the garden of the neighbours has its cost, as every owner of an animal knows."),
    }
    results = posts.base(documents).search("cloud costs")
    assert results.outcome == "closest"
    assert _titles(results) == ["Cats"]


def test_a_title_alone_does_not_answer(posts: Posts) -> None:
    documents = {
        "a.md": _post("Canary Releases", "They help us sleep at night.", "We would never go without them again."),
        "b.md": _post("Meetings", "Every meeting has an owner, an agenda and an end."),
    }
    results = posts.base(documents).search("canary releases")
    assert results.outcome == "closest"
    assert set(_titles(results)) == {"Canary Releases"}
    assert results.statement == "No paragraph answers this outright; the closest come first."


def test_the_title_helps_a_passage_that_says_the_rest(posts: Posts) -> None:
    documents = {
        "a.md": _post("Canary Releases", "Ten percent of traffic goes first.", "We would never go without them."),
        "b.md": _post("Meetings", "Every meeting has an owner, an agenda and an end."),
    }
    results = posts.base(documents).search("how much traffic goes to a canary first")
    assert results.outcome == "answer"
    assert _starts(results)[0] == "Ten percent of"


def test_a_guess_at_the_spelling_alone_is_no_answer_but_a_guess_beside_a_word_that_stands_there_is(
    posts: Posts,
) -> None:
    documents = {
        "a.md": _post("Shipping", "Every deployment has an owner."),
        "b.md": _post("Meetings", "Owls sleep all day."),
    }
    base = posts.base(documents)
    assert base.search("deploymnet").outcome == "closest"
    assert base.search("deploymnet owner").outcome == "answer"


def test_another_name_alone_is_an_answer(posts: Posts) -> None:
    documents = {
        "a.md": _post("Clusters", "Every Kubernetes cluster is patched on Mondays."),
        "b.md": _post("Birds", "Owls sleep all day."),
    }
    results = posts.base(documents).search("k8s")
    assert (results.outcome, results.hits[0].expanded) == ("answer", ("kubernetes",))


def test_a_word_of_any_title_is_not_called_unknown(posts: Posts) -> None:
    repeated = "A paragraph that stands in two posts, word for word."
    base = posts.base({
        "a.md": f"---\ntitle: Year in Review\ndate: 2024-01-01\n---\n{repeated}",
        "b.md": f"---\ntitle: Caching in Production\ndate: 2020-01-01\n---\n{repeated}",
    })  # fmt: skip
    results = base.search("caching in production wombats")
    assert results.unknown == ("wombats",)
    assert results.words == ("caching", "production", "wombats")


@pytest.mark.parametrize("paragraphs", [3, 6, 7, 8, 15])
def test_another_post_has_its_turn_however_many_paragraphs_of_one_come_before_it(posts: Posts, paragraphs: int) -> None:
    many = (
        f"The rollback of a rollback is a rollback of part {number}, said in few words." for number in range(paragraphs)
    )
    one = "Before the retrospective somebody asked, among other things that took us long, for a rollback of what had changed."
    base = posts.base({"many.md": _post("Many", *many), "one.md": _post("One", one)})
    assert _titles(base.search("rollback", limit=3)) == ["Many", "Many", "One"]
