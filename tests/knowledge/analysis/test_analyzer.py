import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.stop_words import STOP_WORDS

ANALYZER = Analyzer()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deploying", "deploys"),
        ("caching", "cached"),
        ("the bouncer’s", "bouncers"),
        ("don’t deploy", "deploy"),
        ("naïve", "naive"),
        ("ÉCOLE", "ecole"),
        ("STRASSE", "straße"),
        ("ＡＰＩ", "api"),
    ],
)
def test_words_that_mean_the_same_give_the_same_terms(one: str, other: str) -> None:
    assert ANALYZER.terms(one) == ANALYZER.terms(other)


@pytest.mark.parametrize(("one", "other"), [("c", "c++"), ("c", "c#"), ("net", ".net"), ("5", "500")])
def test_technical_terms_that_differ_by_a_mark_stay_apart(one: str, other: str) -> None:
    assert ANALYZER.terms(one) != ANALYZER.terms(other)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("CI/CD", "cicd"),
        ("post-mortem", "postmortem"),
        ("post-mortem", "mortem"),
        ("Node.js", "nodejs"),
        ("max_connections", "connections"),
        ("OpenTelemetry", "telemetry"),
        ("HTTPServer", "server"),
    ],
)
def test_a_term_of_several_parts_is_found_whole_and_by_its_parts(written: str, asked: str) -> None:
    assert set(ANALYZER.terms(asked)) <= set(ANALYZER.terms(written))


@pytest.mark.parametrize(
    "text", ["", "  ", "the of and", "What is it, and why?", "dont cant", "!!! … — 🎉", "\0", "_ -- //"]
)
def test_words_that_say_nothing_give_no_terms(text: str) -> None:
    assert ANALYZER.terms(text) == []


def test_words_typed_without_an_apostrophe_are_stop_words_unless_they_are_words() -> None:
    assert "dont" in STOP_WORDS
    assert "well" not in STOP_WORDS


def test_a_word_too_long_to_be_one_is_left_out() -> None:
    assert ANALYZER.terms("x" * 64) != []
    assert ANALYZER.terms("x" * 65) == []


def test_another_language_has_its_own_endings() -> None:
    assert Analyzer("german").terms("Häuser") == Analyzer("german").terms("Hauses")
    assert ANALYZER.terms("Häuser") != ANALYZER.terms("Hauses")


def test_texts_are_read_anew_once_many_others_were_read_and_long_ones_each_time() -> None:
    analyzer = Analyzer()
    kept = analyzer.spans("A rollback")
    assert kept == [(2, 10, ("rollback",))]
    assert analyzer.spans("A rollback") is kept
    for number in range(1_000):
        analyzer.spans(f"text {number}")
    assert analyzer.spans("A rollback") is not kept
    long = "deploy " * 1_000
    assert analyzer.spans(long) is not analyzer.spans(long)


def test_a_question_of_100_kilobytes_takes_no_time() -> None:
    start = time.process_time()
    assert len(Analyzer().terms("deploy " * 15_000)) == 15_000
    for one_word in ("a" * 100_000, "a." * 50_000, "a_" * 50_000, "aB" * 50_000, "'" * 100_000):
        Analyzer().terms(one_word)
    assert time.process_time() - start < 5


@given(st.text())
def test_a_words_offsets_are_those_of_its_text(text: str) -> None:
    end = 0
    for word in ANALYZER.words(text):
        assert end <= word.start < word.end <= len(text)
        end = word.end
        assert any(character.isalnum() for character in text[word.start : word.end])


@given(st.text())
def test_words_and_terms_are_the_same_terms(text: str) -> None:
    assert [term for word in ANALYZER.words(text) for term in word.terms] == ANALYZER.terms(text)


@given(st.text())
def test_no_term_is_empty(text: str) -> None:
    assert all(ANALYZER.terms(text))


@pytest.mark.parametrize(
    ("plural", "one"), [("RCAs", "RCA"), ("APIs", "api"), ("PRs", "pr"), ("S3s", "s3"), ("VMs", "vm")]
)
def test_the_plural_of_an_acronym_is_the_acronym(plural: str, one: str) -> None:
    assert ANALYZER.terms(plural) == ANALYZER.terms(one)


