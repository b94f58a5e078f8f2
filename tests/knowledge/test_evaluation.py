import argparse
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from knowledge.base import KnowledgeBase
from knowledge.cli import add_commands
from knowledge.config import Config, SourceConfig
from knowledge.corpus import read_corpus
from knowledge.evaluation.intervals import Interval, bootstrap, mean, wilson
from knowledge.evaluation.measures import (
    Asked,
    ask,
    differences,
    figures,
    hit_at,
    ndcg,
    reciprocal_rank,
)
from knowledge.evaluation.questions import Judged, Question, judged_by_accept, read_questions
from knowledge.model import Corpus, Part, Passage, Place, Post
from knowledge.results import Excerpt, Hit, Outcome, Results
from tests.knowledge.judged import write_beir, write_lines, write_posts

ANSWERED = Question("how do we roll back?", accept=("We roll back",), kind="plain")
UNANSWERED = Question("who won the match?")
MEASURES = ["hit@1", "hit@3", "MRR@10", "nDCG@10", "answered", "false answers"]


def _asked(
    grades: Sequence[int] = (),
    best: Sequence[int] = (1,),
    outcome: Outcome = "answer",
    question: Question = ANSWERED,
) -> Asked:
    return Asked(question, outcome, tuple(grades), tuple(best))


# --- intervals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(8, 10, 0.490162, 0.943318), (5, 10, 0.236593, 0.763407), (0, 10, 0.0, 0.277533), (1, 1, 0.206549, 1.0)],
)
def test_wilson_gives_the_known_values(successes: int, trials: int, low: float, high: float) -> None:
    interval = wilson(successes, trials)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-6)


def test_the_bootstrap_is_the_same_every_time_and_holds_the_mean() -> None:
    values = [0.0, 1.0, 0.5, 0.25, 1.0, 0.0, 0.75] * 10
    assert bootstrap(values) == bootstrap(list(values))
    assert mean(values) in bootstrap(values)


def test_the_bootstrap_comes_near_the_normal_interval_of_many_values() -> None:
    values = [0.0, 1.0] * 200
    margin = 1.96 * 0.5 / math.sqrt(400)
    interval = bootstrap(values)
    assert (interval.low, interval.high) == pytest.approx((0.5 - margin, 0.5 + margin), abs=0.01)


def test_equal_values_have_an_interval_without_width() -> None:
    assert bootstrap([0.1] * 3) == Interval(0.1, 0.1)


def test_no_values_have_no_mean() -> None:
    with pytest.raises(ValueError, match="no values"):
        mean([])


# --- measures ----------------------------------------------------------------------------------------------------


def test_a_hit_counts_up_to_its_rank() -> None:
    asked = _asked([0, 0, 1])
    assert [hit_at(rank)(asked) for rank in (1, 2, 3)] == [0.0, 0.0, 1.0]


def test_the_reciprocal_rank_is_that_of_the_first_right_one() -> None:
    assert reciprocal_rank(_asked([0, 0, 1, 1])) == pytest.approx(1 / 3)
    assert reciprocal_rank(_asked([0, 0])) == 0.0


def test_ndcg_gains_the_grade_and_discounts_by_rank() -> None:
    asked = _asked([0, 2, 1], best=[2, 1])
    found = 2 / math.log2(3) + 1 / 2
    best = 2 + 1 / math.log2(3)
    assert ndcg(asked) == pytest.approx(found / best)
    assert ndcg(asked) == pytest.approx(0.66967, abs=1e-5)


def test_ndcg_is_zero_where_no_passage_holds_the_answer() -> None:
    assert ndcg(_asked([0, 0], best=[])) == 0.0


