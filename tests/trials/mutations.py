"""Requests that Slack never sends, made from those it does: unsigned, forged, broken, too large, too old, sent before."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.play.deliveries import sign
from bot.transport.http import LARGEST_BODY, PATH
from tests.trials.wire import request

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_TYPES = (
    JSON,
    FORM,
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "",
    "a/b" * 99,
)
_VALUES: Sequence[object] = (
    None,
    True,
    0,
    -1,
    10**40,
    1e308,
    "",
    "\x00",
    "🦜" * 50,
    [],
    {},
    [[]],
    {"": None},
    "x" * 5000,
)
_STAMPS = ("", "0", "-1", "1e9", "１７００００００００", "9" * 5000, "nan", "0x10", "1700000000.5", "\x7f", "é")
_STRINGS = ("", "v0=", "v0=" + "0" * 64, "v1=00", "é" * 64, "v0=" + "g" * 64, "\x7f", "v0=" + "0" * 5000)
_DEEP = (900, 20_000)


@dataclass(frozen=True, slots=True)
class True_:  # noqa: N801 - a request as Slack sends it; True is taken
    """A body of Slack's, and its content type."""

    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Knock:
    """One request to the bot."""

    kind: str
    data: bytes
    is_signed: bool = False
    """Whether it holds the signature of its body, so that the bot has to read it."""
    hangs_up: bool = False


