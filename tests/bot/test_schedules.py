from datetime import UTC, datetime

import pytest

from bot.schedules import Schedule, ScheduleError, local, next_moment, read_schedule, zone_of

LONDON = "Europe/London"
DAILY, WEEKDAYS = "0123456", "01234"


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "days", "time"),
    [
        ("weekly monday 9:00", "0", "09:00"),
        ("weekly on friday at 16:45", "4", "16:45"),
        ("weekly", "0", "09:00"),
        ("weekly 17.30", "0", "17:30"),
        ("every monday", "0", "09:00"),
        ("Mondays 8:30", "0", "08:30"),
        ("daily", DAILY, "09:00"),
        ("daily 9am", DAILY, "09:00"),
        ("every day at 9 pm", DAILY, "21:00"),
        ("weekdays 12am", WEEKDAYS, "00:00"),
        ("weekdays 12 p.m.", WEEKDAYS, "12:00"),
        ("weekends 10", "56", "10:00"),
        ("mon,thu 8:30", "03", "08:30"),
        ("mon, thu 8:30", "03", "08:30"),
        ("thu and mon 8:30", "03", "08:30"),
        ("mon thu 8:30", "03", "08:30"),
        ("mon-wed,sat 8:30", "0125", "08:30"),
        ("fri–mon", "0456", "09:00"),
        ("mon mon", "0", "09:00"),
        ("wöchentlich montag 9:00", "0", "09:00"),
        ("täglich", DAILY, "09:00"),
        ("jeden Tag um 9 Uhr", DAILY, "09:00"),
        ("werktags 17.30", WEEKDAYS, "17:30"),
        ("jeden Dienstag und Donnerstag 8h30", "13", "08:30"),
        ("mo do 9", "03", "09:00"),
        ("mo,do 9", "03", "09:00"),
        ("am Wochenende", "56", "09:00"),
    ],
)
def test_days_and_time_are_read_in_english_and_german(text: str, days: str, time: str) -> None:
    assert read_schedule(text, LONDON) == (Schedule(days, time, LONDON), "")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("weekly monday 9:00 testing", "testing"),
        ("weekly monday testing in production", "testing in production"),
        ("monday 9:00 on call", "on call"),
        ("monday 9:00 about on call", "on call"),
        ("montags um 9 Uhr über Testen", "Testen"),
        ("monday do not repeat yourself", "do not repeat yourself"),
        ("monday 9:00 CI/CD", "CI/CD"),
        ("monday 9:00 and more", "and more"),
        ("daily 2024 retrospectives", "2024 retrospectives"),
        ("monday and", "and"),
        ("weekly about monday", "monday"),
    ],
)
def test_what_stands_behind_them_is_the_topic(text: str, topic: str) -> None:
    schedule, read = read_schedule(text, LONDON)
    assert read == topic
    assert schedule.timezone == LONDON


@pytest.mark.parametrize(
    ("text", "zone", "topic"),
    [
        ("monday 9:00 America/New_York", "America/New_York", ""),
        ("monday 9:00 europe/berlin testing", "Europe/Berlin", "testing"),
        ("monday utc", "UTC", ""),
    ],
)
def test_a_time_zone_behind_the_time_is_taken(text: str, zone: str, topic: str) -> None:
    schedule, read = read_schedule(text, LONDON)
    assert (schedule.timezone, read) == (zone, topic)


@pytest.mark.parametrize(
    ("text", "what", "typed"),
    [
        ("", "days", ""),
        ("testing", "days", "testing"),
        ("9:00", "days", "9:00"),
        ("every testing day at noon", "days", "every testing day"),
        ("weekly mondy 9:00", "days", "weekly mondy 9:00"),
        ("mon,xx 9:00", "days", "mon,xx 9:00"),
        (", 9:00", "days", ", 9:00"),
        ("daily-mon", "days", "daily-mon"),
        ("mon-xx", "days", "mon-xx"),
        ("monday 25:00", "time", "25:00"),
        ("monday 24", "time", "24"),
        ("monday 9:60", "time", "9:60"),
        ("monday 9:5", "time", "9:5"),
        ("monday 13pm", "time", "13pm"),
        ("monday 0am", "time", "0am"),
        ("monday at noon", "time", "noon"),
        ("monday at", "time", ""),
    ],
)
def test_what_cannot_be_read_is_named(text: str, what: str, typed: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        read_schedule(text, LONDON)
    assert (caught.value.what, caught.value.typed) == (what, typed)


@pytest.mark.parametrize("name", ["", "Nowhere/At_All", "../etc/passwd", "/etc/passwd", "\0"])
def test_a_zone_that_no_computer_knows_is_none(name: str) -> None:
    assert zone_of(name) is None


@pytest.mark.parametrize(
    ("schedule", "after", "expected"),
    [
        (Schedule("0", "09:00", "UTC"), "2026-11-23T08:59:59+00:00", "2026-11-23T09:00+00:00"),
        (Schedule("0", "09:00", "UTC"), "2026-11-23T09:00:00+00:00", "2026-11-30T09:00+00:00"),
        (Schedule("03", "08:30", "UTC"), "2026-11-23T09:00:00+00:00", "2026-11-26T08:30+00:00"),
        (Schedule("0", "00:30", "Asia/Tokyo"), "2026-11-22T12:00:00+00:00", "2026-11-22T15:30+00:00"),
        (Schedule("0", "09:00", "No/Where"), "2026-11-22T12:00:00+00:00", "2026-11-23T09:00+00:00"),
    ],
)
def test_the_next_moment_is_the_first_one_after_now(schedule: Schedule, after: str, expected: str) -> None:
    assert next_moment(schedule, at(after)) == at(expected)


def test_nine_oclock_stays_nine_oclock_when_the_clocks_change() -> None:
    schedule = Schedule("0", "09:00", "Europe/Berlin")
    winter = next_moment(schedule, at("2026-03-20T12:00+00:00"))
    summer = next_moment(schedule, winter)
    assert [winter, summer] == [at("2026-03-23T08:00+00:00"), at("2026-03-30T07:00+00:00")]
    assert local(summer, schedule).hour == 9
    assert local(summer, Schedule("0", "09:00", "No/Where")).hour == 7


@pytest.mark.parametrize(
    ("time", "zone", "after", "expected"),
    [
        ("02:30", "Europe/Berlin", "2026-03-28T12:00+00:00", "2026-03-29T01:00+00:00"),  # 03:00 there
        ("02:10", "Australia/Lord_Howe", "2026-10-03T00:00+00:00", "2026-10-03T15:30+00:00"),  # a gap of half an hour
        ("09:00", "Pacific/Apia", "2011-12-29T20:00+00:00", "2011-12-30T10:00+00:00"),  # a day that never was
    ],
)
def test_a_time_that_does_not_exist_is_the_next_moment_that_does(
    time: str, zone: str, after: str, expected: str
) -> None:
    assert next_moment(Schedule(DAILY, time, zone), at(after)) == at(expected)


def test_a_time_that_comes_twice_is_its_first_and_comes_once() -> None:
    schedule = Schedule(DAILY, "02:30", "Europe/Berlin")
    first = next_moment(schedule, at("2026-10-24T12:00+00:00"))
    assert first == at("2026-10-25T00:30+00:00")
    assert next_moment(schedule, first) == at("2026-10-26T01:30+00:00")
