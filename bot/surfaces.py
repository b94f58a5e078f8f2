"""Every way in which Slack reaches the bot, in one table: the manifest, README and the Home tab say what stands here."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["command", "shortcut", "event", "action", "view", "method"]
Variant = Literal["slash", "standard", "full"]
Extra = Literal["", "agent", "domains", "many", "groups"]

VARIANTS: tuple[Variant, ...] = ("slash", "standard", "full")
"""The manifests, each with all that the ones before it have."""


@dataclass(frozen=True, slots=True)
class Surface:
    """Something that people do in Slack, and what becomes of it.

    `name` is a command (as `Names` has it), a callback id, an action id, an event of the manifest or a method. `since` is
    the smallest manifest that asks for its scopes, `offered` the one that has them as optional; `given` says what else the
    manifest must be made with. `ability` is what the Home tab calls it, as far as it depends on scopes.
    """

    kind: Kind
    name: str
    shown: str
    does: str
    scopes: tuple[str, ...] = ()
    since: Variant = "slash"
    offered: Variant | None = None
    given: Extra = ""
    ability: str = ""


def _commands() -> Iterator[Surface]:
    needed = ("commands",)
    does = "answers, only to you; `#7Q4K` shows an answer again, `help` says how"
    yield Surface("command", "ask", "`/ask question`", does, needed, ability="commands")
    does = "opens a window with the settings of the channel: who sees answers, where to look, what comes unasked"
    yield Surface("command", "ask", "`/ask settings`", does, needed)
    yield Surface("view", "save_settings", "**Save** in that window", "keeps the settings", needed)
    does = "opens a window with everything that is stored about you in this workspace"
    yield Surface("command", "ask", "`/ask export`", does, needed)
    does = "says what would be forgotten, and what would stay"
    yield Surface("command", "ask", "`/ask forget me`", does, needed)
    yield Surface("action", "forget_me", "**Forget me** below that", "forgets you, once you have confirmed it")
    does = "a lesson, only to you; none comes twice before you have seen all; `saved` shows those you saved"
    yield Surface("command", "lesson", "`/lesson [topic]`", does, needed)
    does = "lessons come to the channel, or to you alone; `list` shows what comes, `unsubscribe` ends it"
    shown, posting = "`/lesson subscribe [me] weekly monday 9:00 [topic]`", ("commands", "chat:write")
    yield Surface("command", "lesson", shown, does, posting, "standard", ability="subscriptions")
    does = "links the posts that it is about in its thread; only to you where the bot is no member"
    yield Surface("shortcut", "find_related", "*Find related posts* on a message", does, needed)
    does = "a lesson on what it is about, only to you"
    yield Surface("shortcut", "lesson_about", "*Lesson about this* on a message", does, needed)


def _messages() -> Iterator[Surface]:
    thread, history = ("app_mentions:read", "chat:write"), ("channels:history", "groups:history")
    does = "answers in the thread, and anew when the question is edited"
    yield Surface("event", "app_mention", "`@commonplace question`", does, thread, "standard", ability="mentions")
    does = "links the posts that the thread is about"
    shown = "`@commonplace` in a thread, without a question"
    yield Surface("method", "conversations.replies", shown, does, history, "full", "standard", ability="threads")
    does = "answers there, and follows the question when it is edited or deleted"
    direct = ("im:history", "chat:write")
    yield Surface("event", "message.im", "a direct message", does, direct, "standard", ability="direct")
    does = "is answered where the bot is a member, as is a message that starts with `!ask`; the answer goes with the question"
    shown = "a follow-up question in a thread of a public channel"
    yield Surface("event", "message.channels", shown, does, ("channels:history", "chat:write"), "full")
    shown = "the same in a private channel"
    yield Surface("event", "message.groups", shown, "the same", ("groups:history", "chat:write"), "full")
    does = "links at most two posts in its thread, where the settings of the channel say so"
    shown = "a message that a post is surely about"
    yield Surface(
        "event", "message.channels", shown, does, ("channels:history", "chat:write"), "full", ability="unasked"
    )


def _events() -> Iterator[Surface]:
    does = "shows the linked paragraph below it, and newer posts on the same"
    links = ("links:read", "links:write")
    shown = "a link to a post, in a message"
    yield Surface("event", "link_shared", shown, does, links, "standard", given="domains", ability="previews")
    does = "keeps them coming; they pause where nobody reacts for long"
    yield Surface(
        "event", "reaction_added", "a reaction to a lesson that came by itself", does, ("reactions:read",), "full"
    )
    does = "shows what the bot does, what you saved, how the posts are, and to admins what was asked in vain"
    yield Surface("event", "app_home_opened", "the *Home* tab", does, (), "standard")
    does = "suggests questions that the posts answer"
    shown = "the bot's messages, opened as an agent's"
    yield Surface("event", "app_home_opened", shown, does, ("assistant:write",), "standard", given="agent")
    does = "removes what is kept of the workspace, once Slack takes its token no more"
    for name, shown in (("app_uninstalled", "the app is uninstalled"), ("tokens_revoked", "its tokens are revoked")):
        yield Surface("event", name, shown, does, given="many")
    does = "is answered in the reader's language and time zone"
    yield Surface(
        "method", "users.info", "whatever is asked", does, ("users:read",), "full", "standard", ability="people"
    )
    does, shown = "is shown to their members", "a source that is only for user groups"
    scopes = ("usergroups:read",)
    yield Surface("method", "usergroups.users.list", shown, does, scopes, given="groups", ability="groups")


def _answers() -> Iterator[Surface]:
    for name, label, does in (
        ("more_answers", "More", "shows the next paragraphs, only to you"),
        ("why_answer", "Why this?", "opens a window with the words that found each paragraph"),
        ("not_this_answer", "Not this", "shows you the next best paragraph instead"),
        ("share_answer", "Share", "posts that answer to the channel"),
        ("record_gap", "Record as a gap", "notes that the posts lack it, for admins to see"),
        ("feedback", "Helpful, Not helpful", "notes your vote; the last one counts"),
    ):
        yield Surface("action", name, f"**{label}** below an answer", does)


def _lessons() -> Iterator[Surface]:
    for name, label, does in (
        ("another_lesson", "Another", "shows another one on the same topic"),
        ("share_lesson", "Share", "posts that lesson to the channel"),
        ("save_lesson", "Save", "keeps it for you alone"),
        ("remove_lesson", "Remove", "takes it from what you saved"),
    ):
        yield Surface("action", name, f"**{label}** below a lesson", does)
    for name, shown, does in (
        ("stop_lessons", "**Stop** below a lesson that came by itself", "ends the subscription"),
        ("keep_lessons_going", "**Keep going** below the word that lessons pause", "lets them go on"),
    ):
        yield Surface("action", name, shown, does, (), "standard")
    does = "links nothing unasked in this channel any more"
    yield Surface(
        "action", "stop_auto_link", "**Stop doing this here** below links that nobody asked for", does, (), "full"
    )


def _home() -> Iterator[Surface]:
    for name, label, does in (
        ("home_search", "Search", "opens a window to ask in"),
        ("home_example", "Show the answer", "opens the same window with the answer to an example"),
        ("home_show_lesson", "Show", "shows a saved lesson"),
        ("home_remove_lesson", "Remove", "takes it from what you saved"),
        ("home_close_gap", "Close", "closes a gap that was recorded; for admins"),
    ):
        yield Surface("action", name, f"**{label}** in the Home tab", does, (), "standard")
    does = "answers in that window, only to you"
    yield Surface("view", "search_posts", "**Search** in that window", does, (), "standard")


SURFACES: tuple[Surface, ...] = (*_commands(), *_messages(), *_events(), *_answers(), *_lessons(), *_home())


def surfaces_of(
    variant: Variant, *, agent: bool = False, domains: bool = False, many: bool = False, groups: bool = False
) -> tuple[Surface, ...]:
    """What works for sure with a manifest; `agent`, `domains`, `many` and `groups` say what it is made with."""
    extras = _extras(agent=agent, domains=domains, many=many, groups=groups)
    return tuple(each for each in SURFACES if _in(each.since, variant) and each.given in extras)


def scopes_of(
    variant: Variant, *, agent: bool = False, domains: bool = False, groups: bool = False
) -> tuple[list[str], list[str]]:
    """The scopes that a manifest asks for, and those that are optional in it, in order."""
    extras = _extras(agent=agent, domains=domains, groups=groups)
    given = surfaces_of(variant, agent=agent, domains=domains, groups=groups)
    required = {scope for each in given for scope in each.scopes}
    offered = (each for each in SURFACES if each.offered and _in(each.offered, variant) and each.given in extras)
    return sorted(required), sorted({scope for each in offered for scope in each.scopes} - required)


def missing(granted: Collection[str], *, groups: bool = False) -> dict[str, tuple[str, ...]]:
    """Each ability that depends on scopes → the scopes that it lacks; that of `groups` counts where they limit a source.

    Messages in channels are heard with the full manifest alone, so what follows from them lacks whatever that one asks for.
    """
    counting = (each for each in SURFACES if each.ability and (groups or each.given != "groups"))
    needed = {each.ability: each.scopes for each in counting}
    heard = {each.ability for each in SURFACES if each.kind == "event" and each.since == "full"}
    needed |= {ability: tuple(scopes_of("full")[0]) for ability in needed.keys() & heard}
    return {ability: tuple(scope for scope in needed[ability] if scope not in granted) for ability in needed}


def readme_table() -> str:
    """The table of surfaces as README has it."""
    head = "| in Slack | what it does | scopes | manifest |\n|---|---|---|---|"
    return "\n".join([head, *(_row(each) for each in SURFACES)])


def _row(surface: Surface) -> str:
    scopes = ", ".join(f"`{scope}`" for scope in surface.scopes) or "none"
    return f"| {surface.shown} | {surface.does} | {scopes} | {_manifests(surface)} |"


def _manifests(surface: Surface) -> str:
    named = ", ".join(VARIANTS[VARIANTS.index(surface.since) :]) if surface.since != "slash" else "all"
    if surface.offered:
        named += f"; optional in {surface.offered}"
    added = {
        "": "",
        "agent": ", with `--agent`",
        "domains": ", where sources have a `base_url`",
        "many": ", with `--many`",
        "groups": ", where a source is `only_for` groups",
    }
    return named + added[surface.given]


def _in(since: Variant, variant: Variant) -> bool:
    return VARIANTS.index(since) <= VARIANTS.index(variant)


def _extras(*, agent: bool, domains: bool, many: bool = False, groups: bool = False) -> set[str]:
    given = {"agent": agent, "domains": domains, "many": many, "groups": groups}
    return {"", *(name for name, is_given in given.items() if is_given)}
