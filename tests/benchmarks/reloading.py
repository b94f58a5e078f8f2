"""Time and memory to read all posts, and to read them again when one has changed, when none has, and when one has gone.

And the same for the first change after a start from the saved index, until the new posts answer.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from tests.benchmarks.made_up_posts import corpus_of
from tests.benchmarks.speed import write_posts
from tests.benchmarks.tables import head, line

POSTS = 10_000
_PARAGRAPHS = 10
_RELOADS = 5


def measure() -> Iterator[str]:
    """Lines of a Markdown table; each process that reads is one of its own, so that its peak is that of nothing else."""
    with TemporaryDirectory() as folder:
        write_posts(corpus_of(POSTS * _PARAGRAPHS), Path(folder) / "posts")
        taken = []
        for what in _MEASURED:
            command = [sys.executable, "-m", "tests.benchmarks.reloading", str(Path(folder) / "posts"), what]
            taken += json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    yield from head(
        f"{POSTS:,} posts, {POSTS * _PARAGRAPHS:,} passages", "seconds", "of the processor", "peak so far, MB"
    )
    for name, seconds, processor, peak in taken:
        yield line(name, f"{seconds:.2f}", f"{processor:.2f}", f"{peak:,.0f}")


def _reload_times(folder: Path) -> Iterator[tuple[str, float, float, float]]:
    bases: list[KnowledgeBase] = []
    config = Config(sources=(SourceConfig(folder=folder),))
    yield "full read", *_timed(lambda: bases.append(KnowledgeBase.open(config))), _peak()
    (base,) = bases
    paths = sorted(folder.iterdir())
    path = paths[len(paths) // 2]
    written = path.read_text(encoding="utf-8")
    changed = []
    for number in range(_RELOADS):
        path.write_text(f"{written}\nAnother paragraph, number {number}, that no post had before.\n", encoding="utf-8")
        changed.append(_timed(base.reload))
    yield "reload, one post changed (median)", *_middle(changed), _peak()
    yield "reload, nothing changed (median)", *_middle([_timed(base.reload) for _ in range(_RELOADS)]), _peak()
    path.unlink()
    yield "reload, one post gone", *_timed(base.reload), _peak()


def _saved(folder: Path) -> Iterator[tuple[str, float, float, float]]:
    config = Config(sources=(SourceConfig(folder=folder),))
    yield "full read, and saving", *_timed(lambda: KnowledgeBase.open(config, cache=folder.parent / "cache")), _peak()


def _started(folder: Path) -> Iterator[tuple[str, float, float, float]]:
    config = Config(sources=(SourceConfig(folder=folder),))
    bases: list[KnowledgeBase] = []
    start = _timed(lambda: bases.append(KnowledgeBase.open(config, cache=folder.parent / "cache")))
    yield "start from the saved index", *start, _peak()
    (base,) = bases
    path = next(folder.iterdir())
    path.write_text(f"{path.read_text(encoding='utf-8')}\nA paragraph that no post had before.\n", encoding="utf-8")
    began = time.perf_counter(), time.process_time()
    shown: list[float] = []
    base._opener.again("", lambda _: shown.extend((time.perf_counter() - began[0], time.process_time() - began[1])))
    yield "then the first change, until it answers", shown[0], shown[1], _peak()


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor, which others do not take part in."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - processor


def _middle(taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return median(seconds for seconds, _ in taken), median(processor for _, processor in taken)


def _peak() -> float:
    """The most MB that this process ever held; nan where the system does not tell."""
    status = Path("/proc/self/status")
    held = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="utf-8")) if status.exists() else None
    return int(held.group(1)) / 1024 if held else float("nan")


_MEASURED: Mapping[str, Callable[[Path], Iterator[tuple[str, float, float, float]]]] = {
    "reloads": _reload_times,
    "saved": _saved,
    "started": _started,
}

if __name__ == "__main__":
    print(json.dumps(list(_MEASURED[sys.argv[2]](Path(sys.argv[1])))))
