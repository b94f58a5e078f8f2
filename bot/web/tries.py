"""How often a wrong secret may be tried from one address before it has to wait."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

_MOST_ADDRESSES = 10_000  # remembered at once; beyond it the longest known is forgotten


class Tries:
    """Counts what failed, by address; nobody else's failures make anybody wait."""

    def __init__(
        self, clock: Callable[[], datetime], most: int = 10, within: timedelta = timedelta(minutes=10)
    ) -> None:
        self._clock, self._most, self._within = clock, most, within
        self._failed: OrderedDict[str, list[datetime]] = OrderedDict()

    def wait(self, address: str) -> timedelta | None:
        """How long this address must wait before it may try again; None where it may."""
        failed = self._recent(_network(address))
        return None if len(failed) < self._most else failed[-self._most] + self._within - self._clock()

    def failed(self, address: str) -> None:
        """Count a failure."""
        network = _network(address)
        self._failed[network] = [*self._recent(network), self._clock()][-self._most :]
        self._failed.move_to_end(network)
        if len(self._failed) > _MOST_ADDRESSES:
            self._failed.popitem(last=False)

    def _recent(self, network: str) -> list[datetime]:
        since = self._clock() - self._within
        return [moment for moment in self._failed.get(network, ()) if moment > since]


def _network(address: str) -> str:
    """The address, or of version 6 the network that one customer usually has."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address
