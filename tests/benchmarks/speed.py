"""Speed side by side: ranking beside rank_bm25's README, and the command line from process start to first answer."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rank_bm25 import BM25Okapi

from knowledge.base import KnowledgeBase
from knowledge.model import Corpus
from tests.benchmarks.figures import Figures
from tests.benchmarks.made_up_posts import CONFIG, corpus_of, questions
from tests.benchmarks.tables import head, line

SIZES = (1_000, 10_000, 100_000)
ROOT = Path(__file__).parents[2]
_ROUNDS = 200
_WARM_UP = 10
_STARTED = 10_000  # passages of the folder that the command line reads
_STARTS = 7
_COMMAND = "from bot.cli import main; raise SystemExit(main())"


def measure() -> Iterator[str]:
    """Lines of Markdown tables, each as soon as it is measured."""
    yield from head("question → excerpts, ms", "rank_bm25 p50", "p99", "Commonplace p50", "p99", "p50 ÷ p50")
    for size in SIZES:
        yield _ranking(size)
    yield ""
    yield from head(f"process start → first answer, {_STARTED:,} passages, ms", "median", "least", "most")
    with TemporaryDirectory() as folder:
        yield from _starts(Path(folder))


def _ranking(size: int) -> str:
    """Both answer the same questions in turn; rank_bm25 only scores, Commonplace gives three excerpts with links."""
    corpus = corpus_of(size)
    knowledge_base = KnowledgeBase(CONFIG, corpus)
    bm25 = BM25Okapi([passage.text.split(" ") for passage in corpus.passages])
    sides: tuple[Callable[[str], object], ...] = (
        lambda question: bm25.get_scores(question.split(" ")),
        lambda question: knowledge_base.search(question, 3),
    )
    readme, ours = map(Figures, _in_turn(sides, questions(_WARM_UP + _ROUNDS)))
    ratio = f"{ours.p50 / readme.p50:.4f}"
    return line(f"{size:,} passages", *map(_two, (readme.p50, readme.p99, ours.p50, ours.p99)), ratio)


def _in_turn(sides: Sequence[Callable[[str], object]], asked: Sequence[str]) -> list[list[float]]:
    """Milliseconds of every question on every side."""
    taken: list[list[float]] = [[] for _ in sides]
    for number, question in enumerate(asked):
        for place, answer in enumerate(sides):
            start = time.perf_counter()
            answer(question)
            milliseconds = (time.perf_counter() - start) * 1000
            if number >= _WARM_UP:
                taken[place].append(milliseconds)
    return taken


def _starts(folder: Path) -> Iterator[str]:
    """Cold runs find an empty cache folder, warm ones the cache that a run before them left."""
    write_posts(corpus_of(_STARTED), folder / "posts")
    config = folder / "commonplace.yaml"
    config.write_text(f"sources: [{{folder: {folder / 'posts'}}}]\n", encoding="utf-8")
    question = questions(1)[0]
    cold = [_start(config, question, folder / f"cache-{number}") for number in range(_STARTS)]
    warm = [_start(config, question, folder / "cache-0") for _ in range(_STARTS)]
    for name, taken in (("cold, without a cache", cold), ("warm, after another run", warm)):
        yield line(name, *(f"{each:,.0f}" for each in (median(taken), min(taken), max(taken))))


def _start(config: Path, question: str, cache: Path) -> float:
    """Milliseconds of one process that answers one question."""
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-c", _COMMAND, "ask", "--config", str(config), question]
    start = time.perf_counter()
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    milliseconds = (time.perf_counter() - start) * 1000
    if ended.returncode:
        raise RuntimeError(f"commonplace ask ended with {ended.returncode}: {ended.stderr or ended.stdout}")
    return milliseconds


def write_posts(corpus: Corpus, folder: Path) -> None:
    """The corpus as a folder of Markdown posts, each paragraph under its heading."""
    folder.mkdir()
    paragraphs: dict[str, list[str]] = {post.path: [] for post in corpus.posts}
    for passage in corpus.passages:
        for place in passage.places:
            paragraphs[place.post.path] += (f"## {place.headings[0]}", passage.text)
    for post in corpus.posts:
        front = f"---\ntitle: {post.title}\ndate: {post.date}\n---\n\n"
        (folder / post.path).write_text(front + "\n\n".join(paragraphs[post.path]) + "\n", encoding="utf-8")


def _two(value: float) -> str:
    return f"{value:.2f}"
