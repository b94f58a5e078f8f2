"""`python -m tests.benchmarks`: every benchmark, one table after another."""

import asyncio

from tests.benchmarks import slash_commands


def main() -> None:
    """Measure and print."""
    print("\n".join(asyncio.run(slash_commands.measure())))


if __name__ == "__main__":
    main()
