"""A folder in BEIR's form → a corpus and its questions: corpus.jsonl, queries.jsonl, qrels.tsv or qrels/test.tsv."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from knowledge.duplicates import merge
from knowledge.evaluation.questions import Judged, Mistakes, Question, lines_of, records
from knowledge.model import Block, Corpus, Part, Place, Post

PARAGRAPHS: Mapping[str, re.Pattern[str]] = {"blank-lines": re.compile(r"\n\s*\n"), "lines": re.compile(r"\n")}
QRELS = ("qrels.tsv", "qrels/test.tsv")
_COLUMNS = 3

Grades = dict[str, dict[str, int]]  # question → document → grade


def read_beir(folder: Path, paragraphs: str = "blank-lines") -> Judged:
    """The folder's corpus, cut into paragraphs at blank lines or at every line's end, with its judged questions.

    A document's title stands above its paragraphs as their heading. Raises QuestionsError with every bad line.
    """
    mistakes = Mistakes()
    documents = _documents(folder / "corpus.jsonl", mistakes)
    questions = _texts(folder / "queries.jsonl", mistakes)
    qrels = next((folder / name for name in QRELS if (folder / name).exists()), folder / QRELS[0])
    grades = _grades(qrels, documents, questions, mistakes)
    mistakes.check(folder)
    posts = [_post(key, title, text, folder.name, PARAGRAPHS[paragraphs]) for key, (title, text) in documents.items()]
    asked = {key: found for key, found in grades.items() if found}
    left_out = len(questions) - len(asked)
    note = f"left out: {left_out:,} of {len(questions):,} questions, without a relevant document in {qrels.name}"
    return Judged(
        corpus=Corpus(tuple(posts), merge(_placed(posts)).passages),
        questions=tuple(Question(questions[key], grades=found, name=key) for key, found in asked.items()),
        grades=tuple(asked.values()),
        by_document=True,
        notes=(note,) if left_out else (),
    )


def _documents(path: Path, mistakes: Mistakes) -> dict[str, tuple[str, str]]:
    """Title and text of each document."""
    found: dict[str, tuple[str, str]] = {}
    for line, record in records(path, mistakes):
        key, title, text = record.get("_id"), record.get("title", ""), record.get("text")
        if isinstance(key, str) and isinstance(title, str) and isinstance(text, str) and key not in found:
            found[key] = (title.strip(), text)
        elif isinstance(key, str) and key in found:
            mistakes.add(path, line, f"`_id` {key!r} stands twice", "give each document its own")
        else:
            mistakes.add(path, line, "is no document", "give it `_id`, `title` and `text`, each a text")
    return found


def _texts(path: Path, mistakes: Mistakes) -> dict[str, str]:
    """The text of each question."""
    found: dict[str, str] = {}
    for line, record in records(path, mistakes):
        key, text = record.get("_id"), record.get("text")
        if not isinstance(key, str) or not isinstance(text, str) or not text.strip():
            mistakes.add(path, line, "is no question", "give it `_id` and `text`, each a text")
        elif key in found:
            mistakes.add(path, line, f"`_id` {key!r} stands twice", "give each question its own")
        else:
            found[key] = text
    return found


def _grades(path: Path, documents: Mapping[str, object], questions: Mapping[str, object], mistakes: Mistakes) -> Grades:
    """The grade of each relevant document of each question, in the file's order; zero is not relevant."""
    found: Grades = {}
    for line, text in lines_of(path, mistakes):
        columns = text.rstrip("\r").split("\t")
        if line == 1 and columns[-1] == "score":
            continue
        if len(columns) != _COLUMNS or not re.fullmatch(r"-?\d+", columns[2]):
            mistakes.add(path, line, "is no judgement", "write question, document and grade with tabs between")
            continue
        question, document, grade = columns
        if question not in questions:
            mistakes.add(path, line, f"no question has the `_id` {question!r}", "add it to queries.jsonl")
        if document not in documents:
            mistakes.add(path, line, f"no document has the `_id` {document!r}", "add it to corpus.jsonl")
        relevant = found.setdefault(question, {})
        if int(grade) > 0:
            relevant[document] = int(grade)
    if not any(found.values()):
        mistakes.add(path, 0, "judges no document relevant", "write question, document and grade with tabs between")
    return found


def _post(key: str, title: str, text: str, source: str, between: re.Pattern[str]) -> Post:
    """The document as a post; one without a text is its title alone."""
    paragraphs = [" ".join(each.split()) for each in between.split(text) if each.strip()] or [title or key]
    blocks = tuple(Block("paragraph", each, line=0) for each in paragraphs)
    return Post(source, key, title, blocks)


def _placed(posts: Iterable[Post]) -> Iterator[tuple[tuple[Part, ...], Place]]:
    for post in posts:
        headings = (post.title,) if post.title else ()
        for position, block in enumerate(post.blocks):
            place = Place(post, headings, position, last=position == len(post.blocks) - 1)
            yield (Part("paragraph", block.text),), place
