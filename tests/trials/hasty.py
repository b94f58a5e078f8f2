"""`python -m tests.trials.hasty`: the bot, which takes a process for dead after seconds where it usually waits a minute.

So a small trial with a kill in it ends within the time of a test.
"""

import sys
from datetime import timedelta

from bot.store import deliveries

deliveries.LEASE = timedelta(seconds=4)

from bot import claims, unfinished  # noqa: E402 - they read the lease when they are imported

claims._SOONER = timedelta(seconds=1)
unfinished._EVERY = 0.5

from bot.cli import main  # noqa: E402 - as above

if __name__ == "__main__":
    sys.exit(main(["run", *sys.argv[1:]]))
