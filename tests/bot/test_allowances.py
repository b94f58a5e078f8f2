"""How much may be asked within a minute, and when more."""

import pytest

from bot.allowances import Allowances, TooOftenError


class Time:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def refused(allowances: Allowances, tenant: str = "T1", person: str = "U1") -> tuple[str, int] | None:
    try:
        allowances.take(tenant, person)
    except TooOftenError as error:
        return error.by, error.seconds
    return None


def test_a_minutes_questions_may_come_all_at_once_and_then_one_by_one(time: Time) -> None:
    allowances = Allowances(person=30, clock=time)
    assert [refused(allowances) for _ in range(31)] == [*[None] * 30, ("person", 2)]
    time.now += 1.9
    assert refused(allowances) == ("person", 1)
    time.now += 0.2
    assert [refused(allowances), refused(allowances)] == [None, ("person", 2)]


def test_whoever_waits_for_as_long_as_is_said_may_ask_again(time: Time) -> None:
    allowances = Allowances(person=7, clock=time)
    for _ in range(50):
        if (no := refused(allowances)) is not None:
            time.now += no[1]
            assert refused(allowances) is None


def test_people_and_workspaces_have_their_own(time: Time) -> None:
    allowances = Allowances(person=1, clock=time)
    assert [refused(allowances, *who) for who in (("T1", "U1"), ("T1", "U2"), ("T2", "U1"))] == [None] * 3
    assert [refused(allowances, *who) is not None for who in (("T1", "U1"), ("T1", "U2"), ("T2", "U1"))] == [True] * 3


def test_many_people_of_one_workspace_share_that_of_the_workspace(time: Time) -> None:
    allowances = Allowances(person=2, workspace=3, clock=time)
    asked = [refused(allowances, "T1", f"U{number}") for number in range(4)]
    assert asked == [None, None, None, ("workspace", 20)]
    assert refused(allowances, "T2", "U9") is None


def test_what_is_refused_is_not_counted(time: Time) -> None:
    allowances = Allowances(person=1, workspace=2, clock=time)
    assert [refused(allowances) for _ in range(9)] == [None, *[("person", 60)] * 8]
    assert refused(allowances, "T1", "U2") is None


def test_without_a_limit_everything_may_be_asked(time: Time) -> None:
    allowances = Allowances(clock=time)
    assert {refused(allowances) for _ in range(1_000)} == {None}
    assert not allowances._buckets


def test_only_those_who_asked_within_a_minute_are_remembered(time: Time) -> None:
    allowances = Allowances(person=30, workspace=600, clock=time)
    for number in range(1_000):
        allowances.take("T1", f"U{number}")
        time.now += 1
    assert len(allowances._buckets) == 61
    allowances.forget("T1", "U999")
    allowances.forget("T1", "nobody")
    assert len(allowances._buckets) == 60
