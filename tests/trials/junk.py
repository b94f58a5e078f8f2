"""Junk: requests that Slack never sends. None is acted on, none brings the bot to an error, and its memory stays flat."""

import asyncio
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.play.deliveries import Delivery, encode
from bot.play.slack_side import SlackSide
from bot.transport.http import PATH
from tests.benchmarks.tables import head, line
from tests.trials.memory import Growth, growth
from tests.trials.mutations import Knock, Mutator, True_
from tests.trials.processes import BotProcess, environment_of
from tests.trials.topics import question, write_posts
from tests.trials.wire import HUNG_UP, Wire, request

_AT_ONCE = 16  # connections
_SAMPLES = 100
_LONGEST = 1800.0  # seconds; a run that takes longer is given up
READ_WITHIN = 30.0
"""Seconds after which the bot must have hung up on whoever sends a request bit by bit."""


@dataclass(slots=True)
class Findings:
    """What came of the junk: answers by kind and status, and what must not have happened."""

    requests: int
    seed: int
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    acted_on: Counter[str] = field(default_factory=Counter)
    memory: Sequence[int] = ()
    seconds: float = 0.0
    slowest: float = 0.0
    tracebacks: int = 0
    log: Sequence[str] = ()

    @property
    def growth(self) -> Growth:
        return growth(self.memory)

    @property
    def wrongs(self) -> list[str]:
        """What must not have happened, a line each."""
        failed = sum(count for (_, status), count in self.statuses.items() if status >= 500)
        found = [f"{failed} × 5xx"] if failed else []
        found += [f"{count} × {kind} acted on" for kind, count in self.acted_on.items()]
        found += [f"{self.tracebacks} × traceback in the log"] if self.tracebacks else []
        found += ["whoever sends bit by bit is never cut off"] if self.slowest > READ_WITHIN else []
        found += [f"memory: {self.growth}"] if len(self.memory) >= _SAMPLES and not self.growth.is_flat else []
        return found


async def knock(requests: int, seed: int, drips: int = 6) -> Findings:
    """Send so many requests to a bot, beside connections that drip, and look at what becomes of it."""
    findings, start = Findings(requests, seed), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        async with SlackSide() as side:
            config = write_posts(Path(folder))
            environment = environment_of(side, config, f"sqlite:///{folder}/commonplace.db")
            bot = BotProcess("http", environment, Path(folder))
            try:
                await bot.start()
                async with asyncio.timeout(_LONGEST):
                    await _all_of(findings, side, bot, drips)
                await bot.stop()
            finally:
                await bot.end()
    findings.tracebacks, findings.log = bot.tracebacks, bot.lines
    findings.seconds = time.monotonic() - start
    return findings


async def _all_of(findings: Findings, side: SlackSide, bot: BotProcess, drips: int) -> None:
    replays = await _answered(side, bot)
    mutator = Mutator(Random(findings.seed), side.signing_secret, time.time, _bodies(side), replays)
    before, left, memory = len(side.calls), iter(range(findings.requests)), []
    every = max(1, findings.requests // _SAMPLES)

    async def place() -> None:
        wire = Wire(bot.port)
        for number in left:
            await _one(mutator.next(), wire, findings)
            if number % every == 0:
                memory.append(bot.resident)
        await wire.close()

    async with asyncio.TaskGroup() as group:
        for _ in range(_AT_ONCE):
            group.create_task(place())
        dripping = [group.create_task(_drip(bot, side, number)) for number in range(drips)]
    await side.settle(timeout=60)
    findings.memory = memory
    findings.slowest = max((each.result() for each in dripping), default=0.0)
    for call in side.calls[before:]:
        if "FORGED" in json.dumps(call.arguments):
            findings.acted_on[call.method] += 1


async def _one(knock: Knock, wire: Wire, findings: Findings) -> None:
    if knock.hangs_up:
        await wire.hang_up_after(knock.data)
        findings.statuses[knock.kind, HUNG_UP] += 1
        return
    answer = await wire.exchange(knock.data)
    findings.statuses[knock.kind, answer.status] += 1
    # Slack's requests that come once more are acknowledged without a word.
    if answer.status == 200 and not knock.is_signed and answer.body not in (b"", b"ok"):
        findings.acted_on[knock.kind] += 1


async def _answered(side: SlackSide, bot: BotProcess) -> list[bytes]:
    """Requests of Slack's that were answered, to be replayed."""
    sent, wire = [], Wire(bot.port)
    for number in range(20):
        delivery = _deliveries(side, number)[number % 2]
        body, content_type = encode(delivery)
        data = request(PATH, body, ("Content-Type", content_type), *side.signature(body).items())
        answer = await wire.exchange(data)
        assert answer.status == 200
        sent.append(data)
    await wire.close()
    await side.settle()
    return sent


def _bodies(side: SlackSide) -> list[True_]:
    """What Slack might send of people and places that nobody knows."""
    made = []
    for number in range(20):
        for delivery in _deliveries(side, number):
            body, content_type = encode(delivery)
            made.append(True_(body.replace(b"U0ANN", b"U0FORGED").replace(b"C0ENG", b"C0FORGED"), content_type))
    return made


def _deliveries(side: SlackSide, number: int) -> list[Delivery]:
    ann, channel = side.workspace.user("ann"), side.workspace.channel("engineering")
    message = side.workspace.add(channel.id, ann.id, {"text": f"<@U0BOT> {question(number)}"})
    press = {"type": "button", "block_id": "b", "action_id": "more_answers", "value": "0000"}
    return [
        Delivery("slash_commands", side.payloads.slash_command("/ask", question(number), ann, channel)),
        Delivery("events_api", side.payloads.event(side.payloads.message_event(message, "app_mention"))),
        Delivery("interactive", side.payloads.block_actions(press, ann, message, {})),
    ]


async def _drip(bot: BotProcess, side: SlackSide, number: int) -> float:
    """Send a request bit by bit, and never the end of it; the seconds until the bot hangs up."""
    body, content_type = encode(_deliveries(side, number)[0])
    whole = request(PATH, body, ("Content-Type", content_type), *side.signature(body).items())
    start, at = time.monotonic(), 0 if number % 2 else whole.index(b"\r\n\r\n") + 4
    reader, writer = await asyncio.open_connection("127.0.0.1", bot.port)
    writer.write(whole[:at])
    ended = asyncio.ensure_future(reader.read())
    for bit in whole[at:-1]:
        if time.monotonic() - start > 2 * READ_WITHIN or (await asyncio.wait([ended], timeout=0.5))[0]:
            break
        writer.write(bytes([bit]))
    seconds = time.monotonic() - start
    writer.close()
    await asyncio.gather(writer.wait_closed(), ended, return_exceptions=True)
    return seconds


def table(findings: Findings) -> Iterator[str]:
    """What happened, as lines of Markdown."""
    yield f"### junk: {findings.requests:,} requests in {findings.seconds:.0f} s, seed {findings.seed}"
    yield ""
    statuses = sorted({status for _, status in findings.statuses})
    yield from head("junk", *(str(status or "hung up") for status in statuses))
    for kind in sorted({kind for kind, _ in findings.statuses}):
        yield line(kind, *(findings.statuses[kind, status] or "" for status in statuses))
    yield ""
    yield f"acted on: {sum(findings.acted_on.values())}, tracebacks: {findings.tracebacks}"
    yield f"whoever sends bit by bit is cut off after {findings.slowest:.0f} s"
    if len(findings.memory) >= _SAMPLES:
        yield f"memory {findings.growth}"
    for wrong in findings.wrongs:
        yield f"WRONG: {wrong}"
