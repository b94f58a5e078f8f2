from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pytest

from bot.names import Names
from bot.play.elements import filled, state_values
from bot.store import ChannelSettings
from bot.texts import texts_in
from bot.views.settings import AUTO_LINK_SCOPES, UNFURL_SCOPES, form, read, reserved, saved
from tests.bot.judged import words_of
from tests.bot.views.made import ENGLISH
from tests.slack_types.judge import check_view

SOURCES = ("blog", "handbook", "wiki")
OTHER = ChannelSettings(
    public=True, sources=("blog", "wiki"), auto_link=True, auto_links_a_day=7, unfurls=False, language="de"
)


def shown(
    settings: ChannelSettings | None = None,
    channel: str = "C0ENG",
    sources: Sequence[str] = SOURCES,
    lacking: Collection[str] = (),
) -> dict[str, Any]:
    view = form(settings or ChannelSettings(), channel, sources, lacking, Names(), ENGLISH)
    check_view(view)
    return view


def chosen(
    view: dict[str, Any], values: Mapping[str, object] | None = None, known: Sequence[str] = SOURCES
) -> dict[str, Any]:
    """What is read when a person submits the modal as it is but for these values."""
    state = filled(view["blocks"], values or {}, state_values(view["blocks"]))
    return dict(read(state, known))


def test_submitted_as_it_is_it_changes_nothing() -> None:
    for settings in (ChannelSettings(), OTHER):
        assert ChannelSettings(**chosen(shown(settings))) == settings


def test_everything_can_be_changed() -> None:
    changes = {"answers": "public", "sources": ["wiki", "blog"], "auto": ["on"], "a_day": "7", "unfurls": []}
    assert ChannelSettings(**chosen(shown(), {**changes, "language": "de"})) == OTHER


def test_and_back() -> None:
    changes = {"answers": "private", "sources": [], "auto": [], "a_day": "3", "unfurls": ["on"], "language": "own"}
    assert ChannelSettings(**chosen(shown(OTHER), changes)) == ChannelSettings()


def test_of_one_source_there_is_nothing_to_choose() -> None:
    view = shown(sources=("blog",))
    assert "Where to look" not in words_of(view)
    assert "sources" not in chosen(view, known=("blog",))


def test_a_source_that_is_gone_is_not_chosen_any_more() -> None:
    view = shown(ChannelSettings(sources=("gone", "wiki")))
    assert chosen(view)["sources"] == ("wiki",)
    assert chosen(shown(ChannelSettings(sources=("gone",))))["sources"] == ()
    assert chosen(view, known=("blog",))["sources"] == ()


def test_sources_are_chosen_whatever_they_are_called_and_however_many() -> None:
    many = (f"<!channel> & {'x' * 200}", *(f"source {number}" for number in range(200)))
    view = shown(ChannelSettings(sources=many[:1]), sources=many)
    assert chosen(view, known=many)["sources"] == many[:1]


def test_alone_with_the_bot_there_is_only_a_language_to_choose() -> None:
    view = shown(channel="D0ANN")
    assert chosen(view) == {"language": ""}
    assert chosen(view, {"language": "en"}) == {"language": "en"}
    assert "what you and I say" in words_of(view)
    summed = saved(ChannelSettings(language="en"), "D0ANN", Names(), ENGLISH)
    assert words_of(summed).splitlines()[2:] == [
        "Saved. This is what holds here now:",
        "• I write in this language: English.",
    ]


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ((), ""),
        (AUTO_LINK_SCOPES[:1], "This needs the scope channels:history, which I lack."),
        (UNFURL_SCOPES, "This needs the scopes links:read and links:write, which I lack."),
    ],
)
def test_what_the_workspace_has_not_granted_is_said_beside_it(lacking: tuple[str, ...], said: str) -> None:
    words = words_of(shown(lacking=lacking))
    assert said in words
    assert words.count("which I lack") == bool(lacking)


@pytest.mark.parametrize(("a_day", "value"), [(0, 1), (99, 10)])
def test_a_number_out_of_range_is_brought_back_into_it(a_day: int, value: int) -> None:
    assert chosen(shown(ChannelSettings(auto_links_a_day=a_day)))["auto_links_a_day"] == value


def test_what_the_modal_never_offered_is_not_taken() -> None:
    def one(value: str) -> dict[str, object]:
        return {"selected_option": {"value": value}}

    assert read({"a_day": {"a_day": one("many")}, "language": {"language": one("xx")}}, SOURCES) == {"language": ""}
    assert read({"a_day": {"a_day": one("99")}}, SOURCES) == {"auto_links_a_day": 10}
    assert read({}, SOURCES) == {}


def test_the_language_of_a_channel_that_is_not_ours_any_more_is_each_persons_own() -> None:
    assert chosen(shown(ChannelSettings(language="xx")))["language"] == ""
    assert "the language of whoever I answer" in words_of(saved(ChannelSettings(language="xx"), "C1", Names(), ENGLISH))


def test_what_holds_is_summed_up() -> None:
    view = saved(OTHER, "C0ENG", Names("/question"), ENGLISH)
    check_view(view)
    assert words_of(view) == (
        "Settings\n"
        "Close\n"
        "Saved. This is what holds here now:\n"
        "• Answers to /question are seen by everyone in the channel.\n"
        "• I look in blog and wiki.\n"
        "• I link posts without being asked, at most 7 times a day.\n"
        "• Below links to posts I show nothing.\n"
        "• I write in this language: Deutsch."
    )


def test_whoever_may_not_change_them_sees_what_holds_and_why() -> None:
    view = reserved(ChannelSettings(sources=("<!channel>",)), "C0ENG", Names(), ENGLISH)
    check_view(view)
    assert "submit" not in view
    assert "reserved changes for admins" in words_of(view)
    assert "I look in <!channel>." in words_of(view)
    assert "I link posts only when asked." in words_of(view)


def test_in_german_it_is_german() -> None:
    german = texts_in("de")
    view = form(OTHER, "C0ENG", SOURCES, ("chat:write", "channels:history"), Names(), german)
    check_view(view)
    assert "Dafür fehlen mir die Berechtigungen channels:history und chat:write." in words_of(view)
    check_view(saved(OTHER, "C0ENG", Names(), german))