def test_an_s_in_an_acronym_is_no_plural() -> None:
    assert ANALYZER.keys("HTTPS") != ANALYZER.keys("HTTP")
    assert ANALYZER.terms("Rs") != ANALYZER.terms("R")


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("maxRetryCount", ["maxretrycount", "max", "retri", "count"]),
        ("XMLParser", ["xmlparser", "xml", "parser"]),
        ("siRNA", ["sirna"]),
        ("GraphQL", ["graphql"]),
        ("OAuth", ["oauth"]),
        ("iPhone", ["iphon"]),
    ],
)
def test_camel_case_is_cut_only_into_runs_of_three_letters_or_more(written: str, terms: list[str]) -> None:
    assert ANALYZER.terms(written) == terms


@pytest.mark.parametrize(
    ("written", "terms"),
    [("A/B", ["ab", "b"]), ("x-ray", ["xray", "x", "ray"]), ("vitamin-c", ["vitaminc", "vitamin", "c"])],
)
def test_the_single_letters_of_a_compound_count(written: str, terms: list[str]) -> None:
    assert ANALYZER.terms(written) == terms


@pytest.mark.parametrize("text", ["e.g.", "i.e.", "E.g.", "I.E."])
def test_latin_abbreviations_say_nothing(text: str) -> None:
    assert ANALYZER.terms(f"{text} queues") == ["queue"]


def test_a_memory_full_of_junk_is_emptied_and_the_terms_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_MOST_KNOWN", "_MOST_RUNS"):
        monkeypatch.setattr(f"knowledge.analysis.analyzer.{name}", 10)
    analyzer = Analyzer()
    junk = " ".join(f"junk{number}" for number in range(100))
    assert analyzer.terms(f"Deploying {junk} deploys") == ["deploy", *junk.split(), "deploy"]
    assert len(analyzer._known) <= 10
    assert len(analyzer._known_runs) <= 10


def test_a_run_of_any_length_is_read_and_only_a_short_one_kept() -> None:
    analyzer = Analyzer()
    long = "/".join(f"part{number}" for number in range(9))
    assert analyzer.terms(f"{long} deploys")[1:] == [*long.split("/"), "deploy"]
    assert [*analyzer._known_runs] == ["deploys"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Deploys", ["deploy"]),
        ("on-call", ["oncal"]),
        ("on call", ["on", "call"]),
        ("CI/CD pipelines", ["cicd", "pipelin"]),
        ("What’s up?", ["what", "up"]),
        ("C++", ["c++"]),
        ("", []),
    ],
)
def test_every_word_has_a_key_stop_words_too(text: str, keys: list[str]) -> None:
    assert ANALYZER.keys(text) == keys
    assert [word.key for word in ANALYZER.words(text)] == keys


def test_neighbours_are_the_parts_of_technical_terms_without_stop_words() -> None:
    found = ANALYZER.analysed("the CI/CD of our pipelines")
    assert found.terms == ["cicd", "ci", "cd", "pipelin"]
    assert found.bigrams == ["ci cd", "cd pipelin"]


def test_plain_words_are_known_as_they_are_written() -> None:
    plain = ANALYZER.analysed("Deploying the naïve CI/CD of sha256, HIs and deployments").plain - {""}
    assert {word: ANALYZER.plain_term(word) for word in plain} == {
        "deploying": "deploy",
        "naive": "naiv",
        "deployments": "deploy",
    }


def test_posts_in_german_are_stemmed_as_german_and_keep_words_that_english_passes_over() -> None:
    german = Analyzer("german")
    assert german.terms("Häuser") == german.terms("Haus")
    assert german.terms("was am Server") == ["was", "am", "serv"]
    assert Analyzer().terms("was am server") == ["server"]


@given(st.text(alphabet="aB1._/&-+# ’…é_"))
def test_words_are_matched_where_they_stand(text: str) -> None:
    terms = frozenset(ANALYZER.terms(text))
    assert list(ANALYZER.matches(text, terms)) == [
        (word.start, word.end) for word in ANALYZER.words(text) if word.terms
    ]
