"""Questions with what answers them, and the file they are written in: JSON Lines, one question a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.errors import QuestionsError
from knowledge.model import Corpus, Passage

_TELLING = 20  # letters; a passage as short as "So" or "Nice" is held by paragraphs it has nothing to do with


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what answers it: the first characters of paragraphs (`accept`), or documents with their grades.

    Without either it has no answer in the posts. `name` is where it stands, for people.
    """

    text: str
    accept: tuple[str, ...] = ()
    grades: Mapping[str, int] = field(default_factory=dict)
    kind: str = ""
    name: str = ""

    @property
    def answerable(self) -> bool:
        """Whether anything is known to answer it."""
        return bool(self.accept or self.grades)


@dataclass(frozen=True, slots=True)
class Judged:
    """Questions over a corpus, each with the grade of every key that answers it.

    A key is the path of a document (`by_document`) or the id of a passage. `notes` say what a reader of the figures
    should know, such as answers that no passage holds.
    """

    corpus: Corpus
    questions: tuple[Question, ...]
    grades: tuple[Mapping[str, int], ...]
    by_document: bool = False
    notes: tuple[str, ...] = ()

    def keys(self, passage: Passage) -> tuple[str, ...]:
        """What a passage counts as when it is found."""
        return tuple(place.post.path for place in passage.places) if self.by_document else (passage.id,)


class Mistakes:
    """Collects what is wrong with files, each with its line and the mend, to be raised at once."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def add(self, path: Path, line: int, what: str, mend: str) -> None:
        """Note one mistake; line 0 is the file as a whole."""
        place = f"{path}:{line}" if line else str(path)
        self._found.append(f"{place}: {what}; {mend}")

    def check(self, path: Path) -> None:
        """Raise QuestionsError with all of them, if there are any."""
        if self._found:
            raise QuestionsError(path, tuple(self._found))


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file; fields `q`, `answerable`, `accept` and, if there is one, `kind` or `variant`.

    Raises QuestionsError with every bad line.
    """
    mistakes = Mistakes()
    questions = [_question(record, path, line, mistakes) for line, record in records(path, mistakes)]
    if not questions:
        mistakes.add(path, 0, "holds no question", 'write one a line: {"q": …, "answerable": true, "accept": [start]}')
    mistakes.check(path)
    return tuple(questions)


def records(path: Path, mistakes: Mistakes) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The JSON objects of a file of JSON Lines with their line numbers; blank lines are none."""
    for number, line in lines_of(path, mistakes):
        try:
            record = json.loads(line)
        except ValueError as error:
            mistakes.add(path, number, f"is not JSON ({error})", "write one JSON object a line")
            continue
        if isinstance(record, dict):
            yield number, record
        else:
            mistakes.add(path, number, "is not a JSON object", "write one JSON object a line")


def lines_of(path: Path, mistakes: Mistakes) -> Iterator[tuple[int, str]]:
    """The lines of a file that are not blank, with their numbers from 1."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        mistakes.add(path, 0, f"cannot be read: {error.strerror}", "name a file that is there")
    except UnicodeDecodeError:
        mistakes.add(path, 0, "is not UTF-8", "save it as UTF-8")
    else:
        yield from ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def judged_by_accept(questions: Iterable[Question], corpus: Corpus) -> Judged:
    """Questions over a corpus: the passages that hold an accepted paragraph, or are held by it, answer them."""
    questions = tuple(questions)
    texts = {passage.id: letters(" ".join(part.text for part in passage.parts)) for passage in corpus.passages}
    grades: list[Mapping[str, int]] = []
    lost: list[str] = []
    for question in questions:
        found = {each: _ids(letters(each), texts) for each in question.accept}
        grades.append(dict.fromkeys((number for ids in found.values() for number in ids), 1))
        lost += (f"{question.name}: no passage holds “{each}”" for each, ids in found.items() if not ids)
    return Judged(corpus, questions, tuple(grades), notes=tuple(lost))


def letters(text: str) -> str:
    """The letters and digits of a text in lower case: what is left when typography is not compared."""
    return "".join(filter(str.isalnum, text.lower()))


def _ids(start: str, texts: Mapping[str, str]) -> list[str]:
    """The passages that hold an accepted paragraph's start, or are held by it."""
    return [number for number, text in texts.items() if start in text or (len(text) >= _TELLING and text in start)]


def _question(record: Mapping[str, object], path: Path, line: int, mistakes: Mistakes) -> Question:
    text, answerable, accept = record.get("q"), record.get("answerable"), record.get("accept", [])
    if not isinstance(text, str) or not text.strip():
        mistakes.add(path, line, "`q` is not a text", "write the question there")
    if not isinstance(answerable, bool):
        mistakes.add(path, line, "`answerable` is neither true nor false", "say whether the posts answer it")
    starts = accept if isinstance(accept, list) else [None]
    if not all(isinstance(start, str) and letters(start) for start in starts):
        mistakes.add(path, line, "`accept` is not a list of texts", "list the first characters of paragraphs")
    elif answerable is True and not starts:
        mistakes.add(path, line, "`accept` is empty", "list what answers it, or set `answerable` to false")
    elif answerable is False and starts:
        mistakes.add(path, line, "`accept` is not empty", "set `answerable` to true, or leave `accept` empty")
    kind = record.get("kind", record.get("variant", ""))
    if not isinstance(kind, str):
        mistakes.add(path, line, "`kind` is not a text", "write a word, or leave it out")
    return Question(str(text), tuple(map(str, starts)), kind=str(kind), name=f"{path}:{line}")
