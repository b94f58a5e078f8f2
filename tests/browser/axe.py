"""axe-core as the judge of accessibility: runs its rules in a page that stands as a person would see it."""

from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page

_SCRIPT = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def missing() -> str:
    """What must be installed before a page can be judged; nothing where it can."""
    return "" if _SCRIPT.is_file() else "npm packages are not installed: npm ci --ignore-scripts"


async def violations(page: Page) -> Sequence[str]:
    """Each rule that the page breaks, with the elements that do. Scripts of a strict page are none: axe runs beside them."""
    await page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(done => done.violations)")
    return [f"{rule['id']}: {rule['help']}: {[node['html'] for node in rule['nodes']]}" for rule in found]
