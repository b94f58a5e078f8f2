import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from tests.bot.posts import CONTRACTS, write_posts

ROOT = Path(__file__).parents[2]
QUESTION = "how do we keep one microservice from breaking another?"


@pytest.fixture
def config(tmp_path: Path) -> str:
    write_posts(tmp_path / "posts")
    path = tmp_path / "commonplace.yaml"
    path.write_text("sources:\n  - folder: posts\n    base_url: https://blog.example.com\n", encoding="utf-8")
    return str(path)


def test_ask_prints_the_paragraph_with_its_link_and_the_posts_that_say_it_too(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--config", config, *QUESTION.split()]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert CONTRACTS in said
    assert "https://blog.example.com/mobile-backends/#contracts:~:text=Contract" in said
    assert "Also said in 4 other posts: A Year of Trains; " in said


def test_ask_prints_json_with_the_documented_keys(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "--limit", "1", "--config", config, QUESTION]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said.keys() == {"question", "outcome", "hits"}
    (hit,) = said["hits"]
    assert hit.keys() == {"passage", "excerpt", "headings", "places"}
    assert hit["passage"] == CONTRACTS
    assert len(hit["places"]) == 5
    assert all(place.keys() == {"title", "url", "date"} for place in hit["places"])


def test_ask_answers_every_line_of_stdin_with_a_line_of_json(
    config: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{QUESTION}\n\nwombats\n"))
    assert main(["ask", "--json", "--config", config, "-"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["question"], line["outcome"]) for line in lines] == [(QUESTION, "answer"), ("wombats", "nothing")]


def test_the_environment_names_the_configuration_where_nothing_else_does(
    config: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    named = {"COMMONPLACE_CONFIG": config}
    assert main(["stats", "--json"], named) == 0
    counted = json.loads(capsys.readouterr().out)
    assert main(["stats", "--json", "--config", config], {}) == 0
    assert json.loads(capsys.readouterr().out) == counted
    assert main(["stats", "--json"], {"COMMONPLACE_CONFIG": "none.yaml"}) == 2
    assert "none.yaml" in capsys.readouterr().err
    assert main(["stats", "--json", "--config", config], {"COMMONPLACE_CONFIG": "none.yaml"}) == 0
    assert main(["init", str(Path(config).parent), "--config", "new.yaml"], named) == 0
    assert (elsewhere / "new.yaml").exists()


def test_ask_that_finds_nothing_ends_with_1(config: str) -> None:
    assert main(["ask", "--config", config, "wombats"]) == 1


def test_lesson_prints_one(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lesson", "--config", config, "feature", "flags"]) == 0
    assert "Feature flags let us merge" in capsys.readouterr().out
    assert main(["lesson", "--json", "--config", config, "wombats"]) == 1
    assert json.loads(capsys.readouterr().out) == {"lesson": None}


def test_link_finds_the_posts_that_a_text_is_about(
    config: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("We pressed the button of an older release and the migration broke"))
    assert main(["link", "--json", "--config", config]) == 0
    (post,) = json.loads(capsys.readouterr().out)["posts"]
    assert post.keys() == {"title", "url", "date", "passage", "words"}
    assert (post["title"], post["date"]) == ("Rolling back", "2024-06-01")


def test_check_names_file_line_and_mend_and_ends_with_1(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--config", config]) == 0
    assert capsys.readouterr().out == "No problems.\n"
    (Path(config).parent / "posts" / "broken.md").write_text("---\ntitle: [\n---\n\nText of it.\n", encoding="utf-8")
    assert main(["check", "--config", config]) == 1
    said = capsys.readouterr().out
    assert said.startswith("broken.md:")
    assert said.partition(":")[2].partition(":")[0].isdecimal()
    assert main(["check", "--json", "--config", config]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem.keys() == {"path", "line", "what", "mend", "kept"}
    assert problem["mend"]


def test_stats_prints_json_with_the_documented_keys(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--json", "--config", config]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said.keys() == {
        *("posts", "paragraphs", "passages", "lessons", "problems", "drafts", "sources", "confidence"),
    }
    assert (said["posts"], said["sources"]) == (11, {"posts": 11})


def test_without_a_configuration_the_starter_collection_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["ask", QUESTION]) == 0
    assert "Consumer-driven contracts" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "arguments",
    [[], ["answer"], ["ask"], ["ask", "--limit", "0", "x"], ["run", "--http", "--socket"], ["stats", "--wrong"]],
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert capsys.readouterr().err.startswith("usage: commonplace")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", " "], "the question is empty"),
        (["ask", "-"], "reading questions from stdin needs --json"),
        (["manifest", "--url", "http://bot.example.com"], "--url must start with https://"),
        (["stats", "--config", "no-such.yaml"], "no-such.yaml: 1 mistake\n  - cannot be read: No such file"),
        (["run", "--config", "no-such.yaml"], "the settings need mending:\n  - SLACK_BOT_TOKEN is missing"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_says_why(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments, {}) == 2
    err = capsys.readouterr().err
    assert err.startswith("commonplace: ")
    assert said in err


def test_every_mistake_of_a_configuration_has_a_line(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(config).write_text("sources:\n  - folder: posts\n    nmae: x\nranking: {b: 2}\nlang: en\n", encoding="utf-8")
    assert main(["stats", "--config", config]) == 2
    said = capsys.readouterr().err
    assert f"{config}: 3 mistakes\n" in said
    for key in ("sources.0.nmae", "ranking.b", "lang"):
        assert f"\n  - {key}: " in said


def test_the_manifest_is_printed_with_the_names_in_the_environment(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest"], {"COMMONPLACE_ASK_COMMAND": "/lessons-ask"}) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["features"]["slash_commands"][0]["command"] == "/lessons-ask"
    assert main(["manifest"], {"COMMONPLACE_ASK_COMMAND": "ask"}) == 2


def test_an_interrupt_ends_with_130(config: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("knowledge.base.KnowledgeBase.open_file", interrupted)
    assert main(["stats", "--config", config]) == 130


def test_a_reader_that_goes_away_is_no_mistake(config: str) -> None:
    code = "import sys; from bot.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-W", "error", "-c", code, "stats", "--json", "--config", config]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)}
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        ended = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, env=environment, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out.startswith("commonplace 0.")
