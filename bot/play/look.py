"""Who sits at the terminal, how it shows things, and what can be typed there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """Who sits at the terminal, and how it shows things."""

    user: str = "ann"
    channel: str = "engineering"
    bot: str = "commonplace"
    ask: str = "/ask"
    lesson: str = "/lesson"
    width: int = 80
    colour: bool = False


def help_text(look: Look) -> str:
    """What can be typed, with an example of each."""
    rows = [
        (f"{look.ask} when do caches go stale?", "ask, and see the answer alone"),
        (f"{look.lesson} testing", "a lesson; any other slash command works too"),
        (f"@{look.bot} what is a canary?", f"ask in #{look.channel}; the answer comes in a thread"),
        ("reply and after that?", "go on in that thread; `reply` alone says the bot's name there"),
        ("dm how do we deal with debt?", "ask in a direct message"),
        ("post see https://example.com", "say something without asking; a link may get a preview"),
        ("related our build is slow", "ben posts this, and you choose “Find related posts” on it"),
        ("home", "open the Home tab"),
        ("2", "press button [2] of the newest thing that has buttons"),
        ("submit it was out of date", "submit the open window, with this in its first field"),
        ("submit", "the same, field by field; an empty line keeps what is there, - empties it"),
        ("close", "close the open window"),
        ("help", "show this"),
        ("quit", "end; so does the end of the input"),
    ]
    size = max(len(example) for example, _ in rows)
    shown = [f"  {example.ljust(size)}  {meaning}" for example, meaning in rows]
    return "\n".join([*shown, f"Anything else is a question: it is sent as {look.ask}."])
