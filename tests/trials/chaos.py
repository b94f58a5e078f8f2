"""Chaos: thousands of deliveries while connections break, Slack fails and processes die. Every question is answered once."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.transport.http import PATH
from tests.benchmarks.figures import Figures
from tests.benchmarks.tables import head, line
from tests.bot.store.postgresql import running_server
from tests.trials.conversations import Conversations
from tests.trials.ledger import Asked, Counts, Ledger
from tests.trials.people import FORGERS
from tests.trials.processes import BotProcess, environment_of
from tests.trials.stormy_side import StormySide
from tests.trials.topics import write_posts

_RETRY_DELAYS = (0.0, 4.0, 16.0)
"""Seconds; Slack waits 0, 60 and 300: a run that waited so long would take an hour."""
_NOTED_WITHIN = 5.0  # seconds from a post to the note of it, at the very most


@dataclass(frozen=True, slots=True)
class Plan:
    """What is tried: how many deliveries, over which transport, to how many processes on which database."""

    name: str
    deliveries: int
    seed: int
    transport: str = "http"
    processes: int = 1
    postgresql: bool = False
    module: str = "bot"
    at_once: int = 24
    """Conversations."""
    retry_delays: Sequence[float] = _RETRY_DELAYS
    longest: float = 1800.0
    """Seconds after which the run is given up, and what is not answered until then counts as never answered."""


@dataclass(slots=True)
class Outcome:
    """What came of a plan."""

    plan: Plan
    kinds: dict[str, Counts]
    counted: Counter[str]
    killed: list[float]
    codes: list[int]
    tracebacks: int
    seconds: float
    log: list[str] = field(repr=False)

    @property
    def wrongs(self) -> list[str]:
        """What must not have happened, a line each; nothing where all is well."""
        found = [f"{len(each.never)} × {kind}: never answered" for kind, each in self.kinds.items() if each.never]
        # A share goes through a response_url: where Slack breaks off, it cannot be looked up, and must not double.
        told = {kind: each.told for kind, each in self.kinds.items() if each.told and kind != "share"}
        found += [f"{count} × {kind}: told of a failure, never answered" for kind, count in told.items()]
        doubled = [asked for each in self.kinds.values() for asked in each.twice if not self._excused(asked)]
        found += [f"{len(doubled)} questions answered more often than a kill explains"] if doubled else []
        names = ("acted on", "forgers answered", "5xx", "given up")
        found += [f"{self.counted[name]} × {name}" for name in names if self.counted[name]]
        found += [f"{self.tracebacks} × traceback in the log"] if self.tracebacks else []
        found += [f"exit code {code} after SIGTERM" for code in self.codes if code]
        return found

    def _excused(self, asked: Asked) -> bool:
        """Whether a process was killed between its post and the note of it: then there may be one answer more."""
        first, *others = sorted(asked.answered)
        return len(others) == 1 and any(
            killed - _NOTED_WITHIN < first < killed + 1 and others[0] > killed for killed in self.killed
        )


@dataclass(slots=True)
class Bots:
    """The processes of a plan, and what happened to them."""

    side: StormySide
    plan: Plan
    running: list[BotProcess]
    killed: list[float] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    _one_thing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """What comes while no process runs is counted too, so the kill may be due before the restart is over."""

    async def start(self) -> None:
        """Start all, one after another: the first makes the index and the tables."""
        for each in self.running:
            await each.start()
        self.side.doors = [each.address for each in self.running]
        if self.plan.transport == "http":
            self._connect(self.running)
        else:
            await self.side.socket_connected(len(self.running), timeout=60)

    async def restart_first(self) -> None:
        """SIGTERM to the first process, and start it anew."""
        async with self._one_thing:
            first = self.running[0]
            self._without(first)
            self.codes.append(await first.stop())
            await self._again(first)

    async def kill_last(self) -> None:
        """SIGKILL to the last process, and start it anew."""
        async with self._one_thing:
            last = self.running[-1]
            self.killed.append(time.time())
            await last.kill()
            self._without(last)
            await self._again(last)

    async def end(self) -> None:
        """SIGTERM to all."""
        self.codes += [await each.stop() for each in self.running]

    def _without(self, one: BotProcess) -> None:
        """A balancer sends nothing to a process that ends; where it is the only one, what comes is refused."""
        self._connect([each for each in self.running if each is not one])

    async def _again(self, one: BotProcess) -> None:
        await one.start()
        self._connect(self.running)

    def _connect(self, running: Sequence[BotProcess]) -> None:
        if running and self.plan.transport == "http":
            self.side.connect_http(*(each.address + PATH for each in running))


async def put_through(plan: Plan) -> Outcome:
    """Carry a plan out, and count."""
    ledger, start = Ledger(), time.monotonic()
    side = StormySide(ledger, Random(plan.seed), plan.retry_delays)
    async with side, _bots(plan, side) as bots:
        conversations = Conversations(side, ledger, Random(plan.seed + 1))
        side.at = {plan.deliveries // 3: bots.restart_first, plan.deliveries * 2 // 3: bots.kill_last}
        try:
            async with asyncio.timeout(plan.longest):
                await _all_of(conversations, plan.deliveries, plan.at_once)
                await asyncio.gather(*side.happening)
                await side.settle(timeout=60)
        except TimeoutError:
            side.counted["given up"] += 1
        seconds = time.monotonic() - start
        await bots.end()
    ledger.settle(side.populated.everything())
    forgers = side.populated.messages(FORGERS)
    side.counted["forgers answered"] += sum(message.bot_id is not None for message in forgers)
    log = [text for each in bots.running for text in each.lines]
    tracebacks = sum(each.tracebacks for each in bots.running)
    return Outcome(plan, dict(ledger.counts()), side.counted, bots.killed, bots.codes, tracebacks, seconds, log)


@asynccontextmanager
async def _bots(plan: Plan, side: StormySide) -> AsyncIterator[Bots]:
    with tempfile.TemporaryDirectory() as folder, running_server() if plan.postgresql else nullcontext() as server:
        config = write_posts(Path(folder))
        database = server.new_database() if server else f"sqlite:///{folder}/commonplace.db"
        environment = environment_of(side, config, database)
        bots = Bots(
            side,
            plan,
            [BotProcess(plan.transport, environment, Path(folder), plan.module) for _ in range(plan.processes)],
        )
        try:
            await bots.start()
            yield bots
        finally:
            for each in bots.running:
                await each.end()


async def _all_of(conversations: Conversations, deliveries: int, at_once: int) -> None:
    """One conversation after another in each of several places, until there were so many deliveries."""

    async def place() -> None:
        while conversations.side.sent < deliveries:
            await conversations.one()

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(place())


def table(outcome: Outcome) -> Iterator[str]:
    """What happened, as lines of Markdown."""
    plan = outcome.plan
    yield f"### {plan.name}: {outcome.counted['deliveries']:,} deliveries in {outcome.seconds:.0f} s, seed {plan.seed}"
    yield ""
    yield from head("question", "asked", "answered once", "twice", "told of a failure", "never", "p50, s", "p99, s")
    total: list[float] = []
    for kind, counts in outcome.kinds.items():
        total += counts.seconds
        yield line(
            kind, counts.asked, counts.once, len(counts.twice), counts.told, len(counts.never), *_times(counts.seconds)
        )
    sums = [
        sum(of(each) for each in outcome.kinds.values())
        for of in (
            lambda each: each.asked,
            lambda each: each.once,
            lambda each: len(each.twice),
            lambda each: each.told,
            lambda each: len(each.never),
        )
    ]
    yield line("all", *sums, *_times(total))
    yield ""
    yield ", ".join(f"{count:,} × {name}" for name, count in sorted(outcome.counted.items()) if count)
    for wrong in outcome.wrongs:
        yield f"WRONG: {wrong}"


def _times(seconds: Sequence[float]) -> tuple[str, str]:
    if not seconds:
        return "", ""
    figures = Figures(seconds)
    return f"{figures.p50:.3f}", f"{figures.p99:.3f}"
