import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.analysis.analyzer import Analyzer
from knowledge.excerpts import WHOLE_WORDS, Excerpts, sentences
from knowledge.model import BlockKind, Part, Passage
from knowledge.results import Excerpt

ANALYZER = Analyzer()
PADDING = "Nothing in this sentence says anything that anybody would ever think of asking about at all. "  # 16 words


def _excerpt(question: str, *parts: Part | str) -> Excerpt:
    made = tuple(part if isinstance(part, Part) else Part("paragraph", part) for part in parts)
    return Excerpts(ANALYZER, lambda _: 1.0).excerpt(Passage("id", made, ()), frozenset(ANALYZER.terms(question)))


def _items(*texts: str) -> list[Part]:
    return [Part("item", text, f"{number}.") for number, text in enumerate(texts, 1)]


def _matched(excerpt: Excerpt) -> list[str]:
    return [fragment.text for line in excerpt.lines for fragment in line.fragments if fragment.matched]


def test_a_short_passage_is_quoted_whole() -> None:
    text = "We roll back with one command. It takes a minute."
    assert _excerpt("rollback", text).text == text


def test_every_word_of_the_question_is_matched_in_whatever_form_it_stands() -> None:
    assert _matched(_excerpt("deploying caches", "Deploys clear the cache; a deploy’s cache is not.")) == [
        "Deploys",
        "cache",
        "deploy’s",
        "cache",
    ]


def test_a_question_that_matches_nothing_flags_nothing() -> None:
    assert _matched(_excerpt("zebra", "We roll back.")) == []


def test_of_a_long_passage_the_sentences_that_answer_are_quoted() -> None:
    text = PADDING * 4 + "We roll back with one command. " + PADDING * 4
    excerpt = _excerpt("roll back command", text)
    assert "We roll back with one command." in excerpt.text
    assert excerpt.text.startswith("… ")
    assert excerpt.text.endswith(" …")
    assert len(excerpt.text.split()) <= WHOLE_WORDS + 2


def test_an_excerpt_from_the_beginning_says_only_that_more_follows() -> None:
    excerpt = _excerpt("roll back command", "We roll back with one command. " + PADDING * 6)
    assert excerpt.text.startswith("We roll back")
    assert excerpt.text.endswith(" …")


def test_of_a_long_list_the_items_that_answer_are_quoted_with_the_lead_in() -> None:
    items = _items(*[PADDING.strip()] * 4, "Roll back with one command.", *[PADDING.strip()] * 4)
    lines = [line.text for line in _excerpt("roll back", "Our rules:", *items).lines]
    assert lines[0] == "Our rules:"
    assert lines[1] == "…"
    assert "5. Roll back with one command." in lines
    assert lines[-1] == "…"


def test_items_left_out_before_the_first_are_marked_too() -> None:
    items = _items(*[PADDING.strip()] * 4, "Roll back with one command.")
    lines = [line.text for line in _excerpt("roll back", *items).lines]
    assert lines[0] == "…"
    assert lines[-1] == "5. Roll back with one command."


def test_a_lead_in_that_answers_needs_no_mark_after_it() -> None:
    items = _items(*[PADDING.strip()] * 8)
    lines = [line.text for line in _excerpt("roll back", "How we roll back:", *items).lines]
    assert lines[:2] == ["How we roll back:", f"1. {PADDING.strip()}"]
    assert lines[-1] == "…"


def test_a_long_passage_that_holds_no_word_of_the_question_is_quoted_from_its_start() -> None:
    text = " ".join(f"This is sentence number {number} of the ones that say nothing at all." for number in range(20))
    assert _excerpt("zebra", text).text.startswith("This is sentence number 0")


def test_one_endless_sentence_is_quoted_whole() -> None:
    text = "word " * 100 + "rollback."
    assert _excerpt("rollback", text).text == text


def test_code_and_rows_are_never_cut() -> None:
    code = "\n".join(f"line {number}. Next" for number in range(80))
    for kind in ("code", "row"):
        kinds: BlockKind = "code" if kind == "code" else "row"
        assert _excerpt("line", Part(kinds, code)).lines[0].text == code


def test_a_sentence_ends_at_its_mark_but_not_at_an_abbreviation() -> None:
    text = "Use a pool, e.g. PgBouncer, vs. Others. Dr. J. Doe did “so.” Then (well!) it ended… Done? Yes"
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "Use a pool, e.g. PgBouncer, vs. Others.",
        "Dr. J. Doe did “so.”",
        "Then (well!) it ended…",
        "Done?",
        "Yes",
    ]


def test_sentences_of_other_scripts_end_too() -> None:
    for text, count in (("毎日デプロイ。「戻す。」速い！はい", 4), ("Ça va. École fermée. Да. Нет.", 4)):
        assert len(list(sentences(text))) == count


def test_a_long_text_without_spaces_is_cut_at_its_sentences() -> None:
    sentence = "これは質問について何も言わないけれどもとても長くて終わらない文章です。"
    text = sentence * 15 + "rollback をします。" + sentence * 15
    excerpt = _excerpt("rollback", text)
    assert "rollback をします。" in excerpt.text
    assert len(excerpt.text) < 200


def test_a_text_of_many_abbreviations_takes_no_time() -> None:
    start = time.process_time()
    assert len(list(sentences("e.g. One i.e. Two " * 20_000))) == 1
    assert time.process_time() - start < 5


@pytest.mark.no_cover
def test_a_paragraph_of_many_short_sentences_takes_no_time() -> None:
    start = time.process_time()
    assert _excerpt("sure", "Short one. Is it? Yes. " * 8000 + "Are you sure?").text.endswith("Are you sure?")
    assert time.process_time() - start < 5


SENTENCES = st.text(alphabet=st.sampled_from("ab AB.!?…”) (“é。」1\u00a0'"), min_size=1, max_size=80).filter(str.strip)
PARTS = st.builds(
    Part,
    st.sampled_from(["paragraph", "item", "quote", "row", "code"]),
    st.lists(SENTENCES, min_size=1, max_size=12).map(" ".join),
    st.sampled_from(["", "•", "12."]),
)


@given(st.lists(PARTS, min_size=1, max_size=5), st.text(alphabet="ab é1", max_size=6))
def test_every_line_of_an_excerpt_is_a_verbatim_piece_of_the_passage(parts: list[Part], question: str) -> None:
    left = iter(parts)
    for line in _excerpt(question, *parts).lines:
        if line.text == "…":
            continue
        assert any(_is_piece(line.text, part) for part in left), line.text


def _is_piece(line: str, part: Part) -> bool:
    bare = line.removeprefix(f"{part.marker} ") if part.marker else line
    pieces = {bare, bare.removeprefix("… "), bare.removesuffix(" …"), bare.removeprefix("… ").removesuffix(" …")}
    return any(piece in part.text for piece in pieces)


@given(st.text())
def test_sentences_are_the_whole_text_in_order(text: str) -> None:
    assert "".join(text[start:end] for start, end in sentences(text)) == text
