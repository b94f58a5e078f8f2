from bot import claims
from bot.claims import Claims


def test_a_key_is_claimed_once() -> None:
    made = Claims()
    assert made.claim("event", "T1", "Ev1")
    assert not made.claim("event", "T1", "Ev1")
    assert made.claim("event", "T2", "Ev1")


def test_a_claim_given_up_can_be_made_again() -> None:
    made = Claims()
    made.release("never", "made")
    assert made.claim("share", "1")
    made.release("share", "1")
    assert made.claim("share", "1")


def test_a_claim_holds_for_an_hour() -> None:
    now = 0.0
    made = Claims(lambda: now)
    assert made.claim("event", "1")
    now = 3600.0
    assert not made.claim("event", "1")
    now = 3600.1
    assert made.claim("event", "1")


def test_of_very_many_claims_the_oldest_go() -> None:
    made = Claims(lambda: 0.0)
    for number in range(claims._MOST + 2):
        assert made.claim(str(number))
    assert len(made._claimed) <= claims._MOST + 1
    assert made.claim("0")
    assert not made.claim(str(claims._MOST))
