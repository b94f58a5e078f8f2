"""That the command line answers from a saved snapshot without importing what it can do without."""

import os
import subprocess
import sys
from pathlib import Path

from tests.knowledge.opening.asking import QUESTION

HEAVY = (
    "aiohttp asyncio bm25s email logging markdown_it multiprocessing numpy pydantic random rank_bm25 slack_bolt slack_sdk "
    "socket ssl starlette tempfile uvicorn yaml importlib.metadata knowledge.config knowledge.corpus knowledge.formats"
).split()


def test_an_answer_from_a_saved_snapshot_imports_nothing_heavy(config: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from bot.cli import main\n"
        f"code = main(['ask', '--config', {str(config)!r}, {QUESTION!r}])\n"
        "print(code, *sys.modules, file=sys.stderr)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    runs = [
        subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    code, *modules = runs[1].stderr.split()
    assert code == "0"
    assert runs[0].stdout == runs[1].stdout
    assert [name for name in HEAVY if name in modules] == []
