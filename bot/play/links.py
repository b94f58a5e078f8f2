"""Links in messages: which of them an app is told of, and what Slack remembers of that."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

COMPOSER, POSTED = "composer", "conversations_history"
_LINK = re.compile(r"<(https?://[^|>]+)")


@dataclass(frozen=True, slots=True)
class Linked:
    """What one link_shared told of: links being typed, or those of a message."""

    urls: frozenset[str]
    channel: str | None = None
    ts: str | None = None
    """The message they stand in; None in a composer."""

    @property
    def source(self) -> str:
        return POSTED if self.ts else COMPOSER


def shared(text: str, domains: Collection[str]) -> Sequence[dict[str, str]]:
    """The `links` of a link_shared event: those to one of the domains or below it, as they stand in the text.

    Args:
        text: A message as Slack has it; a URL in it keeps its `&amp;`, in the event too.
        domains: Lower-case hosts, as in the manifest's unfurl_domains.
    """
    found = [{"url": url, "domain": domain} for url in _LINK.findall(text) if (domain := _domain(url, domains))]
    return list({link["url"]: link for link in found}.values())


def _domain(url: str, domains: Collection[str]) -> str | None:
    host = urlsplit(url).hostname or ""
    return next((domain for domain in domains if host == domain or host.endswith(f".{domain}")), None)
