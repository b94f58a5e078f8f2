"""What was found in one look: right, worth a look, or wrong, and what to do about it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

State = Literal["ok", "look", "mend"]

_SIGNS: dict[State, str] = {"ok": "✓ ok  ", "look": "! look", "mend": "✗ mend"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What stands with one thing, in words without secrets; `mend` says what to do where something is to be done."""

    check: str
    state: State
    said: str
    mend: str = ""


def drawn(findings: Iterable[Finding]) -> str:
    """The findings as lines, each mend below what it mends, and a word on the whole."""
    findings = list(findings)
    width = max((len(each.check) for each in findings), default=0)
    lines = [line for each in findings for line in _lines(each, width)]
    wrong, odd = (sum(each.state == state for each in findings) for state in ("mend", "look"))
    if wrong:
        last = f"To mend: {wrong}. To look at: {odd}."
    else:
        last = f"Nothing to mend. To look at: {odd}." if odd else "Everything is as it should be."
    return "\n".join([*lines, "", last])


def as_json(findings: Iterable[Finding]) -> dict[str, object]:
    """The findings for programs."""
    findings = list(findings)
    return {"ok": is_well(findings), "findings": [asdict(each) for each in findings]}


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing is to be mended."""
    return all(each.state != "mend" for each in findings)


def _lines(finding: Finding, width: int) -> list[str]:
    line = f"{_SIGNS[finding.state]}  {finding.check:<{width}}  {finding.said}"
    return [line, f"{'':<{width + 10}}→ {finding.mend}"] if finding.mend else [line]
