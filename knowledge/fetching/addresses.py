"""Which addresses may be asked: those of the open net, and others only where the configuration allows it."""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # IPv4 addresses, written as IPv6
_SCHEMES = ("http", "https")


class FetchError(Exception):
    """Something could not be fetched; the text says why, as the end of a sentence."""


class PassingError(FetchError):
    """What says nothing of whether the page is still there: another time it may well be fetched."""


class UnreachableError(PassingError):
    """Nothing answered at all."""


class ForbiddenError(FetchError):
    """The site does not want it to be fetched."""


def split_address(url: str) -> SplitResult:
    """The parts of a web address. Raises FetchError for what is none."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:  # http://[ or a port of letters
        usable = False
    if not usable or any(mark <= " " for mark in url):
        raise FetchError(f"{url!r} is no http or https address")
    return parts


def checked_address(host: str, port: int, *, private: bool) -> str:
    """An IP address of a host, to be connected to as it is: asking for the name again could give another.

    Raises FetchError where the name is not known, or where one of its addresses is private and that is not allowed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(f"the host {host} cannot be found") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not private and not is_public(address):
            raise FetchError(f"the host {host} is at the private address {address}; `allow_private: true` allows that")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open net, also where IPv6 only wraps an IPv4 address."""
    read = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(read, ipaddress.IPv6Address):
        wrapped = read.ipv4_mapped or read.sixtofour
        if read in _NAT64:
            wrapped = ipaddress.IPv4Address(int(read) & 0xFFFFFFFF)
        read = wrapped or read
    return read.is_global and not read.is_multicast