def test_figures_stand_together_and_by_kind() -> None:
    hard = Question("and the hard one?", accept=("x",), kind="hard")
    found = figures(
        [_asked([1]), _asked([0, 1], question=hard, outcome="closest"), _asked(question=UNANSWERED, outcome="closest")]
    )
    assert list(found) == ["all", "hard", "plain"]
    assert list(found["all"]) == MEASURES
    assert list(found["plain"]) == MEASURES[:-1]
    together = {name: (figure.questions, figure.value) for name, figure in found["all"].items()}
    assert together["hit@1"] == (2, 0.5)
    assert together["hit@3"] == (2, 1.0)
    assert together["MRR@10"] == (2, 0.75)
    assert together["answered"] == (2, 0.5)
    assert together["false answers"] == (1, 0.0)
    assert found["hard"]["hit@1"].value == 0.0
    assert found["all"]["hit@1"].interval == wilson(1, 2)
    assert found["all"]["MRR@10"].interval == bootstrap([1.0, 0.5])


def test_a_difference_is_paired_and_says_whether_zero_is_inside() -> None:
    worse = [_asked([0, 1]) for _ in range(20)]
    better = [_asked([1])] * 15 + [_asked([0, 1])] * 5
    found = differences(worse, better)["all"]
    assert (found["hit@1"].one.value, found["hit@1"].other.value, found["hit@1"].gain.value) == (0.0, 0.75, 0.75)
    assert found["hit@1"].gain.interval == bootstrap([1.0] * 15 + [0.0] * 5)
    assert found["hit@1"].is_clear
    assert not found["hit@3"].is_clear


# --- what a question finds ---------------------------------------------------------------------------------------


