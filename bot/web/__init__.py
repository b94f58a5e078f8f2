"""Web pages of the bot's own: the posts, with search and lessons; signing in; installing; health and hooks."""
