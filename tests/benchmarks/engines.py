"""The two engines side by side: time to build and to load, size, memory and the time of a query. `auto` chooses by it."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.config import Ranking
from knowledge.engines import ENGINES, SavableEngine, build_engine, load_engine
from knowledge.saved.file import read_saved, write_saved
from tests.benchmarks.figures import Figures
from tests.benchmarks.made_up_posts import corpus_of, questions
from tests.benchmarks.tables import head, line

SIZES = (1_000, 10_000, 100_000)
_ROUNDS = 300
_LIMIT = 3


def measure() -> Iterator[str]:
    """Lines of a Markdown table; each engine is built in one process, and loaded and asked in another."""
    yield from head("passages, engine", "build, s", "saved, MB", "load, ms", "memory, MB", "query p50, ms", "p99")
    for size in SIZES:
        for name in ENGINES:
            with TemporaryDirectory() as folder:
                path = Path(folder) / "engine"
                seconds, megabytes = _in_a_process("build", name, path, size)
                load, memory, p50, p99 = _in_a_process("ask", name, path)
            yield line(f"{size:,} {name}", *(f"{each:.2f}" for each in (seconds, megabytes, load, memory, p50, p99)))


def _in_a_process(*arguments: object) -> Sequence[float]:
    command = [sys.executable, "-m", "tests.benchmarks.engines", *map(str, arguments)]
    figures: list[float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return figures


def _build(name: str, path: Path, size: int) -> Sequence[float]:
    texts = [_with_bigrams(passage.text.split()) for passage in corpus_of(size).passages]
    start = time.perf_counter()
    engine = build_engine(name, texts, Ranking())
    seconds = time.perf_counter() - start
    assert isinstance(engine, SavableEngine)
    write_saved(path, {}, {"engine": engine.arrays})
    return seconds, path.stat().st_size / 1e6


def _resident() -> float:
    """MB that this process holds now; nan where the system does not tell. (Its peak would be that of its parent.)"""
    status = Path("/proc/self/status")
    held = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="utf-8")) if status.exists() else None
    return int(held.group(1)) / 1024 if held else float("nan")


def _ask(name: str, path: Path) -> Sequence[float]:
    queries = [{term: 0.2 if " " in term else 1.0 for term in _with_bigrams(q.split())} for q in questions(_ROUNDS)]
    start = time.perf_counter()
    engine = load_engine(name, read_saved(path).arrays("engine"))
    load = (time.perf_counter() - start) * 1000
    taken = []
    for query in queries:
        start = time.perf_counter()
        engine.rank(query, _LIMIT)
        taken.append((time.perf_counter() - start) * 1000)
    figures = Figures(taken)
    return load, _resident(), figures.p50, figures.p99


def _with_bigrams(terms: Sequence[str]) -> list[str]:
    return [*terms, *(f"{one} {other}" for one, other in pairwise(terms))]


def main(what: str, name: str, path: str, *size: str) -> None:
    """One half of a measurement, in a process of its own."""
    print(json.dumps(_build(name, Path(path), int(size[0])) if what == "build" else _ask(name, Path(path))))


if __name__ == "__main__":
    main(*sys.argv[1:])
