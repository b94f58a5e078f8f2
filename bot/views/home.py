"""What stands around the answers → the Home tab of one person, and the prompts suggested to them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot import mrkdwn
from bot.names import Names
from bot.texts import Texts
from bot.views import blocks
from bot.views.blocks import Block, View
from bot.views.quotations import source_line, title_of
from bot.views.subscription import Entry, listed
from knowledge.model import Problem, Stats
from knowledge.results import Lesson

SEARCH, EXAMPLE, CLOSE_GAP = "home_search", "home_example", "home_close_gap"
SHOW, REMOVE = "home_show_lesson", "home_remove_lesson"
_QUESTION = 200  # characters of a question
_SPOKEN = 40  # characters of what a button is about, within the 75 that Slack reads out
_PROBLEM = 400  # escaped it may be five times as long


@dataclass(frozen=True, slots=True)
class Saved:
    """A lesson that a person saved, None where no post holds it any more."""

    passage: str
    lesson: Lesson | None


@dataclass(frozen=True, slots=True)
class Own:
    """What is a person's own: lessons that they saved, how many more there are, and lessons that come by themselves."""

    saved: tuple[Saved, ...] = ()
    saved_left: int = 0
    coming: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """How the posts are: counts, when they were read (in the reader's zone), what was wrong with them.

    Of passages there are none where it is not said how many there are.
    """

    stats: Stats
    read_at: datetime
    zone: str
    problem: Problem | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that the posts did not answer: when it was asked, or how many people miss it and what closes the gap."""

    question: str
    day: date
    people: int = 0
    gap: str = ""


@dataclass(frozen=True, slots=True)
class ForAdmins:
    """What only admins see; `settings_by` is how many people may change settings, None for everyone."""

    settings_by: int | None
    days: int
    unanswered: tuple[Missed, ...] = ()
    gaps: tuple[Missed, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a Home tab shows; `own` is None where it cannot be read, `missing` has the scopes each ability lacks."""

    examples: tuple[str, ...]
    health: Health
    kept_days: int
    own: Own | None = None
    missing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    for_admins: ForAdmins | None = None


def home(shown: Shown, names: Names, texts: Texts) -> View:
    """The Home tab: what to do, what is one's own, how the posts are, and for admins what they may mend."""
    parts = [*_welcome(shown, names, texts), blocks.divider()]
    if shown.own is None:
        parts.append(_small(texts("home-store")))
    else:
        parts += [*_saved(shown.own, names, texts), *_coming(shown.own, texts)]
    parts += [blocks.divider(), *_health(shown.health, texts), *_abilities(shown.missing, texts)]
    parts += [_title("home-about", texts), blocks.context(texts("home-privacy", days=shown.kept_days, ask=names.ask))]
    parts.append(blocks.context(texts("home-help", ask=names.ask)))
    if shown.for_admins is not None:
        parts += [blocks.divider(), *_for_admins(shown.for_admins, texts)]
    return blocks.home(parts)


def prompts(examples: Sequence[str]) -> list[dict[str, str]]:
    """Questions as Slack takes them for suggestions."""
    return [{"title": blocks.cut(each, _QUESTION), "message": each} for each in examples]


def _welcome(shown: Shown, names: Names, texts: Texts) -> Iterator[Block]:
    yield blocks.section(texts("home-welcome"))
    lines = (
        texts("home-ask", ask=names.ask),
        texts("home-mention", bot=mrkdwn.escape(names.bot)),
        texts("home-lesson", lesson=names.lesson),
        texts("home-link"),
    )
    yield blocks.section("\n".join(f"• {line}" for line in lines))
    yield blocks.actions("home-search", _button(SEARCH, "search", "-", texts))
    for each in shown.examples:
        question = mrkdwn.escape(texts("home-example", question=blocks.cut(each, _QUESTION)))
        yield _beside(question, _button(EXAMPLE, "example", each, texts, question=blocks.cut(each, _SPOKEN)))


