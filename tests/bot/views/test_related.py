import pytest

from bot.texts import texts_in
from bot.views.related import STOP, already_linked, stopped, unasked, with_remark
from bot.views.related import related as view
from tests.bot.judged import buttons, check_manners, links
from tests.bot.views.made import ENGLISH, place, related
from tests.slack_types.judge import check_message


def test_each_post_is_linked_with_the_words_that_tie_it() -> None:
    message = view([related(), related(place("Feature <flags>", day=None), ("flags", "R&D"))], ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text == (
        "Posts about this: Rolling back, 5 March 2024 (Both speak of: roll, back) "
        "https://blog.example.com/rolling-back/; Feature &lt;flags&gt; (Both speak of: flags, R&amp;D) "
        "https://blog.example.com/rolling-back/"
    )
    assert links(message.payload).keys() == {"Rolling back", "Feature <flags>"}


def test_a_single_post_is_called_one() -> None:
    message = view([related(place(url=None))], ENGLISH)
    check_message(message.payload)
    assert message.text == "A post about this: Rolling back, 5 March 2024 (Both speak of: roll, back)"


def test_without_a_post_it_says_so() -> None:
    message = view([], ENGLISH)
    check_message(message.payload)
    assert message.text == "No post is about this."


def test_links_that_nobody_asked_for_say_so_and_can_be_stopped() -> None:
    message = unasked([related()], ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert "Nobody asked for this" in message.text
    assert buttons(message.payload) == ["Stop doing this here"]
    assert f"'action_id': '{STOP}'" in str(message.blocks[-1])


def test_once_they_are_stopped_the_button_gives_way_to_a_word_on_it() -> None:
    before = unasked([related()], ENGLISH)
    message = stopped({"text": before.text, "blocks": list(before.blocks)}, "I have stopped <here>.")
    check_message(message.payload)
    check_manners(message.payload)
    assert buttons(message.payload) == []
    assert links(message.payload) == links(before.payload)
    assert message.text.endswith("— I have stopped &lt;here&gt;.")


def test_a_remark_stands_below_the_links() -> None:
    message = with_remark(view([related()], ENGLISH), "Only you & I see this.")
    check_manners(message.payload)
    assert message.text.endswith("— Only you &amp; I see this.")


@pytest.mark.parametrize("url", ["", "https://play.slack.com/archives/C0ENG/p1700000000000100"])
def test_links_that_are_there_already_are_pointed_at(url: str) -> None:
    message = already_linked(url, ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert list(links(message.payload).values()) == ([url] if url else [])


def test_in_german_it_is_german() -> None:
    message = unasked([related(), related(place("Zwei"))], texts_in("de-AT"))
    check_manners(message.payload)
    assert message.text.startswith("Beiträge dazu: Rolling back, 5. März 2024 (Beide sprechen von: roll, back)")