@dataclass(frozen=True, slots=True)
class Mutator:
    """Makes one request after another, the same ones from the same seed."""

    random: Random
    secret: str
    clock: Callable[[], float]
    bodies: Sequence[True_]
    """What Slack might send, all of it about things that only these requests name."""
    replays: Sequence[bytes]
    """Requests that the bot has answered before, byte for byte."""

    def next(self) -> Knock:
        """Another request."""
        kinds = (*_UNSIGNED, *_SIGNED)
        kind = self.random.choices(kinds, weights=[*(_UNSIGNED.values()), *(_SIGNED.values())])[0]
        made: Knock = getattr(self, f"_{kind}")(self.random.choice(self.bodies))
        return made

    def _unsigned(self, true: True_) -> Knock:
        return Knock("unsigned", request(PATH, true.body, ("Content-Type", true.content_type)))

    def _forged(self, true: True_) -> Knock:
        return self._with(true, "forged", secret="guessed")

    def _stale(self, true: True_) -> Knock:
        return self._with(true, "stale", ago=self.random.choice((302, 600, 86_400, -400, -86_400)))

    def _replayed(self, _true: True_) -> Knock:
        return Knock("replayed", self.random.choice(self.replays))

    def _truncated(self, true: True_) -> Knock:
        cut = true.body[: self.random.randrange(len(true.body))]
        return Knock("truncated", request(PATH, cut, ("Content-Type", true.content_type), *self._proof(true.body)))

    def _altered(self, true: True_) -> Knock:
        changed = bytearray(true.body)
        for _ in range(self.random.randint(1, 5)):
            changed[self.random.randrange(len(changed))] ^= 1 << self.random.randrange(8)
        return Knock(
            "altered", request(PATH, bytes(changed), ("Content-Type", true.content_type), *self._proof(true.body))
        )

    def _oversized(self, true: True_) -> Knock:
        body = true.body + b" " * (LARGEST_BODY + 1 - len(true.body) + self.random.randrange(1000))
        return Knock("oversized", request(PATH, body, ("Content-Type", true.content_type), *self._proof(body)))

    def _headers(self, true: True_) -> Knock:
        """Signature and time doubled, missing, or no signature and time at all."""
        random, proof = self.random, dict(self._proof(true.body))
        stamp, signature = proof.values()
        chosen = random.choice((
            [("X-Slack-Request-Timestamp", random.choice(_STAMPS)), ("X-Slack-Signature", signature)],
            [("X-Slack-Request-Timestamp", stamp), ("X-Slack-Signature", random.choice(_STRINGS))],
            [("X-Slack-Request-Timestamp", "1"), ("X-Slack-Request-Timestamp", stamp), ("X-Slack-Signature", signature)],
            [("X-Slack-Request-Timestamp", stamp), ("X-Slack-Signature", "v0=00"), ("X-Slack-Signature", signature)],
            [("X-Slack-Signature", signature)],
            [("X-Slack-Request-Timestamp", stamp)],
            [("X-Padding", "x" * random.choice((1_000, 60_000, 200_000)))],
        ))  # fmt: skip
        return Knock("odd headers", request(PATH, true.body, ("Content-Type", true.content_type), *chosen))

    def _chunked(self, true: True_) -> Knock:
        """In pieces, whole or with a broken one, without a signature that fits."""
        size = self.random.randint(1, 500)
        pieces = [true.body[at : at + size] for at in range(0, len(true.body), size)]
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
        end = self.random.choice((b"0\r\n\r\n", b"zz\r\n\r\n", b"-1\r\n\r\n", b"fffffffffffffffffffff\r\n"))
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        return Knock("chunked", head + chunks + end)

    def _no_http(self, _true: True_) -> Knock:
        """What is no request: noise, broken lines, lengths that contradict each other."""
        length = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: "
        data = self.random.choice((
            self.random.randbytes(self.random.randint(4, 400)) + b"\r\n\r\n",
            f"POST {PATH}\x00 HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
            f"{length}-5\r\n\r\n".encode(),
            f"{length}5\r\nContent-Length: 6\r\n\r\nabcdef".encode(),
            f"{length}{'9' * 400}\r\n\r\n".encode(),
            f"POST {PATH} HTTP/9.9\r\n\r\n".encode(),
            f"POST {PATH} HTTP/1.1\r\nHost: x\r\nBad\x00Name: 1\r\n\r\n".encode(),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + self.random.randbytes(64) + b"\r\n\r\n",
        ))  # fmt: skip
        return Knock("no HTTP", data)

    def _elsewhere(self, true: True_) -> Knock:
        """Another path or method."""
        path = self.random.choice(
            ("/", "/slack/events/", "/slack/../slack/events", "/healthz", "/%00", "/slack/events?x=1")
        )
        method = self.random.choice(("GET", "PUT", "DELETE", "HEAD", "OPTIONS", "BREW"))
        return Knock("elsewhere", request(path, true.body, ("Content-Type", true.content_type), method=method))

    def _hung_up(self, true: True_) -> Knock:
        """A body that ends before its declared length, and with it the connection."""
        whole = request(PATH, true.body, ("Content-Type", true.content_type), *self._proof(true.body))
        return Knock("hung up", whole[: -self.random.randrange(1, len(true.body))], hangs_up=True)

    def _noise(self, _true: True_) -> Knock:
        """Signed, and no text or no JSON."""
        random = self.random
        body = random.choice((
            b"", b" ", b"\x00", b"{", b"[]", b"7", b'"x"', b"null", b"{}", b"payload=", b"payload=%7B", b"payload=[1]",
            b"payload=null", b"=&=&&", b"command", b"command=%00&command=%2Fask", b"\xff\xfe{\x00}\x00", b"\xc3\x28",
            b'{"type": NaN}', b'{"a": Infinity, "a": 1}', b'{"type": "\\ud800"}', b'{"challenge": 1, "type": "url_verification"}',
            b"ssl_check=1", b"{" + b'"a":{' * 50 + b"}" * 51, random.randbytes(random.randint(1, 2_000)),
        ))  # fmt: skip
        return self._signed("signed noise", body)

    def _deep(self, _true: True_) -> Knock:
        """Signed, and nested beyond reason, or with numbers of thousands of digits."""
        depth = self.random.choice(_DEEP)
        body = self.random.choice((
            b'{"a":' + b"[" * depth + b"]" * depth + b"}",
            b'{"a":' * depth + b"1" + b"}" * depth,
            b"payload=" + b"[" * depth + b"]" * depth,
            b'{"event_id":' + b"9" * depth + b"}",
            b'{"type":"event_callback","event":{"type":"app_mention","ts":1' + b"0" * depth + b"}}",
            b'{"a":1e' + b"9" * depth + b"}",
        ))  # fmt: skip
        return self._signed("signed depths", body)

    def _mistyped(self, true: True_) -> Knock:
        """Signed, well-formed, and with other things where Slack has ids and texts."""
        true = True_(true.body.replace(b"FORGED", b"MISFIT"), true.content_type)
        if true.content_type == JSON:
            return self._signed("signed misfit", json.dumps(self._spoilt(json.loads(true.body))).encode(), JSON)
        fields = [field for field in true.body.split(b"&") if self.random.random() < 0.7]
        return self._signed("signed misfit", b"&".join(fields), self.random.choice((FORM, *_TYPES)))

    def _spoilt(self, value: Any) -> Any:  # noqa: ANN401 - any JSON
        """The same with up to three fields, at any depth, gone or put to something else."""
        for _ in range(self.random.randint(1, 3)):
            places = list(_places(value))
            holder, name = self.random.choice(places)
            if self.random.random() < 0.3:
                del holder[name]
            else:
                holder[name] = self.random.choice(_VALUES)
            if not value:
                break
        return value

    def _signed(self, kind: str, body: bytes, content_type: str = "") -> Knock:
        content_type = content_type or self.random.choice(_TYPES)
        return Knock(kind, request(PATH, body, ("Content-Type", content_type), *self._proof(body)), is_signed=True)

    def _with(self, true: True_, kind: str, *, secret: str = "", ago: float = 0) -> Knock:
        proof = self._proof(true.body, secret=secret, ago=ago)
        return Knock(kind, request(PATH, true.body, ("Content-Type", true.content_type), *proof))

    def _proof(self, body: bytes, *, secret: str = "", ago: float = 0) -> Sequence[tuple[str, str]]:
        timestamp = int(self.clock() - ago)
        signature = sign(secret or self.secret, timestamp, body)
        return ("X-Slack-Request-Timestamp", str(timestamp)), ("X-Slack-Signature", signature)


_UNSIGNED: Mapping[str, float] = {
    "unsigned": 12, "forged": 14, "stale": 12, "replayed": 12, "truncated": 10, "altered": 10, "headers": 8,
    "chunked": 3, "no_http": 2, "elsewhere": 3, "hung_up": 1, "oversized": 0.2,
}  # fmt: skip
_SIGNED: Mapping[str, float] = {"noise": 5, "deep": 1, "mistyped": 6}


def _places(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Every field or element in a JSON value, as what holds it and its name or number."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in list(pairs):
        yield value, name
        yield from _places(inner)
