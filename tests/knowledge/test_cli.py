import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.cli import add_commands
from knowledge.errors import ConfigError
from tests.knowledge.writing import Posts

DOCUMENTS = {
    "a.md": """\
---
title: Deploying
date: 2024-12-05
---
A rollback takes one command, and everybody on call may run it without asking anybody else for permission first.
""",
    "b.md": "# People\n\n## Retros\n\n### At the end\n\nEvery retrospective ends with an owner and a due date.",
}


@pytest.fixture
def config(posts: Posts) -> Path:
    posts.write(DOCUMENTS)
    path = posts.folder.parent / "commonplace.yaml"
    path.write_text("sources:\n  - folder: posts\n    base_url: https://x.example\n")
    return path


def _run(config: Path, command: str, *arguments: str, plain: bool = False) -> int:
    parser = argparse.ArgumentParser()
    parser.set_defaults(plain=plain)
    add_commands(parser.add_subparsers(required=True))
    parsed = parser.parse_args([command, *arguments, "--config", str(config)])
    code: int = parsed.command(parsed)
    return code


def _json(text: str) -> Any:  # noqa: ANN401 - what JSON holds
    return json.loads(text)


def _type(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_ask_prints_the_paragraph_with_its_post_and_link(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(config, "ask", "rollback", "with", "one", "command?") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Deploying · 2024-12-05"
    assert lines[1].startswith("  A rollback takes one command")
    assert lines[-1].startswith("  https://x.example/deploying/#:~:text=A%20rollback")


def test_ask_prints_json_for_programs(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(config, "ask", "rollback command", "--json") == 0
    printed = _json(capsys.readouterr().out)
    assert (printed["question"], printed["outcome"]) == ("rollback command", "answer")
    (hit,) = printed["hits"]
    assert hit["passage"] == hit["excerpt"]
    assert hit["headings"] == []
    assert (hit["places"][0]["title"], hit["places"][0]["date"]) == ("Deploying", "2024-12-05")


def test_json_holds_the_headings_and_says_null_for_a_date_that_is_not_there(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(config, "ask", "retrospective owner", "--json")
    (hit,) = _json(capsys.readouterr().out)["hits"]
    assert hit["headings"] == ["Retros", "At the end"]
    assert hit["places"][0]["date"] is None


def test_ask_prints_so_many_paragraphs_as_it_is_told(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run(config, "ask", "rollback", "retrospective", "--limit", "1", "--json")
    assert len(_json(capsys.readouterr().out)["hits"]) == 1


@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "many", ""])
def test_a_limit_is_a_whole_number_from_1(config: Path, capsys: pytest.CaptureFixture[str], limit: str) -> None:
    with pytest.raises(SystemExit):
        _run(config, "ask", "rollback", f"--limit={limit}")
    assert "whole number from 1" in capsys.readouterr().err


def test_ask_that_finds_nothing_says_so_and_fails(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(config, "ask", "unicorns") == 1
    assert capsys.readouterr().out == "Nothing found in 2 posts. No post contains “unicorns”.\n"


def test_an_empty_question_is_a_mistake(config: Path) -> None:
    with pytest.raises(ValueError, match="question is empty"):
        _run(config, "ask", " ")


def test_ask_answers_every_line_of_stdin(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(monkeypatch, "rollback command\n\n  unicorns \n")
    assert _run(config, "ask", "-", "--json") == 0
    answers = [_json(line) for line in capsys.readouterr().out.splitlines()]
    assert [(answer["question"], answer["outcome"]) for answer in answers] == [
        ("rollback command", "answer"),
        ("unicorns", "nothing"),
    ]


def test_questions_of_stdin_are_answered_in_json_alone(config: Path) -> None:
    with pytest.raises(ValueError, match="needs --json"):
        _run(config, "ask", "-")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_matched_words_in_bold_unless_it_wants_no_colour(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", shown := _Terminal())
    _run(config, "ask", "rollback command")
    monkeypatch.setattr("sys.stdout", plain := _Terminal())
    _run(config, "ask", "rollback command", plain=True)
    assert "\x1b[1mrollback\x1b[22m" in shown.getvalue()
    assert "\x1b" not in plain.getvalue()


def test_text_is_no_wider_than_the_terminal(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    _run(config, "ask", "rollback command")
    text = [line for line in capsys.readouterr().out.splitlines() if "https://" not in line]
    assert len(text) > 3
    assert all(len(line) <= 40 for line in text)


def test_lesson_prints_a_lesson(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(config, "lesson") == 0
    assert capsys.readouterr().out.startswith("Deploying · 2024-12-05\n  A rollback takes")


def test_lesson_prints_json_for_programs(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(config, "lesson", "rollback", "command", "--json") == 0
    assert _json(capsys.readouterr().out)["lesson"]["passage"].startswith("A rollback")
    assert _run(config, "lesson", "unicorns", "--json") == 1
    assert _json(capsys.readouterr().out) == {"lesson": None}


def test_no_lesson_about_a_topic_is_said(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(config, "lesson", "white", "unicorns") == 1
    assert capsys.readouterr().out == "No lesson is about “white unicorns”.\n"


def test_no_lesson_at_all_is_said(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config.parent / "posts" / "a.md").unlink()
    assert _run(config, "lesson") == 1
    assert capsys.readouterr().out == "These posts hold no lesson.\n"


def test_link_finds_the_posts_that_a_text_is_about(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(monkeypatch, "who did run the\nrollback command?")
    assert _run(config, "link") == 0
    assert "both speak of: run, rollback, command" in capsys.readouterr().out


def test_link_prints_json_for_programs(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(monkeypatch, "rollback command")
    assert _run(config, "link", "--json") == 0
    (post,) = _json(capsys.readouterr().out)["posts"]
    assert (post["title"], post["words"]) == ("Deploying", ["rollback", "command"])
    _type(monkeypatch, "unicorns")
    assert _run(config, "link", "--json") == 1
    assert _json(capsys.readouterr().out) == {"posts": []}


def test_check_names_every_problem_and_fails(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(config, "check") == 0
    assert capsys.readouterr().out == "No problems.\n"
    (config.parent / "posts" / "c.md").write_text("")
    assert _run(config, "check") == 1
    assert capsys.readouterr().out.startswith("c.md:1: holds no text")


def test_check_prints_json_for_programs(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config.parent / "posts" / "c.md").write_text("")
    assert _run(config, "check", "--json") == 1
    (problem,) = _json(capsys.readouterr().out)["problems"]
    assert (problem["path"], problem["line"], problem["kept"]) == ("c.md", 1, False)


def test_stats_counts(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(config, "stats") == 0
    assert capsys.readouterr().out.startswith("2 posts (posts: 2 posts)\n")
    assert _run(config, "stats", "--json") == 0
    assert _json(capsys.readouterr().out)["sources"] == {"posts": 2}


def test_a_mistake_in_the_configuration_is_an_error(config: Path) -> None:
    config.write_text("colour: blue")
    with pytest.raises(ConfigError, match="colour"):
        _run(config, "stats")


LINKS = "[b](/b/) [c](/c/) [d](/d/) [e](/e/) [f](/f/)"


def test_check_says_where_the_links_of_the_posts_lead(
    posts: Posts, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(config, "check") == 0
    assert capsys.readouterr().out == "No problems.\n"
    posts.write({"b.md": f"# B\n\nA retrospective ends with an owner. {LINKS} [a](a.md)\n"})
    assert _run(config, "check") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "posts: 2 of 6 links to its own pages lead to a post (33%)"
    assert lines[2].startswith("  The permalink rule of posts looks wrong.")
    assert lines[3:] == [f"  b.md:3: /{name}/" for name in "cdef"]


def test_check_shows_a_few_links_where_the_rule_is_right(
    posts: Posts, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = "[b](/b/) " * 20
    posts.write({"b.md": f"# B\n\nA retrospective ends with an owner. {LINKS} {good}\n"})
    _run(config, "check")
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_check_prints_the_links_as_json(posts: Posts, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    posts.write({"b.md": "# B\n\nA retrospective ends with an owner. [c](/c/)\n"})
    _run(config, "check", "--json")
    (links,) = _json(capsys.readouterr().out)["links"]
    unresolved = [{"path": "b.md", "line": 3, "target": "/c/"}]
    assert links == {"source": "posts", "resolved": 0, "total": 1, "looks_wrong": False, "unresolved": unresolved}


def _init(path: Path, *arguments: str) -> int:
    return _run(path, "init", *arguments)


def test_init_writes_a_configuration_and_overwrites_none(
    posts: Posts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    posts.write(DOCUMENTS)
    path = tmp_path / "commonplace.yaml"
    assert _init(path, str(posts.folder)) == 0
    printed = capsys.readouterr().out
    assert "2 posts were read" in printed
    assert printed.endswith(f"Written to {path}\n")
    assert path.read_text() == "sources:\n- folder: posts\n"
    path.write_text("mine")
    with pytest.raises(ValueError, match="--force overwrites it"):
        _init(path, str(posts.folder))
    assert path.read_text() == "mine"
    assert _init(path, str(posts.folder), "--force") == 0
    assert path.read_text() == "sources:\n- folder: posts\n"


@pytest.mark.parametrize("command", ["check", "stats", "ask", "lesson"])
@pytest.mark.parametrize("option", ["", "--json", "--quiet"])
def test_what_takes_long_shows_how_far_it_is_to_people(
    config: Path, monkeypatch: pytest.MonkeyPatch, command: str, option: str
) -> None:
    monkeypatch.setattr("knowledge.progress._PATIENCE", 0)
    monkeypatch.setattr("knowledge.progress._STEP", 0)
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    _run(config, command, *(["rollback"] if command == "ask" else []), *filter(None, [option]))
    shown = terminal.getvalue()
    if option:
        assert shown == ""
    else:
        assert "reading documents: 2" in shown
        assert "comparing paragraphs: 2 of 2" in shown
        assert "[########################] indexing paragraphs: 2 of 2" in shown
        assert shown.endswith("\r\x1b[K")
