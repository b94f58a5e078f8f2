"""Logging: one line an event, on stderr, without secrets or question texts."""

import logging


def set_up(level: str) -> None:
    """Log from this level; the libraries only from WARNING, since at DEBUG they write out whole requests."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("bot").setLevel(level)
    logging.getLogger("knowledge").setLevel(level)
    logging.getLogger("bot.bolt").setLevel(logging.WARNING)
