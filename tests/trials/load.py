"""Load: many commands at once, many for long, and so many that a leak would show. Times are judged by eye, counts are not."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urlsplit

from bot.play.deliveries import sign
from bot.play.messages import Json
from bot.transport.http import PATH
from tests.benchmarks.figures import Figures
from tests.benchmarks.slash_commands import server
from tests.benchmarks.slash_server import SECRET
from tests.benchmarks.tables import head, line
from tests.trials.late import Late
from tests.trials.ledger import Ledger
from tests.trials.memory import Growth, growth
from tests.trials.people import PopulatedSide
from tests.trials.processes import BotProcess, environment_of
from tests.trials.topics import COUNT, question, topic_of, write_posts
from tests.trials.wire import Wire, request

_SAMPLES = 100
_FASTEST = (8, 32)  # connections at which the bare app is tried for its best throughput
_AT_ONCE = 16  # connections that send for the memory
_OK = 200
_LONGEST = 2400.0  # seconds; a run that takes longer is given up
Send = Callable[[Wire], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is sent: commands at once, seconds of sustained load and of trying the bare app, requests for the memory."""

    burst: int = 300
    seconds: float = 20.0
    bare_seconds: float = 4.0
    requests: int = 100_000
    seed: int = 1


@dataclass(slots=True)
class Measured:
    """What was measured; times in seconds."""

    size: Size
    bursts: dict[str, Sequence[float]] = field(default_factory=dict)
    best: float = 0.0
    """Requests a second that the bare app answered at its best."""
    sustained: Sequence[float] = ()
    memory: Sequence[int] = ()
    memory_seconds: float = 0.0
    wrong_answers: int = 0
    late: Late = field(default_factory=Late)
    behind: float = 0.0
    """Seconds from the last command of the sustained load until all had their answers."""
    too_late: int = 0
    """Commands over Socket Mode that were not acknowledged within the three seconds that Slack waits."""
    tracebacks: int = 0

    @property
    def growth(self) -> Growth:
        return growth(self.memory)

    @property
    def wrongs(self) -> list[str]:
        """What must not have happened, a line each; no time is among it."""
        found = [f"{self.wrong_answers} commands without their answer"] if self.wrong_answers else []
        found += [f"{self.tracebacks} × traceback in the log"] if self.tracebacks else []
        found += [f"memory: {self.growth}"] if len(self.memory) >= _SAMPLES and not self.growth.is_flat else []
        return found


@dataclass(frozen=True, slots=True)
class _Sender:
    """Sends signed slash commands of many people, and looks whether the answer is the one to the question."""

    side: PopulatedSide
    secret: str
    random: Random
    measured: Measured

    async def ask(self, wire: Wire) -> None:
        """One command. Raises nothing: what is not answered is counted."""
        topic = self.random.randrange(COUNT)
        form = self._form(question(topic))
        try:
            answer = await wire.exchange(self._signed(form))
        except TimeoutError:
            self.measured.wrong_answers += 1
            return
        said = answer.body.decode() if answer.status == _OK else ""
        self.measured.wrong_answers += topic_of(said) != topic and not self.measured.late.note(said, form, topic)

    async def echo(self, wire: Wire) -> None:
        """One command to the bare app, which says it back."""
        text = question(self.random.randrange(COUNT))
        answer = await wire.exchange(self._signed(self._form(text)))
        self.measured.wrong_answers += answer.status != _OK or text.encode() not in answer.body

    def _form(self, text: str) -> Json:
        side, random = self.side, self.random
        person, place = random.choice(side.populated.people), random.choice(side.populated.places)
        return side.payloads.slash_command("/ask", text, side.workspace.user(person), side.workspace.channel(place))

    def _signed(self, form: Json) -> bytes:
        body, timestamp = urlencode(form).encode(), int(time.time())
        proof = ("X-Slack-Request-Timestamp", str(timestamp)), ("X-Slack-Signature", sign(self.secret, timestamp, body))
        return request(PATH, body, ("Content-Type", "application/x-www-form-urlencoded"), *proof)


async def measure(size: Size) -> Measured:
    """Put a bot under load, over HTTP, and once over Socket Mode."""
    measured = Measured(size)
    async with asyncio.timeout(_LONGEST):
        async with _bot("socket", measured) as (side, bot):
            measured.bursts["the bot, Socket Mode"] = await _burst_over_socket(side, measured)
        async with _bot("http", measured) as (side, bot):
            sender = _Sender(side, side.signing_secret, Random(size.seed), measured)
            # What a first request makes is not what is measured.
            await _closed(sender.ask, bot.port, 4, count=min(100, size.requests))
            measured.bursts["the bot, HTTP"] = await _burst(sender.ask, bot.port, size.burst)
            await measured.late.all_came(side)
            await _of_bare_app(side, measured)
            measured.sustained = await _sustained(sender, bot.port, measured.best / 2, size.seconds)
            start = time.monotonic()
            await measured.late.all_came(side)
            measured.behind = time.monotonic() - start
            start = time.monotonic()
            measured.memory = await _watched(sender, bot, size.requests)
            measured.memory_seconds = time.monotonic() - start
            await measured.late.all_came(side)
            measured.wrong_answers += measured.late.wrong(side)
    return measured


