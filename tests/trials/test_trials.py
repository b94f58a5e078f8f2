"""Small ones of the trials that `make chaos` and `make load` run, with processes that are taken for dead sooner."""

from dataclasses import replace

import pytest

from tests.bot.store.postgresql import missing
from tests.trials import chaos, junk, load

HASTY = "tests.trials.hasty"
ONE = chaos.Plan("one", 90, 1, module=HASTY, at_once=8, retry_delays=(0, 1, 1, 2, 2, 4, 4, 8, 8), longest=240)
"""Slack tries until a process is back; here often, since a test must not wait longer than that."""
TWO = replace(ONE, name="two", seed=2, transport="socket", processes=2, postgresql=True)


@pytest.mark.parametrize("plan", [ONE, TWO], ids=["one-over-http", "two-over-sockets-on-postgresql"])
async def test_every_question_is_answered_once_while_everything_breaks(plan: chaos.Plan) -> None:
    if plan.postgresql and (reason := missing()):
        pytest.skip(reason)
    outcome = await chaos.put_through(plan)
    assert not outcome.wrongs, "\n".join([*chaos.table(outcome), *outcome.log])
    assert sum(counts.asked for counts in outcome.kinds.values()) > 20
    assert len(outcome.killed) == 1


async def test_junk_is_never_acted_on() -> None:
    findings = await junk.knock(400, 1, drips=0)
    assert not findings.wrongs, "\n".join([*junk.table(findings), *findings.log])
    kinds = {kind for kind, _ in findings.statuses}
    assert len(kinds) >= 12, kinds


async def test_load_is_answered_and_measured() -> None:
    measured = await load.measure(load.Size(burst=20, seconds=0.5, bare_seconds=0.5, requests=100))
    assert not [wrong for wrong in measured.wrongs if not wrong.startswith("memory")], "\n".join(load.table(measured))
    assert measured.best > 0
    assert len(measured.memory) == 100
