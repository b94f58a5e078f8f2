"""`python -m tests.trials chaos|junk|load …`: put the bot through these, print what came of it, fail on a wrong count."""

import argparse
import asyncio
import sys
from collections.abc import Iterator

from tests.bot.store.postgresql import missing
from tests.trials import chaos, junk, load

_CHAOS, _JUNK, _LOAD = 10_000, 100_000, 100_000


def main() -> int:
    """Run what is named; 1 where anything was lost, doubled, forged and acted on, or broke."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.trials", description="Put the bot through chaos, junk and load."
    )
    parser.add_argument("trial", nargs="+", choices=("chaos", "junk", "load"))
    parser.add_argument("--share", type=float, default=1.0, help="of the full counts, such as 0.1 for a tenth")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with")
    parser.add_argument("--only", choices=("http", "socket", "postgresql"), help="one of the three set-ups of chaos")
    given = parser.parse_args()
    wrong = False
    for trial in given.trial:
        print(f"\n## {trial}, seed {given.seed}\n", flush=True)
        wrong |= _run(trial, given.share, given.seed, given.only)
    return int(wrong)


def _run(trial: str, share: float, seed: int, only: str | None) -> bool:
    if trial == "chaos":
        wrong = [_chaos(plan) for plan in _plans(share, seed) if only in (None, plan.name)]
        return any(wrong)
    if trial == "junk":
        findings = asyncio.run(junk.knock(int(_JUNK * share), seed))
        return _said(junk.table(findings), findings.wrongs)
    measured = asyncio.run(load.measure(load.Size(requests=int(_LOAD * share), seed=seed)))
    return _said(load.table(measured), measured.wrongs)


def _plans(share: float, seed: int) -> list[chaos.Plan]:
    count = int(_CHAOS * share)
    return [
        chaos.Plan("http", count, seed),
        chaos.Plan("socket", count, seed, transport="socket"),
        chaos.Plan("postgresql", count, seed, processes=2, postgresql=True),
    ]


def _chaos(plan: chaos.Plan) -> bool:
    if plan.postgresql and (reason := missing()):
        print(f"postgresql: skipped, {reason}", flush=True)
        return False
    outcome = asyncio.run(chaos.put_through(plan))
    return _said(chaos.table(outcome), outcome.wrongs)


def _said(lines: Iterator[str], wrongs: list[str]) -> bool:
    print(*lines, "", sep="\n", flush=True)
    return bool(wrongs)


if __name__ == "__main__":
    sys.exit(main())