@asynccontextmanager
async def _bot(transport: str, measured: Measured) -> AsyncIterator[tuple[PopulatedSide, BotProcess]]:
    with tempfile.TemporaryDirectory() as folder:
        async with PopulatedSide(Ledger()) as side:
            environment = environment_of(side, write_posts(Path(folder)), f"sqlite:///{folder}/commonplace.db")
            bot = BotProcess(transport, environment, Path(folder))
            try:
                await bot.start()
                yield side, bot
                await bot.stop()
            finally:
                await bot.end()
                measured.tracebacks += bot.tracebacks


async def _burst_over_socket(side: PopulatedSide, measured: Measured) -> list[float]:
    """Seconds of every ack of commands that are all sent at once."""
    await side.socket_connected(timeout=30)
    people, places = side.populated.people, side.populated.places
    asked = [
        (number % COUNT, people[number % len(people)], places[number % len(places)])
        for number in range(measured.size.burst)
    ]
    late = Late()
    for topic, person, place in asked[:50]:
        await side.slash_command("/ask", question(topic), user=person, channel=place)
        late.owed[person, place, topic] += 1
    acks = await asyncio.gather(
        *(side.slash_command("/ask", question(topic), user=person, channel=place) for topic, person, place in asked)
    )
    for ack, (topic, person, place) in zip(acks, asked, strict=True):
        measured.too_late += ack.error is not None
        late.owed[person, place, topic] += ack.error is None
    await late.all_came(side)
    measured.wrong_answers += max(
        0, late.wrong(side) - measured.too_late
    )  # whose acknowledgement is too late has an answer
    return [ack.seconds for ack in acks]


async def _burst(send: Send, port: int, count: int) -> list[float]:
    """The same over HTTP, each over a connection of its own."""
    wires = [Wire(port) for _ in range(count)]
    seconds = await asyncio.gather(*(_timed(send, wire, time.monotonic()) for wire in wires))
    await asyncio.gather(*(wire.close() for wire in wires))
    return seconds


async def _of_bare_app(side: PopulatedSide, measured: Measured) -> None:
    """Requests a second of the bare Bolt app, at the number of connections at which it does most, and a burst to it."""
    async with server("echo") as address:
        port = urlsplit(address).port
        assert port
        sender = _Sender(side, SECRET, Random(1), measured)
        for connections in _FASTEST:
            start, seconds = time.monotonic(), measured.size.bare_seconds
            count = await _closed(sender.echo, port, connections, seconds=seconds)
            measured.best = max(measured.best, count / (time.monotonic() - start))
        measured.bursts["a bare Bolt app that echoes, HTTP"] = await _burst(sender.echo, port, measured.size.burst)


async def _closed(send: Send, port: int, connections: int, *, count: int = 10**9, seconds: float = 1e9) -> int:
    """Send over so many connections, one request after another on each; how many there were."""
    end, sent = time.monotonic() + seconds, 0

    async def place() -> None:
        nonlocal sent
        wire = Wire(port)
        while sent < count and time.monotonic() < end:
            sent += 1
            await send(wire)
        await wire.close()

    await asyncio.gather(*(place() for _ in range(connections)))
    return sent


async def _sustained(sender: _Sender, port: int, rate: float, seconds: float) -> list[float]:
    """Seconds of every answer at so many requests a second, from the moment when each was due, whatever went before."""
    free: list[Wire] = []
    taken: list[float] = []

    async def one(due: float) -> None:
        wire = free.pop() if free else Wire(port)
        taken.append(await _timed(sender.ask, wire, due))
        free.append(wire)

    start = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for number in range(int(rate * seconds)):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            group.create_task(one(due))
    for wire in free:
        await wire.close()
    return taken


async def _watched(sender: _Sender, bot: BotProcess, requests: int) -> list[int]:
    """Bytes that the bot occupies, in a hundred samples over so many requests."""
    samples: list[int] = []
    for _ in range(_SAMPLES):
        await _closed(sender.ask, bot.port, _AT_ONCE, count=max(1, requests // _SAMPLES))
        samples.append(bot.resident)
    return samples


async def _timed(send: Send, wire: Wire, since: float) -> float:
    await send(wire)
    return time.monotonic() - since


def table(measured: Measured) -> Iterator[str]:
    """What was measured, as lines of Markdown."""
    size = measured.size
    yield f"### load, seed {size.seed}"
    yield ""
    yield from head("slash command → answer received, s", "p50", "p99", "slowest", "wanted")
    for name, seconds in measured.bursts.items():
        yield _row(f"{size.burst} at once: {name}", seconds, "slowest below 1")
    rate = measured.best / 2
    name = f"{rate:.0f} a second for {size.seconds:.0f} s, half of what the bare Bolt app does at its best"
    yield _row(name, measured.sustained, "p99 below 0.3")
    yield ""
    yield f"{measured.too_late} commands over Socket Mode were not acknowledged within the 3 s that Slack waits"
    late = measured.late
    yield f"{late.owed.total():,} answers came after their acks, the last of the sustained load {measured.behind:.0f} s later"
    yield f"{late.turned_away:,} commands were told when to ask again, since too many waited"
    yield f"memory over {size.requests:,} commands in {measured.memory_seconds:.0f} s: {measured.growth}"
    for wrong in measured.wrongs:
        yield f"WRONG: {wrong}"


def _row(name: str, seconds: Sequence[float], wanted: str) -> str:
    figures = Figures(seconds)
    return line(name, f"{figures.p50:.3f}", f"{figures.p99:.3f}", f"{max(seconds):.3f}", wanted)
