import pytest

from bot.names import Names
from bot.views import notices
from tests.bot.judged import check_manners
from tests.bot.views.made import ENGLISH
from tests.slack_types.judge import check_message

NAMES = Names("/lessons-ask", "/tip", "R&D *bot*")


def test_the_usage_names_the_commands_as_they_are_called_here() -> None:
    message = notices.usage(NAMES, ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    for said in ("/lessons-ask feature flags", "/tip testing", "@R&amp;D bot does the same in a channel or thread."):
        assert said in message.text
    assert "*" not in message.text
    assert "`" not in message.text


def test_a_remark_comes_first() -> None:
    assert notices.empty_question(Names(), ENGLISH).text.startswith("What would you like to know?\n/ask answers")
    long = notices.long_question(Names(), ENGLISH, 1234)
    check_message(long.payload)
    assert long.text.startswith("That is 1,234 characters long; I can search for up to 500. Ask for the heart of it.\n")


@pytest.mark.parametrize(
    "said",
    [ENGLISH("unknown-button"), ENGLISH("unknown-command"), ENGLISH("unknown-shortcut"), "<!channel> & co"],
)
def test_a_notice_is_a_plain_sentence(said: str) -> None:
    message = notices.notice(said)
    check_message(message.payload)
    check_manners(message.payload)


@pytest.mark.parametrize("url", ["", "https://bot.example.com/slack/install"])
def test_where_the_bot_is_not_installed_it_says_where_it_can_be(url: str) -> None:
    message = notices.not_installed(url, ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text.startswith("I am not installed in this workspace, or not any more.")
    assert ("can install me at https://bot.example.com/slack/install." in message.text) == bool(url)


def test_a_failure_gives_the_reference_and_nothing_of_the_exception() -> None:
    message = notices.failure("3f2a91", ENGLISH)
    check_message(message.payload)
    assert message.text.endswith("tell whoever runs me: reference 3f2a91.")


def test_a_thread_it_may_not_read_says_what_it_needs() -> None:
    assert "I need the scope channels:history." in notices.cannot_read_thread("channels:history", ENGLISH).text
    assert "I need to be invited to this channel." in notices.cannot_read_thread("", ENGLISH).text
