"""Words that no post holds, and what they may have been meant to be."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.drawers import Drawers
from knowledge.analysis.spelling import Spelling
from knowledge.base import KnowledgeBase
from knowledge.config import Config
from knowledge.corpus import read_corpus
from tests.knowledge.writing import Posts

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TEXT = """
    Deployment deployments deploy rollback incident latency observability kubernetes pipeline service database
    find form sprint cache
"""


def _spelling(text: str) -> Spelling:
    """The spelling of a text, as if each of its words stood in one passage."""
    analyzer = Analyzer()
    frequency = Counter(analyzer.terms(text))
    words = {word: analyzer.plain_term(word) for word in analyzer.analysed(text).plain if word}
    return Spelling(words, lambda term: frequency[term])


def _corrected(typed: str, spelling: Spelling | None = None) -> list[str]:
    return [each.word for each in (spelling or SPELLING).corrections(typed)]


SPELLING = _spelling(TEXT)
STARTER = KnowledgeBase(config := Config(), read_corpus(config.sources))._snapshot.reader.spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rolback", "rollback"),  # a letter missing
        ("rolllback", "rollback"),  # one too many
        ("rollbavk", "rollback"),  # a wrong one
        ("rollbakc", "rollback"),  # two swapped
        ("ollback", "rollback"),  # at the start
        ("rollbac", "rollback"),  # and at the end
        ("latancy", "latency"),
        ("obsevability", "observability"),
        ("kuberentes", "kubernetes"),
    ],
)
def test_one_slip_of_any_kind_is_corrected(typed: str, meant: str) -> None:
    assert _corrected(typed) == [meant]


@pytest.mark.parametrize("typed", ["rolbak", "rollbackers", "lbackrol", "unicorn", "ltaenyc"])
def test_two_slips_or_another_word_are_not(typed: str) -> None:
    assert _corrected(typed) == []


@pytest.mark.parametrize("typed", ["deploymnet", "deploymnets", "dployment", "depoly"])
def test_the_forms_of_a_word_are_brought_to_one_term(typed: str) -> None:
    analyzer = Analyzer()
    (meant,) = _corrected(typed)
    assert analyzer.terms(meant) == analyzer.terms("deployments")


@pytest.mark.parametrize("typed", ["cake", "bake", "match", "lunch", "trial"])
def test_in_a_small_corpus_a_word_that_looks_like_one_is_likelier_new_than_a_slip(typed: str) -> None:
    assert typed not in STARTER.words
    assert all(each.share < 0.5 for each in STARTER.corrections(typed))


@pytest.mark.parametrize(("typed", "meant"), [("tbst", "test"), ("wofk", "work"), ("teqm", "team")])
def test_in_a_short_word_a_letter_that_makes_no_word_is_a_slip(typed: str, meant: str) -> None:
    (likeliest, *_) = STARTER.corrections(typed)
    assert STARTER.words[meant] in likeliest.terms
    assert likeliest.share > 0.5


def test_what_is_used_more_often_is_likelier() -> None:
    one, two = (_spelling(f"{TEXT} {more}").corrections("rolback")[0].share for more in ("", "rollback rollback"))
    assert 0.9 < one < two < 1


def test_swapped_letters_are_likelier_than_a_wrong_one() -> None:
    assert _corrected("tapming", _spelling("tamping tapping")) == ["tamping", "tapping"]


def test_a_slip_of_a_stop_word_has_no_terms() -> None:
    (likeliest, *_) = STARTER.corrections("whcih")
    assert (likeliest.word, likeliest.key, likeliest.terms) == ("which", "which", ())


def test_a_word_of_the_glossary_is_right_and_a_slip_of_one_is_corrected() -> None:
    assert "terraform" not in STARTER.words
    assert STARTER.corrections("terraform") == ()
    assert [each.terms for each in STARTER.corrections("teraform")] == [("terraform",)]


@pytest.mark.parametrize(
    ("typed", "meant"), [("fidn", "find"), ("cahce", "cache"), ("cche", "cache"), ("forrm", "form")]
)
def test_a_short_word_is_corrected_where_letters_are_swapped_left_out_or_added(typed: str, meant: str) -> None:
    assert _corrected(typed) == [meant]


@pytest.mark.parametrize(
    "typed", ["", "a", "fnd", "ab1", "rollback2", "r0llback", "ci/cd", "node.js", "50000", "roll_back"]
)
def test_short_words_numbers_and_mixed_terms_are_left_alone(typed: str) -> None:
    assert _corrected(typed) == []


def test_numbers_and_mixed_terms_are_no_corrections_either() -> None:
    assert _corrected("utfe", _spelling("utf8 sha256 node.js http2 e2e")) == []
    assert _corrected("nodejs", _spelling("node.js")) == []


def test_at_most_three_are_tried_the_most_frequent_first() -> None:
    spelling = _spelling("sporting sporting sporting snorting snorting sorting sorting sorting sorting starting")
    assert _corrected("storting", spelling) == ["sorting", "sporting", "snorting"]


def test_of_words_equally_frequent_the_first_in_the_alphabet_comes_first() -> None:
    assert _corrected("xailing", _spelling("railing mailing tailing sailing")) == ["mailing", "railing", "sailing"]


def test_of_the_forms_of_a_word_one_is_tried() -> None:
    assert len(_spelling("deployed deployer deploys").corrections("deploye")) == 1
    assert len(_spelling("deploying deployed").corrections("deployingg")) == 1


def test_words_that_a_post_holds_are_never_corrected(posts: Posts) -> None:
    documents = {"a.md": "# Pools\n\nA retrial is rare.", "b.md": "# Other\n\nThe retrials of a retrieval."}
    base = posts.base(documents)
    assert base.search("retrial").added == ()
    assert base.search("retrieval").added == ()
    assert base.search("retrieal").added == ("retrieval",)


def test_a_slip_finds_the_passage_and_is_told(posts: Posts) -> None:
    documents = {"a.md": "# Shipping\n\nEvery deployment has an owner.", "b.md": "# Other\n\nOwls sleep all day."}
    results = posts.base(documents).search("Deploymnet owner")
    assert results.hits[0].passage.text == "Every deployment has an owner."
    assert (results.unknown, results.added) == (("Deploymnet",), ("deployment",))
    assert (results.outcome, results.hits[0].missing) == ("answer", ())


def test_a_slip_has_the_neighbours_and_synonyms_of_what_was_meant(posts: Posts) -> None:
    documents = {"a.md": "# Pools\n\nInfrastructure as code, in review.", "b.md": "# Other\n\nA database server."}
    reader = posts.base(documents)._snapshot.reader
    assert "databas server" in reader.read("databsae server").bigrams
    assert "infrastructure as code" in [each.added for each in reader.read("teraform").additions]


def test_a_slip_of_a_stop_word_is_left_out(posts: Posts) -> None:
    results = posts.base({"a.md": "# Shipping\n\nEvery deployment has an owner."}).search("whcih deployment")
    assert (results.words, results.unknown, results.added) == (("deployment",), (), ())


def test_of_a_technical_term_each_part_is_corrected(posts: Posts) -> None:
    base = posts.base({"a.md": "# Shipping\n\nEvery deployment has an owner.", "b.md": "# Other\n\nOwls sleep."})
    assert base.search("deploymnet-owner").added == ("deployment",)
    assert base.search("deployment/owenr").added == ("owner",)


def test_a_word_with_capitals_inside_is_a_name(posts: Posts) -> None:
    base = posts.base({"a.md": "# Shipping\n\nEvery deployment has an owner."})
    assert base.search("Deploymnet").added == ("deployment",)
    assert base.search("DEPLOYMNET").added == base.search("deployMnet").added == ()


def test_what_people_typed_before_is_no_word_of_the_posts(posts: Posts) -> None:
    base = posts.base({"a.md": "# Shipping\n\nEvery deployment has an owner."})
    for _ in range(2):
        assert base.search("zebracorn").unknown == ("zebracorn",)
        assert base.search("zebracor").added == ()


WORDS = sorted(word for word in STARTER.words if len(word) >= 6 and word.isascii())


@st.composite
def _slips(draw: st.DrawFn) -> tuple[str, str]:
    """A word of the starter collection, and the same with a letter wrong, missing, added, or two swapped."""
    word = draw(st.sampled_from(WORDS))
    place = draw(st.integers(0, len(word) - 2))
    before, one, other, after = word[:place], word[place], word[place + 1], word[place + 2 :]
    letter = draw(st.sampled_from(LETTERS))
    slips = (other + one, one, other, letter + other, one + letter, one + letter + other)
    return word, before + draw(st.sampled_from(slips)) + after


@settings(max_examples=300)
@given(_slips())
def test_any_slip_in_a_longer_word_finds_it_again(slip: tuple[str, str]) -> None:
    word, typed = slip
    if typed in STARTER.words or typed in STARTER._others:
        return  # another word of the posts or of the glossary, or the same
    near = STARTER.corrections(typed)
    assert len(near) <= 3
    found = [
        each.terms[0] if each.terms else STARTER.words.get(each.word, each.word) for each in near
    ]  # a stop word has none
    assert STARTER.words[word] in found or len(near) == 3


def test_what_is_likelier_does_not_hang_on_the_order_in_which_words_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {word: word for word in (f"ro{a}{b}e" for a in LETTERS for b in LETTERS)}
    spelling = Spelling(words, lambda term: ord(term[2]) * ord(term[3]) % 97)
    typed = [f"ro{letter}e" for letter in LETTERS]
    found = [spelling.corrections(each) for each in typed]
    near = Drawers.near
    monkeypatch.setattr(Drawers, "near", lambda self, word: reversed([*near(self, word)]))
    assert all(found)
    assert [spelling.corrections(each) for each in typed] == found
