"""Text into terms, the same way for passages and for questions."""
