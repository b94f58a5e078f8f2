import io
from collections.abc import Callable

from knowledge.progress import INDEXING, READING, Shown, shown, told, unseen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _clock(*moments: float) -> Callable[[], float]:
    left = iter(moments)
    return lambda: next(left)


def test_a_terminal_shows_a_bar_after_half_a_second() -> None:
    terminal = Terminal()
    progress = Shown(terminal, _clock(0, 0.4, 0.6, 0.65, 0.8))
    for done in (1, 2_500, 3_000, 5_000):
        progress(INDEXING, done, 10_000)
    progress.clear()
    states = terminal.getvalue().split("\r\x1b[K")
    assert states == [
        "",
        "[######                  ] indexing paragraphs: 2,500 of 10,000",
        "[############            ] indexing paragraphs: 5,000 of 10,000",
        "",
    ]


def test_without_a_total_there_is_no_bar() -> None:
    terminal = Terminal()
    Shown(terminal, _clock(0, 1))(READING, 1_234, None)
    assert terminal.getvalue() == "\r\x1b[Kreading documents: 1,234"


def test_elsewhere_there_is_a_line_every_five_seconds() -> None:
    stream = io.StringIO()
    progress = Shown(stream, _clock(0, 1, 5, 9, 10))
    for done in (1, 2, 3, 4):
        progress(READING, done, None)
    progress.clear()
    assert stream.getvalue() == "reading documents: 2\nreading documents: 4\n"


def test_what_takes_no_time_shows_nothing() -> None:
    terminal = Terminal()
    with shown(terminal, quiet=False) as progress:
        progress(READING, 1, None)
    with shown(terminal, quiet=True) as progress:
        assert progress is unseen
        progress(READING, 1, None)
    assert terminal.getvalue() == ""


def test_every_value_is_told() -> None:
    seen: list[tuple[str, int, int | None]] = []
    assert list(told("ab", INDEXING, lambda *state: seen.append(state))) == ["a", "b"]
    assert seen == [(INDEXING, 1, 2), (INDEXING, 2, 2)]