def _saved(own: Own, names: Names, texts: Texts) -> Iterator[Block]:
    yield _title("home-saved", texts)
    for number, each in enumerate(own.saved):
        yield from _one_saved(number, each, texts)
    if not own.saved:
        yield _small(texts("home-saved-none"))
    if own.saved_left:
        yield _small(texts("home-saved-more", count=own.saved_left, lesson=names.lesson))


def _one_saved(number: int, saved: Saved, texts: Texts) -> Iterator[Block]:
    if saved.lesson is None:
        gone = texts("home-saved-gone")
        yield _beside(mrkdwn.escape(gone), _button(REMOVE, "remove", saved.passage, texts, title=gone))
        return
    place = saved.lesson.places[0]
    title = title_of(place, texts, _SPOKEN)
    yield source_line(place, texts)
    show = _button(SHOW, "show", saved.passage, texts, title=title)
    yield blocks.actions(f"saved-{number}", show, _button(REMOVE, "remove", saved.passage, texts, title=title))


def _coming(own: Own, texts: Texts) -> Iterable[Block]:
    if own.coming:
        return listed(f"*{texts('home-subscriptions')}*", own.coming, texts).blocks
    return _title("home-subscriptions", texts), _small(texts("home-subscriptions-none"))


def _health(health: Health, texts: Texts) -> Iterator[Block]:
    yield _title("home-health", texts)
    stats = health.stats
    posts = texts("home-posts", posts=stats.posts)
    time = texts.time(health.read_at)
    if stats.passages:
        passages = texts("home-passages", passages=stats.passages)
        yield _small(texts("home-read", posts=posts, passages=passages, time=time, zone=health.zone))
    else:
        yield _small(texts("home-read-posts", posts=posts, time=time, zone=health.zone))
    if health.failure:
        yield _small(texts("home-stale", what=blocks.cut(health.failure, _PROBLEM)))
    if health.problem is not None:
        yield _small(texts("home-problems", count=stats.problems, first=blocks.cut(str(health.problem), _PROBLEM)))


def _abilities(missing: Mapping[str, Sequence[str]], texts: Texts) -> Iterator[Block]:
    if not missing:
        return
    yield _title("home-can", texts)
    able = [texts(f"can-{name}") for name, lacking in missing.items() if not lacking]
    unable = [
        texts("home-cannot", what=texts(f"can-{name}"), scopes=", ".join(lacking))
        for name, lacking in missing.items()
        if lacking
    ]
    for name, said in (("home-can-line", able), ("home-cannot-line", unable)):
        if said:
            yield _small(texts(name, what="; ".join(said)))


def _for_admins(shown: ForAdmins, texts: Texts) -> Iterator[Block]:
    yield _title("home-admin", texts)
    by = shown.settings_by
    yield _small(texts("home-settings-everyone") if by is None else texts("home-settings-admins", count=by))
    yield _title("home-unanswered", texts, days=shown.days)
    for each in shown.unanswered:
        question = blocks.cut(each.question, _QUESTION)
        yield _small(texts("home-unanswered-line", question=question, day=texts.day(each.day)))
    if not shown.unanswered:
        yield _small(texts("home-unanswered-none"))
    yield _title("home-gaps", texts)
    for each in shown.gaps:
        question = texts("home-gap", question=blocks.cut(each.question, _QUESTION), people=each.people)
        close = _button(CLOSE_GAP, "gap", each.gap, texts, question=blocks.cut(each.question, _SPOKEN))
        yield _beside(mrkdwn.escape(question), close)
    if not shown.gaps:
        yield _small(texts("home-gaps-none"))


def _title(name: str, texts: Texts, **values: int) -> Block:
    return blocks.section(f"*{mrkdwn.escape(texts(name, **values))}*")


def _small(said: str) -> Block:
    return blocks.context(mrkdwn.escape(said))


def _beside(said: str, button: Block) -> Block:
    """A paragraph with a button at its end; what is said is escaped already."""
    return {**blocks.section(said), "accessory": button}


def _button(action_id: str, name: str, value: str, texts: Texts, **about: str) -> Block:
    label = texts(f"button-home-{name}")
    return blocks.button(action_id, label, value, texts(f"button-home-{name}-spoken", **about))
