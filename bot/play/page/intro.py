"""What stands at the beginning of a channel: what it is, and what can be tried there; pure."""

from collections.abc import Iterator

from bot.play.page.offer import Offer, Start
from bot.play.page.templating import render
from bot.play.people import Channel

Try = tuple[str, str]
"""What a try shows, and what it puts into the message box."""


def intro(channel: Channel, offer: Offer, start: Start, *, is_member: bool) -> str:
    """The beginning of that channel; `is_member` says whether the bot is in it."""
    if channel.kind == "im":
        title, said = f"{offer.bot} and you", f"What you write here, {offer.bot} answers here."
        tries = [("Ask", example) for example in start.examples]
    elif is_member:
        title, said = f"Welcome to #{channel.name}", f"{start.summary} Try what it does; nobody else is here.".strip()
        tries = list(_tries(offer, start))
    else:
        title = f"Welcome to #{channel.name}"
        said = f"{offer.bot} is no member here: it hears nothing, and its slash commands work all the same."
        tries = [*list(_commands(offer, start)), ("Bring it in", f"/invite @{offer.bot}")]
    return render("intro.html", title=title, said=said, tries=tries, where=channel.id)


def _commands(offer: Offer, start: Start) -> Iterator[Try]:
    """The first command asks, as the first in the manifest."""
    for number, command in enumerate(offer.commands):
        if number == 0 and start.examples:
            yield "Ask: only you see the answer", f"{command.name} {start.examples[0]}"
        elif number:
            yield command.description, command.name


def _tries(offer: Offer, start: Start) -> Iterator[Try]:
    yield from _commands(offer, start)
    first, second, *_ = [*start.examples, *start.examples, "", ""]
    if second:
        yield "Call it by name: everybody sees the answer, in a thread", f"@{offer.bot} {second}"
    if start.link:
        yield "Share a post: it gets a preview", f"have you seen {start.link}"
    for command in offer.commands[:1]:
        yield "Settings of this channel, in a window", f"{command.name} settings"
    for shortcut in offer.shortcuts[:1]:
        yield f"Say something, then choose “{shortcut.name}” in its ⋮ menu", first or "our builds are slow"
