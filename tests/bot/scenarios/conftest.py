from tests.bot.patience import patience

__all__ = ["patience"]