class _Fixed:
    """Answers every question with the same passages."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.limits: list[int] = []

    def search(self, question: str, limit: int = 3) -> Results:
        self.limits.append(limit)
        hits = (Hit(each, Excerpt(()), each.places, 1.0) for each in self.passages[:limit])
        return Results(question, "answer", tuple(hits))


def _passage(number: int, *paths: str) -> Passage:
    places = tuple(Place(Post("test", path, path), (), 0, last=False) for path in paths)
    return Passage(str(number), (Part("paragraph", f"Paragraph {number}."),), places)


def _judged(grades: Mapping[str, int], *, by_document: bool) -> Judged:
    return Judged(Corpus((), ()), (Question("q", grades=grades),), (grades,), by_document)


def test_passages_are_scored_down_to_the_tenth() -> None:
    passages = [_passage(number, "a") for number in range(12)]
    (asked,) = ask(_Fixed(passages), _judged({"9": 1, "10": 1}, by_document=False))
    assert asked.grades == (0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
    assert asked.best == (1, 1)


def test_a_document_stands_where_its_best_passage_stands_and_enough_passages_are_asked_for() -> None:
    passages = [_passage(0, "a"), *(_passage(number, "b") for number in range(1, 15)), _passage(15, "a", "c")]
    answers = _Fixed(passages)
    (asked,) = ask(answers, _judged({"a": 1, "c": 2}, by_document=True))
    assert asked.grades == (1, 0, 2)
    assert asked.best == (2, 1)
    assert answers.limits == [10, 20]


# --- the command -------------------------------------------------------------------------------------------------


def _run(*arguments: object) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["evaluate", *map(str, arguments)])
    code: int = parsed.command(parsed)
    return code


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with posts, two configurations and questions."""
    write_posts(tmp_path / "posts")
    (tmp_path / "commonplace.yaml").write_text("sources: [{folder: posts}]", encoding="utf-8")
    (tmp_path / "other.yaml").write_text("sources: [{folder: posts}]\nranking: {b: 0}", encoding="utf-8")
    write_lines(
        tmp_path / "questions.jsonl",
        {"q": "how do we roll back?", "answerable": True, "accept": ["We roll back"], "kind": "plain"},
        {"q": "pension scheme", "answerable": False},
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_table_names_measures_questions_and_intervals(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(project / "questions.jsonl") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2 questions, 1 with an answer; 2 posts, 4 passages; intervals of 95 %"
    assert lines[2].split() == ["all", "questions", "value", "and", "interval"]
    assert lines[3].split() == ["hit@1", "1", "1.000", "(0.207–1.000)"]
    assert lines[8].split() == ["false", "answers", "1", "0.000", "(0.000–0.793)"]
    assert lines[10].split()[0] == "plain"


def test_json_holds_configuration_counts_and_figures(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(project / "questions.jsonl", "--json", "--config", project / "other.yaml") == 0
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert list(value) == ["configuration", "posts", "passages", "questions", "notes", "figures"]
    assert value["configuration"] == str(project / "other.yaml")
    assert (value["posts"], value["passages"], value["questions"], value["notes"]) == (2, 4, 2, [])
    assert list(value["figures"]) == ["all", "plain"]
    assert list(value["figures"]["all"]) == MEASURES
    assert value["figures"]["all"]["MRR@10"] == {"questions": 1, "value": 1.0, "interval": [1.0, 1.0]}


def test_two_configurations_are_compared_on_the_same_questions(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(project / "questions.jsonl", "--compare", project / "other.yaml") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["one:   commonplace.yaml", f"other: {project / 'other.yaml'}"]
    assert lines[2].startswith("2 questions, 1 with an answer")
    assert lines[5].split() == ["all", "questions", "one", "other", "difference", "interval"]
    assert " ".join(lines[6].split()) == (
        "hit@1 1 1.000 (0.207–1.000) 1.000 (0.207–1.000) +0.000 +0.000 … +0.000 zero is inside"
    )


def test_json_of_a_comparison_says_whether_zero_is_inside(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "empty").mkdir()
    (project / "empty" / "a.md").write_text("# Tea\n\nNothing about it here.", encoding="utf-8")
    (project / "worse.yaml").write_text("sources: [{folder: empty}]", encoding="utf-8")
    assert _run(project / "questions.jsonl", "--json", "--compare", project / "worse.yaml") == 0
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert list(value) == ["one", "other", "differences"]
    assert value["differences"]["all"]["hit@1"] == {
        "questions": 1,
        "value": -1.0,
        "interval": [-1.0, -1.0],
        "zero_inside": False,
    }
    assert value["other"]["notes"] == [f"{project / 'questions.jsonl'}:1: no passage holds “We roll back”"]
    assert _run(project / "questions.jsonl", "--compare", project / "worse.yaml") == 0
    shown = capsys.readouterr().out
    assert "zero is outside" in shown
    assert "no passage holds “We roll back”" in shown


def test_without_a_configuration_the_starter_collection_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    questions = write_lines(tmp_path / "questions.jsonl", {"q": "who won the match?", "answerable": False})
    assert _run(questions, "--json") == 0
    assert json.loads(capsys.readouterr().out)["configuration"] == "the starter collection"


def test_a_beir_folder_brings_its_own_posts(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(write_beir(project / "beir"), "--paragraphs", "lines") == 0
    assert "3 posts, 5 passages" in capsys.readouterr().out


def test_bad_questions_end_with_2_and_every_mistake(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "bad.jsonl").write_text("nope\n[]\n", encoding="utf-8")
    assert main(["evaluate", "bad.jsonl"], {}) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("commonplace: bad.jsonl: 3 mistakes\n  - bad.jsonl:1: is not JSON")
    assert "bad.jsonl:2: is not a JSON object" in shown
    assert "bad.jsonl: holds no question" in shown


def test_only_a_beir_folder_is_cut_into_paragraphs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(project / "questions.jsonl"), "--paragraphs", "lines"], {}) == 2
    assert "--paragraphs is for a BEIR folder" in capsys.readouterr().err


def test_the_same_questions_over_the_same_posts_give_the_same_figures(project: Path) -> None:
    config = Config(sources=(SourceConfig(folder=project / "posts"),))
    judged = judged_by_accept(read_questions(project / "questions.jsonl"), read_corpus(config.sources))
    first, second = (figures(ask(KnowledgeBase(config, judged.corpus), judged)) for _ in range(2))
    assert first == second
