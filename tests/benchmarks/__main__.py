"""`python -m tests.benchmarks [quality] [speed] [engines] [reloading] [slash]`: those benchmarks, or all, one table after another."""

import argparse
import asyncio
from collections.abc import Callable, Iterable, Mapping

from tests.benchmarks import engines, quality, reloading, slash_commands, speed

BENCHMARKS: Mapping[str, Callable[[], Iterable[str]]] = {
    "quality": quality.measure,
    "speed": speed.measure,
    "engines": engines.measure,
    "reloading": reloading.measure,
    "slash": lambda: asyncio.run(slash_commands.measure()),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure side by side.")
    parser.add_argument("name", nargs="*", help=f"{', '.join(BENCHMARKS)}; without a name all of them")
    for name in parser.parse_args().name or BENCHMARKS:
        if name not in BENCHMARKS:
            parser.error(f"no benchmark is called {name!r}; there are {', '.join(BENCHMARKS)}")
        print(f"\n## {name}\n", flush=True)
        for line in BENCHMARKS[name]():
            print(line, flush=True)


if __name__ == "__main__":
    main()
