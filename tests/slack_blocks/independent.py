"""How somebody else draws Block Kit: npm's slack-blocks-to-jsx, run once for many messages."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_SCRIPT = Path(__file__).parent / "draw.mjs"


def missing() -> str:
    """What must be installed before it can draw; nothing where it can."""
    if not shutil.which("node"):
        return "node is not installed"
    there = (ROOT / "node_modules" / "slack-blocks-to-jsx").is_dir()
    return "" if there else "npm packages are not installed: npm ci --ignore-scripts"


def drawn(messages: Sequence[Sequence[dict[str, Any]]]) -> list[str]:
    """The HTML of each message, which is given as its blocks.

    It takes `verbatim` for text without markup; Slack means by it that nothing becomes a link by itself.
    """
    given = json.dumps(_without(messages, "verbatim")).encode()
    ran = subprocess.run(["node", str(_SCRIPT)], input=given, capture_output=True, check=True, cwd=ROOT, timeout=60)
    html: list[str] = json.loads(ran.stdout)
    return html


def _without(part: Any, name: str) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, dict):
        return {key: _without(value, name) for key, value in part.items() if key != name}
    return [_without(each, name) for each in part] if isinstance(part, list | tuple) else part
