"""When lessons come: reading “weekly monday 9:00” in English or German, and the next moment of it in a time zone."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

USUAL_TIME = "09:00"
_DAILY, _WEEKDAYS = "0123456", "01234"
_USUAL_DAYS = "0"  # of “weekly” alone

_NAMES = (
    "mon monday mondays mo montag montags",
    "tue tues tuesday tuesdays di dienstag dienstags",
    "wed weds wednesday wednesdays mi mittwoch mittwochs",
    "thu thur thurs thursday thursdays do donnerstag donnerstags",
    "fri friday fridays fr freitag freitags",
    "sat saturday saturdays sa samstag samstags sonnabend sonnabends",
    "sun sunday sundays so sonntag sonntags",
)
_DAYS = {
    **{name: str(number) for number, names in enumerate(_NAMES) for name in names.split()},
    **dict.fromkeys("daily day everyday täglich tag".split(), _DAILY),
    **dict.fromkeys("weekday weekdays workday workdays werktag werktags werktäglich wochentags".split(), _WEEKDAYS),
    **dict.fromkeys("weekend weekends wochenende wochenenden".split(), "56"),
}
_WEEKLY = frozenset("weekly week wöchentlich woche".split())
_BEFORE_DAYS = _WEEKLY | frozenset("every each on jede jeden jeder am".split())
_BETWEEN_DAYS = frozenset(("and", "und", "&", "+"))
_BEFORE_TIME = frozenset(("at", "um"))
_BEFORE_TOPIC = frozenset(("about", "über"))
_SHORT = 2  # letters: “do” and “so” are Thursday and Sunday in German only where a day must stand
_LIKE_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d*))?(?P<half>[ap]\.?m\.?|h|uhr)?", re.IGNORECASE)
_HALVES = frozenset("am pm a.m. p.m. h uhr".split())
_HOURS, _MINUTES, _NOON = 24, 60, 12
_MINUTE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Schedule:
    """Weekdays as digits ("0" is Monday), a time such as "09:00" and the name of the time zone it is meant in."""

    days: str
    time: str
    timezone: str


class ScheduleError(ValueError):
    """What was typed names no days or no time; `typed` is the part that could not be read."""

    def __init__(self, what: Literal["days", "time"], typed: str) -> None:
        self.what = what
        self.typed = typed
        super().__init__(f"no {what} can be read in {typed!r}")


def read_schedule(text: str, timezone: str) -> tuple[Schedule, str]:
    """The schedule that a text starts with, and the topic behind it, if any; a zone behind the time is taken for its own.

    Without a time it is 9:00. Raises ScheduleError for a text that starts with no days, or with a time of no clock.
    """
    words = text.split()
    days = _read_days(words)
    clock = _read_time(words)
    zone = _zone_typed(words[0]) if words else None
    if zone is not None:
        timezone = zone
        del words[0]
    if len(words) > 1 and words[0].lower() in _BEFORE_TOPIC:
        del words[0]
    return Schedule(days, clock, timezone), " ".join(words)


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone of a name such as Europe/Berlin; None where this computer knows none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def local(moment: datetime, schedule: Schedule) -> datetime:
    """The moment by the clocks of the schedule's zone."""
    return moment.astimezone(zone_of(schedule.timezone) or UTC)


def next_moment(schedule: Schedule, after: datetime) -> datetime:
    """The first moment of the schedule after that one, in UTC.

    A time that the clocks skip is the first moment behind the gap; one that they show twice is its first time.
    """
    zone = zone_of(schedule.timezone) or ZoneInfo("UTC")
    at = time.fromisoformat(schedule.time)
    today = after.astimezone(zone).date()
    moments = (_moment(today + timedelta(days), at, zone) for days in _coming(today, schedule.days))
    return next(moment for moment in moments if moment > after)


