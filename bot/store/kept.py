"""What is kept, for what and for how long: README says what stands here, and a test holds it against the tables."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept, and the tables that it is kept in."""

    tables: tuple[str, ...]
    what: str
    why: str
    how_long: str


KEPT = (
    Kept(
        ("answers",),
        "answers: what was quoted and from which sources, who asked where",
        "`/ask #7Q4K`, **Share**",
        "30 days",
    ),
    Kept(
        ("answers",),
        "with them the words of the question, and what was said of them",
        "follow-ups, edits, **More**, **Why this?**, **Not this**; what was asked in vain, for admins",
        "a day, or `COMMONPLACE_QUESTION_DAYS`",
    ),
    Kept(("votes",), "votes on answers", "to judge the search", "as long as the answer"),
    Kept(
        ("rejections",),
        "paragraphs turned down with **Not this**, by a digest of the question, without its words",
        "not to show them to you again",
        "until you are forgotten",
    ),
    Kept(
        ("gaps",),
        "gaps: questions that people recorded as missing",
        "to show admins what to write next",
        "until closed",
    ),
    Kept(("saved",), "lessons that you saved", "**Save**", "until removed"),
    Kept(("bags",), "which lessons were shown to a person or a channel", "no lesson twice", "until you are forgotten"),
    Kept(
        ("subscriptions",),
        "subscriptions to lessons: when, on what, who set them up",
        "`/lesson subscribe`",
        "until they are ended",
    ),
    Kept(("channels",), "settings of channels", "`/ask settings`", "until the bot is uninstalled"),
    Kept(
        ("people",),
        "people's language and time zone, where Slack says them",
        "texts and times that fit",
        "asked anew every day",
    ),
    Kept(("links",), "in which threads posts were linked unasked", "once in a thread, and few times a day", "30 days"),
    Kept(
        ("deliveries",),
        "deliveries: that a request of Slack's was seen; until it is done also the question and where its answer goes, so that another process can finish it",
        "one answer, through retries, restarts and two processes",
        "a day; the question ten minutes at most",
    ),
    Kept(
        ("installations",),
        "installations, where many workspaces install it: ids, scopes, the sealed token",
        "to speak there",
        "until uninstalled",
    ),
    Kept(("install_states",), "installations that somebody has begun", "that nobody else ends them", "ten minutes"),
)


def readme_table() -> str:
    """The table of what is kept as README has it."""
    head = "| what | for what | how long |\n|---|---|---|"
    return "\n".join([head, *(f"| {each.what} | {each.why} | {each.how_long} |" for each in KEPT)])
