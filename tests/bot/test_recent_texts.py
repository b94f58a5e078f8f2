from dataclasses import replace

from bot.callers import Caller
from bot.recent_texts import RecentTexts
from bot.store import ChannelSettings
from bot.texts import texts_in

ENGLISH, GERMAN = texts_in("en"), texts_in("de")
ANN = Caller("T1", "U0ANN", "C1", GERMAN)
GERMAN_CHANNEL = replace(ANN, channel="C2", settings=ChannelSettings(language="de"))


def test_a_person_is_known_where_a_channel_is_known_to_be_of_no_language() -> None:
    recent = RecentTexts()
    recent.keep(ANN)
    recent.keep(replace(ANN, person="U0BOB", channel="C3", texts=ENGLISH))
    assert [recent.texts("T1", "U0ANN", channel) for channel in ("C1", "C3", "C4")] == [GERMAN, GERMAN, None]
    assert [recent.texts("T1", person, "C1") for person in ("U0BOB", "U0EVE")] == [ENGLISH, None]


def test_what_a_channel_speaks_says_nothing_of_who_speaks_there() -> None:
    recent = RecentTexts()
    recent.keep(GERMAN_CHANNEL)
    recent.keep(replace(ANN, person="U0EVE"))
    assert recent.texts("T1", "U0BOB", "C2") is GERMAN
    assert recent.texts("T1", "U0ANN", "C1") is None
    recent.keep(replace(ANN, texts=ENGLISH))
    assert [recent.texts("T1", "U0ANN", channel) for channel in ("C1", "C2")] == [ENGLISH, GERMAN]


def test_another_language_takes_the_place_of_what_was_remembered() -> None:
    recent = RecentTexts()
    recent.keep(GERMAN_CHANNEL)
    recent.keep(replace(GERMAN_CHANNEL, texts=ENGLISH, settings=ChannelSettings()))
    assert recent.texts("T1", "U0ANN", "C2") is ENGLISH


def test_a_workspace_knows_nothing_of_another() -> None:
    recent = RecentTexts()
    recent.keep(ANN)
    recent.keep(GERMAN_CHANNEL)
    assert [recent.texts("T2", "U0ANN", channel) for channel in ("C1", "C2")] == [None, None]
