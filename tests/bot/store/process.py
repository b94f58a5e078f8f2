"""What another process does with a store: `python -m tests.bot.store.process <action> <url>`, begun with a line on stdin."""

import asyncio
import json
import secrets
import sys
from datetime import date
from pathlib import Path

from bot.store import Store, open_store
from tests.bot.store.made import NOW, Clock, answer

TASKS = 20
ROOT = Path(__file__).parents[3]


async def lease(store: Store) -> list[str]:
    """Lease what is due, a little at a time, from many tasks; the ids that were got."""
    leased = await asyncio.gather(*(store.subscriptions.lease_due(NOW, 60, 2) for _ in range(TASKS)))
    return [each.id for some in leased for _, each in some]


async def link(store: Store) -> list[str]:
    """Claim many threads of a channel, from many tasks; the threads that were got."""
    threads = [f"{number}.0" for number in range(TASKS)]
    claims = await asyncio.gather(*(store.links.claim("T1", "C1", each, date(2026, 3, 2), 7) for each in threads))
    return [thread for thread, claimed in zip(threads, claims, strict=True) if claimed]


async def add(store: Store) -> list[str]:
    """Add many answers; their ids."""
    return [each.id for each in await asyncio.gather(*(store.answers.add("T1", answer()) for _ in range(TASKS)))]


async def deliver(store: Store) -> list[str]:
    """Claim what Slack delivered, from many tasks; what was got."""
    keys, holder = [f"event Ev{number}" for number in range(TASKS)], secrets.token_hex(8)
    claims = await asyncio.gather(*(store.deliveries.claim("T1", key, holder) for key in keys))
    return [key for key, claimed in zip(keys, claims, strict=True) if claimed]


ACTIONS = {"lease": lease, "link": link, "add": add, "deliver": deliver}


async def in_two_processes(action: str, url: str) -> list[list[str]]:
    """What each of two processes got that began at once."""
    command = (sys.executable, "-m", "tests.bot.store.process", action, url)
    pipe = asyncio.subprocess.PIPE
    begun = [await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=ROOT) for _ in range(2)]
    for process in begun:
        assert process.stdout
        assert await process.stdout.readline() == b"ready\n"
    return [json.loads(out) for out, _ in await asyncio.gather(*(process.communicate(b"\n") for process in begun))]


async def _main(action: str, url: str) -> list[str]:
    async with open_store(url, Clock()) as store:
        return await ACTIONS[action](store)


if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(asyncio.run(_main(*sys.argv[1:]))))
