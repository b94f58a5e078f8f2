"""Slack on a bad day: deliveries come twice or late, connections break, the Web API fails, and strangers knock."""

import asyncio
import itertools
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

import aiohttp

from bot.play.deliveries import Ack, Delivery, Retry, encode, sign
from bot.play.faults import Fault
from bot.play.people import USERS
from bot.transport.http import PATH
from tests.trials.ledger import Ledger
from tests.trials.people import FORGERS, PopulatedSide
from tests.trials.topics import question

SUBSCRIBED = ("app_mention", "message.im", "message.channels")
DUPLICATES, RETRIES, FAULTS, FORGED = 0.05, 0.05, 0.02, 0.03
_DROP_EVERY = 200  # deliveries
_FAULTY = frozenset(
    {"chat.postMessage", "chat.update", "users.info", "response_url", "views.open", "chat.postEphemeral"}
)
_STALE = 600  # seconds

Ways = Sequence[str]


class StormySide(PopulatedSide):
    """Slack's side with weather; `counted` says how often each thing happened, and what should never happen."""

    def __init__(self, ledger: Ledger, random: Random, retry_delays: Sequence[float]) -> None:
        super().__init__(ledger, subscribed=SUBSCRIBED, retry_delays=retry_delays)
        self.random = random
        self.counted: Counter[str] = Counter()
        self.at: dict[int, Callable[[], Awaitable[None]]] = {}
        """What happens beside the delivery with that number."""
        self.doors: Ways = ()
        """Addresses where the bot can be knocked at over HTTP, in Socket Mode too."""
        self.happening: list[asyncio.Task[None]] = []
        self._numbers = itertools.count(1)
        self._captured: deque[tuple[bytes, Mapping[str, str]]] = deque(maxlen=500)
        self.fail_sometimes(self._fault)

    @property
    def sent(self) -> int:
        """Deliveries so far, forged ones too."""
        return self.counted["deliveries"]

    async def deliver(self, delivery: Delivery) -> Ack:
        await self._weather(delivery)
        if delivery.kind != "events_api":
            return await self._once_more(delivery, await self._send(delivery), DUPLICATES + RETRIES)
        chance = self.random.random()
        if chance < DUPLICATES:
            self.counted["duplicates"] += 1
            ack, _ = await asyncio.gather(self._send(delivery), self._send(delivery))
            return ack
        if chance < DUPLICATES + RETRIES / 2:  # the first try was lost on its way
            self.counted["retries"] += 1
            ack = await self._send(replace(delivery, retry=Retry(1, "http_timeout")))
            return ack if ack.error is None else await self._send(delivery)
        ack = await self._send(delivery)
        if chance < DUPLICATES + RETRIES:  # Slack did not see its ack
            self.counted["retries"] += 1
            await self._send(replace(delivery, retry=Retry(1, "http_timeout")))
        return ack

    async def _send(self, delivery: Delivery) -> Ack:
        self.counted["deliveries"] += 1
        ack = await super().deliver(delivery)
        self.counted["5xx"] += ack.status >= 500
        self.counted["unacknowledged"] += ack.error is not None
        if ack.error is None and ack.sent:
            self._captured.append((encode(delivery)[0], ack.sent))
        return ack

    async def _once_more(self, delivery: Delivery, ack: Ack, chance: float) -> Ack:
        """Slack never repeats a command or a click; whoever recorded it might."""
        if ack.error is None and self.random.random() < chance:
            self.counted["duplicates"] += 1
            again = await self._send(delivery)
            self.counted["acted on"] += bool(again.payload)
        return ack

    async def _weather(self, delivery: Delivery) -> None:
        number = next(self._numbers)
        if happens := self.at.pop(number, None):
            self.happening.append(asyncio.ensure_future(happens()))
        if number % _DROP_EVERY == 0:
            self.counted["broken connections"] += 1
            await (self._break_off(delivery) if self._http else self.sockets.drop())
        if self.doors and self.random.random() < FORGED:
            await self._forge()

    async def _break_off(self, delivery: Delivery) -> None:
        """Send it, and hang up before the answer."""
        if delivery.kind != "events_api":
            return
        body, content_type = encode(delivery)
        url = self.random.choice(self.doors) + PATH
        async with aiohttp.ClientSession() as session:
            sending = asyncio.ensure_future(
                session.post(url, data=body, headers={"Content-Type": content_type, **self.signature(body)})
            )
            await asyncio.wait([sending], timeout=self.random.random() / 100)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    async def _forge(self) -> None:
        """Send what Slack never sent, or sent before; whatever it brings about counts as acted on."""
        kinds = ("unsigned", "wrong secret", "stale", "altered", *(["replayed"] if self._captured else []))
        kind = self.random.choice(kinds)
        body, headers = self.random.choice(self._captured) if kind == "replayed" else self._forged(kind)
        url = self.random.choice(self.doors) + PATH
        try:
            async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
                status, said = answer.status, await answer.read()
        except aiohttp.ClientError:
            return  # this process is about to end, or begins
        self.counted["deliveries"] += 1
        self.counted[f"forged: {kind}"] += 1
        self.counted["5xx"] += status >= 500
        # A true command that comes once more is acknowledged without a word, like every repetition.
        taken = bool(said) and status == 200 if kind == "replayed" else status == 200
        self.counted["acted on"] += taken

    def _forged(self, kind: str) -> tuple[bytes, Mapping[str, str]]:
        person, channel = USERS[0], self.workspace.channel(FORGERS)
        if self.random.random() < 0.5:
            payload = self.payloads.slash_command("/ask", question(0), person, channel)
            delivery = Delivery("slash_commands", payload)
        else:
            message = self.workspace.add(channel.id, person.id, {"text": f"<@U0BOT> {question(0)}"})
            event = self.payloads.event(self.payloads.message_event(message, "app_mention"))
            delivery = Delivery("events_api", event)
        body, content_type = encode(delivery)
        timestamp = int(self._signing_clock()) - (_STALE if kind == "stale" else 0)
        secret = "guessed" if kind == "wrong secret" else self.signing_secret
        signature = sign(secret, timestamp, body + b" " if kind == "altered" else body)
        proof = {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": signature}
        return body, {"Content-Type": content_type, **({} if kind == "unsigned" else proof)}

    def _fault(self, method: str) -> Fault | None:
        if method not in _FAULTY or self.random.random() >= FAULTS:
            return None
        kind = self.random.choice(("429", "5xx", "reset"))
        self.counted[f"Slack's side: {kind}"] += 1
        if kind == "429":
            return Fault(429, retry_after=1)
        return Fault(self.random.choice((500, 502, 503))) if kind == "5xx" else Fault(reset=True)
