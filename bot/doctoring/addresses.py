"""The bot's own addresses, as whoever is outside reaches them."""

import aiohttp

from bot.doctoring.findings import Finding

SECONDS = aiohttp.ClientTimeout(total=5)  # for an address of the bot's own
_OK = 200


async def reached(session: aiohttp.ClientSession, check: str, address: str, query: str = "") -> Finding:
    """Whether the bot answers 200 at an address, asked with this query; a redirect is not followed."""
    mend = "is the bot running, and does the proxy pass requests on to HOST and PORT?"
    try:
        async with session.get(f"{address}{query}", timeout=SECONDS, allow_redirects=False) as answer:
            if answer.status == _OK:
                return Finding(check, "ok", f"{address} answers")
            return Finding(check, "mend", f"{address} answers {answer.status}", mend)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return Finding(check, "mend", f"{address} cannot be reached ({type(error).__name__})", mend)
