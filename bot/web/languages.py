"""Which language a browser asks for (RFC 9110, Accept-Language)."""

from bot.texts import LANGUAGES, Texts, texts_in


def texts_for(accepted: str, default: str) -> Texts:
    """The texts of the language that is wanted most among ours; the default's where none is."""
    wanted = sorted(map(_wanted, accepted.split(",")), key=lambda each: -each[1])
    ours = (language for language, weight in wanted if weight > 0 and language in LANGUAGES)
    return texts_in(next(ours, default))


def _wanted(written: str) -> tuple[str, float]:
    """A language without its country, and how much it is wanted."""
    tag, _, weight = written.strip().partition(";")
    try:
        much = float(weight.strip().removeprefix("q=")) if weight else 1.0
    except ValueError:
        much = 0.0
    return tag.strip().partition("-")[0].lower(), much
