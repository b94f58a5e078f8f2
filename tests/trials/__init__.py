"""What the bot is put through: chaos, load and junk. `python -m tests.trials` runs them."""
