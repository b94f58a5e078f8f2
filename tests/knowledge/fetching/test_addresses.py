import socket

import pytest

from knowledge.fetching.addresses import FetchError, UnreachableError, checked_address, is_public, split_address


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/",
        "file:///etc/passwd",
        "http://",
        "http://[",
        "http://x.example:a/",
        "//x",
        "http://x.example/a b",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(FetchError, match="no http or https address"):
        split_address(url)


def test_an_address_is_split() -> None:
    parts = split_address("https://x.example:8443/a?b")
    assert (parts.hostname, parts.port, parts.path, parts.query) == ("x.example", 8443, "/a", "b")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff0e::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
    ],
)
def test_only_addresses_of_the_open_net_are_public(address: str, *, public: bool) -> None:
    assert is_public(address) == public


def _resolve(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


def test_every_address_of_a_host_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolve(monkeypatch, "93.184.216.34", "127.0.0.1")
    with pytest.raises(FetchError, match=r"private address 127\.0\.0\.1; `allow_private: true`"):
        checked_address("x.example", 80, private=False)
    assert checked_address("x.example", 80, private=True) == "93.184.216.34"


def test_a_public_host_gives_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolve(monkeypatch, "93.184.216.34")
    assert checked_address("x.example", 80, private=False) == "93.184.216.34"


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 70 + ".example", "a..b"])
def test_a_host_that_is_not_known_cannot_be_reached(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        host.encode("idna")
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(UnreachableError, match="cannot be found"):
        checked_address(host, 80, private=False)
