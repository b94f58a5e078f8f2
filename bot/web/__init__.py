"""Web pages of the bot's own: posts that have no public page can be read here."""
