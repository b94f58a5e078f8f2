"""`commonplace play`: a conversation typed into a terminal, with the real bot."""

import io
from pathlib import Path

import pytest

from bot.playing import Played, play_in_terminal


async def test_a_conversation_is_answered_with_links_to_pages_on_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = "/ask how do we keep one microservice from breaking another?\n4\n@commonplace lesson\nquit\n"
    await play_in_terminal(Played(), {"NO_COLOR": "1"}, io.StringIO(typed))
    said = " ".join(capsys.readouterr().out.split())
    assert "You are ann, in #engineering of a Slack on this computer; nothing leaves it." in said
    assert "You asked: how do we keep one microservice from breaking another?" in said
    assert "(http://127.0.0.1:" in said
    assert "ann asked: how do we keep one microservice from breaking another?" in said
    assert "A lesson" in said
