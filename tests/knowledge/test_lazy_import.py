import subprocess
import sys
from pathlib import Path

import pytest

import knowledge

ROOT = Path(__file__).parents[2]
HEAVY = "'slack_bolt', 'slack_sdk', 'numpy', 'pydantic', 'yaml', 'markdown_it', 'rank_bm25', 'Stemmer'"


def _run(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_importing_the_library_loads_nothing_heavy() -> None:
    assert _run(f"import sys, knowledge; print(sorted(set(sys.modules) & {{{HEAVY}}}))") == "[]"


def test_reading_posts_loads_nothing_of_slack() -> None:
    code = "import sys, knowledge; knowledge.KnowledgeBase.open(); print([m for m in sys.modules if m.startswith('slack')])"
    assert _run(code) == "[]"


@pytest.mark.parametrize("name", knowledge.__all__)
def test_every_public_name_is_there(name: str) -> None:
    found = getattr(knowledge, name)
    assert getattr(found, "__name__", name) == name  # a constant has none


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Searcher'"):
        knowledge.Searcher  # noqa: B018