def _coming(today: date, days: str) -> Iterator[int]:
    """How many days from now each fitting day is; from yesterday on, since a gap may reach beyond midnight."""
    return (number for number in range(-1, 15) if str((today + timedelta(number)).weekday()) in days)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment at which the clocks of a zone show this, in UTC."""
    shown = datetime.combine(day, at, zone)
    found = shown.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None, fold=0) == shown.replace(tzinfo=None):
        return found
    # The clocks skip it: the gap ends somewhere in the hour (or whatever it is long) before what the old offset gives.
    earlier = shown.replace(fold=1).astimezone(UTC)
    after = found.astimezone(zone).utcoffset()
    seconds = range(round((found - earlier).total_seconds()) + 1)
    gone = bisect_left(
        seconds, True, key=lambda s: (earlier + timedelta(seconds=s)).astimezone(zone).utcoffset() == after
    )
    return earlier + timedelta(seconds=gone)


def _read_days(words: list[str]) -> str:
    """Take the days from the front of the words."""
    weekly, typed = False, " ".join(words[:3])
    while words and words[0].lower() in _BEFORE_DAYS:
        weekly |= words.pop(0).lower() in _WEEKLY
    found = _days_in(words[0]) if words else ""
    if not found:
        if weekly and (not words or _goes_on(words[0])):
            return _USUAL_DAYS
        raise ScheduleError("days", typed)
    last = words.pop(0)
    while words:
        between = words[0].lower() in _BETWEEN_DAYS
        more = _days_in(words[between]) if len(words) > between else ""
        if not more or (len(words[0]) <= _SHORT < len(last) and not (between or last.endswith(","))):
            break
        found += more
        last = words[between]
        del words[: between + 1]
    return "".join(sorted(set(found)))


def _goes_on(word: str) -> bool:
    """Whether a word can follow “weekly” where no day does; else it is a day that was misspelt."""
    return word.lower() in _BEFORE_TIME | _BEFORE_TOPIC or _LIKE_TIME.fullmatch(word) is not None


def _days_in(word: str) -> str:
    """The days of a word such as `mon`, `mon,thu` or `mon-fri`; empty where any part of it is no day."""
    parts = [part for part in re.split(r"[,/+&]", word.lower()) if part]
    found = [_range(*part.replace("–", "-").split("-", 1)) for part in parts]
    return "".join(found) if all(found) else ""


def _range(first: str, last: str = "") -> str:
    """A day, or all from one to another."""
    start, end = _DAYS.get(first, ""), _DAYS.get(last, "")
    if not last:
        return start
    if len(start) != 1 or len(end) != 1:
        return ""
    week = chain(range(int(start), 7), range(int(start)))
    days = [str(day) for day in week]
    return "".join(days[: days.index(end) + 1])


def _read_time(words: list[str]) -> str:
    """Take the time from the front of the words; 9:00 where none stands there."""
    said = bool(words) and words[0].lower() in _BEFORE_TIME
    if said:
        del words[0]
    like = _LIKE_TIME.fullmatch(words[0]) if words else None
    if like is None:
        if said:
            raise ScheduleError("time", " ".join(words[:1]))
        return USUAL_TIME
    typed = words.pop(0)
    half = (like["half"] or "").lower()
    if not half and words and words[0].lower() in _HALVES:
        half = words.pop(0).lower()
    hour, minute = int(like["hour"]), int(like["minute"] or 0)
    twelve = half.startswith(("a", "p"))
    if twelve and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    elif twelve or hour >= _HOURS:
        raise ScheduleError("time", typed)
    if minute >= _MINUTES or (like["minute"] is not None and len(like["minute"]) != _MINUTE_DIGITS):
        raise ScheduleError("time", typed)
    return f"{hour:02}:{minute:02}"


def _zone_typed(word: str) -> str | None:
    """The name of the zone that a word names, in whatever case; a word without a slash is a topic, save for UTC."""
    if "/" not in word and word.upper() != "UTC":
        return None
    names = (word, word.title(), word.upper())
    return next((name for name in names if zone_of(name) is not None), None)
