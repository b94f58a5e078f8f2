import math
from pathlib import Path

import pytest

from knowledge.config import Config
from knowledge.corpus import read_corpus
from knowledge.errors import QuestionsError
from knowledge.evaluation.beir import read_beir
from knowledge.evaluation.questions import Question, judged_by_accept, read_questions
from knowledge.evaluation.run import evaluate
from tests.knowledge.judged import ASKED, DOCUMENTS, SHARED, write_beir, write_lines, write_posts

# --- the file of questions ---------------------------------------------------------------------------------------


def test_kind_or_variant_names_the_kind_and_blank_lines_are_no_questions(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(
        '{"q": "a", "answerable": true, "accept": ["x"], "kind": "k", "variant": "v"}\n\n'
        '{"q": "b", "answerable": true, "accept": ["y", "z"], "variant": "v", "post": "p.md"}\n'
        '{"q": "c", "answerable": false}',
        encoding="utf-8",
    )
    assert read_questions(path) == (
        Question("a", ("x",), kind="k", name=f"{path}:1"),
        Question("b", ("y", "z"), kind="v", name=f"{path}:3"),
        Question("c", (), name=f"{path}:4"),
    )


def test_every_bad_line_is_named_with_what_and_the_mend(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    lines = (
        "nope",
        "[1]",
        '{"q": " ", "answerable": "yes"}',
        '{"q": "a", "answerable": true}',
        '{"q": "a", "answerable": false, "accept": ["x"]}',
        '{"q": "a", "answerable": true, "accept": ["…"]}',
        '{"q": "a", "answerable": true, "accept": "x"}',
        '{"q": "a", "answerable": false, "kind": 1}',
        '{"q": "fine", "answerable": false}',
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(QuestionsError) as caught:
        read_questions(path)
    named = [mistake.removeprefix(f"{path}:") for mistake in caught.value.mistakes]
    assert named == [
        "1: is not JSON (Expecting value: line 1 column 1 (char 0)); write one JSON object a line",
        "2: is not a JSON object; write one JSON object a line",
        "3: `q` is not a text; write the question there",
        "3: `answerable` is neither true nor false; say whether the posts answer it",
        "4: `accept` is empty; list what answers it, or set `answerable` to false",
        "5: `accept` is not empty; set `answerable` to true, or leave `accept` empty",
        "6: `accept` is not a list of texts; list the first characters of paragraphs",
        "7: `accept` is not a list of texts; list the first characters of paragraphs",
        "8: `kind` is not a text; write a word, or leave it out",
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"", "holds no question"), (b"\xff", "is not UTF-8"), (None, "cannot be read: No such file or directory")],
)
def test_a_file_without_questions_is_named(tmp_path: Path, content: bytes | None, what: str) -> None:
    path = tmp_path / "questions.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(QuestionsError) as caught:
        read_questions(path)
    assert caught.value.mistakes[0].startswith(f"{path}: {what}")


def test_a_passage_answers_that_holds_an_accepted_start_or_is_held_by_it(tmp_path: Path) -> None:
    corpus = read_corpus(write_posts(tmp_path / "posts").sources)
    held = "Engineers who are on call rest on the day after. So they do."
    questions = (
        Question("a", accept=('the "OLD" version',)),
        Question("b", accept=(held,)),
        Question("c", accept=("Nobody says this",), name="questions.jsonl:3"),
    )
    judged = judged_by_accept(questions, corpus)
    texts = {passage.id: passage.text for passage in corpus.passages}
    assert [[texts[key] for key in grades] for grades in judged.grades] == [
        ["We roll back with one command, and the “old” version is live again."],
        ["Engineers who are on call rest on the day after."],
        [],
    ]
    assert judged.notes == ("questions.jsonl:3: no passage holds “Nobody says this”",)


# --- a BEIR folder -----------------------------------------------------------------------------------------------


def test_documents_become_posts_cut_at_blank_lines_and_equal_paragraphs_one_passage(tmp_path: Path) -> None:
    judged = read_beir(write_beir(tmp_path))
    assert [post.title for post in judged.corpus.posts] == ["Rollback", "On-call", "Holidays"]
    assert [(passage.text, judged.keys(passage)) for passage in judged.corpus.passages] == [
        ("We roll back with one command. It is quick.", ("d1",)),
        (SHARED, ("d1", "d2")),
        ("Engineers take turns for a week.", ("d2",)),
        ("Holidays", ("d3",)),
    ]
    place = judged.corpus.passages[1].places[0]
    assert (place.headings, place.position, place.last) == (("Rollback",), 1, True)


def test_documents_can_be_cut_at_every_line(tmp_path: Path) -> None:
    texts = [passage.text for passage in read_beir(write_beir(tmp_path), "lines").corpus.passages]
    assert texts[:2] == ["We roll back with one command.", "It is quick."]


@pytest.mark.parametrize("name", ["qrels.tsv", "qrels/test.tsv"])
def test_questions_without_a_relevant_document_are_left_out_and_counted(tmp_path: Path, name: str) -> None:
    judged = read_beir(write_beir(tmp_path, name=name))
    assert judged.questions == (Question(str(ASKED[0]["text"]), grades={"d1": 2, "d2": 1}, name="q1"),)
    assert judged.notes == (f"left out: 1 of 2 questions, without a relevant document in {Path(name).name}",)


def test_a_document_without_title_has_no_heading_and_without_text_its_id(tmp_path: Path) -> None:
    folder = write_beir(tmp_path, "q1\td1\t1\nq2\td1\t1\n")
    write_lines(folder / "corpus.jsonl", {"_id": "d1", "text": ""})
    judged = read_beir(folder)
    (passage,) = judged.corpus.passages
    assert (passage.text, passage.places[0].headings) == ("d1", ())
    assert judged.notes == ()


def test_a_beir_folder_is_measured_by_its_documents(tmp_path: Path) -> None:
    measured = evaluate("mine", Config(), write_beir(tmp_path)).figures["all"]
    assert {name: figure.value for name, figure in measured.items() if name != "answered"} == {
        "hit@1": 1.0,
        "hit@3": 1.0,
        "MRR@10": 1.0,
        "nDCG@10": pytest.approx(2 / (2 + 1 / math.log2(3))),
    }


def test_every_mistake_of_a_beir_folder_is_named(tmp_path: Path) -> None:
    write_lines(tmp_path / "corpus.jsonl", DOCUMENTS[0], DOCUMENTS[0], {"_id": "d2", "title": None, "text": "x"})
    write_lines(tmp_path / "queries.jsonl", ASKED[0], ASKED[0], {"_id": "q2", "text": ""})
    (tmp_path / "qrels.tsv").write_text("q1 d1 1\nq1\td1\tx\nq9\td9\t1\nq1\td1\t0\r\n", encoding="utf-8")
    with pytest.raises(QuestionsError) as caught:
        read_beir(tmp_path)
    named = [mistake.removeprefix(f"{tmp_path}/").partition(";")[0] for mistake in caught.value.mistakes]
    assert named == [
        "corpus.jsonl:2: `_id` 'd1' stands twice",
        "corpus.jsonl:3: is no document",
        "queries.jsonl:2: `_id` 'q1' stands twice",
        "queries.jsonl:3: is no question",
        "qrels.tsv:1: is no judgement",
        "qrels.tsv:2: is no judgement",
        "qrels.tsv:3: no question has the `_id` 'q9'",
        "qrels.tsv:3: no document has the `_id` 'd9'",
    ]


def test_a_folder_that_is_not_in_beirs_form_is_named_by_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError) as caught:
        read_beir(tmp_path)
    assert [Path(mistake.partition(":")[0]).name for mistake in caught.value.mistakes] == [
        "corpus.jsonl",
        "queries.jsonl",
        "qrels.tsv",
        "qrels.tsv",
    ]
