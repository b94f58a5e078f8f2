from bot.views.related import related as view
from tests.bot.judged import check_manners, links
from tests.bot.views.made import place, related
from tests.slack_types.judge import check_message


def test_each_post_is_linked_with_the_words_that_tie_it() -> None:
    message = view([related(), related(place("Feature <flags>", day=None), ("flags", "R&D"))])
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text == (
        "Posts about this: Rolling back, 5 March 2024 (Both speak of: roll, back) "
        "https://blog.example.com/rolling-back/; Feature &lt;flags&gt; (Both speak of: flags, R&amp;D) "
        "https://blog.example.com/rolling-back/"
    )
    assert links(message.payload).keys() == {"Rolling back", "Feature <flags>"}


def test_a_single_post_is_called_one() -> None:
    message = view([related(place(url=None))])
    check_message(message.payload)
    assert message.text == "A post about this: Rolling back, 5 March 2024 (Both speak of: roll, back)"


def test_without_a_post_it_says_so() -> None:
    message = view([])
    check_message(message.payload)
    assert message.text == "No post is about this."
