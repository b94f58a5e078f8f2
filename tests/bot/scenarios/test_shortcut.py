"""“Find related posts” on a message, wherever it stands."""

from tests.bot.judged import links
from tests.bot.scenario import Scenario

MESSAGE = "We pressed the button of an older release & the migration broke"


async def test_the_posts_are_linked_to_the_person_alone_where_the_bot_is_no_member(slack: Scenario) -> None:
    message = (await slack.side.post(MESSAGE, user="ben", channel="random")).message
    assert message is not None
    ack = await slack.side.message_shortcut("find_related", message)
    assert (ack.status, ack.payload) == (200, None)
    found = await slack.side.wait_for_message("random", user="ann")
    assert found.only_for == "U0ANN"
    assert links(found.content).keys() == {"Rolling back"}


async def test_a_message_that_no_post_is_about_gets_a_plain_word(slack: Scenario) -> None:
    message = (await slack.side.post("Wombats, quokkas and numbats")).message
    assert message is not None
    await slack.side.message_shortcut("find_related", message)
    found = await slack.side.wait_for_message("engineering", user="ann")
    assert found.text == "No post is about this."


async def test_a_message_without_text_gets_a_plain_word(slack: Scenario) -> None:
    message = slack.side.workspace.add("C0ENG", "U0BEN", {"text": ""})
    await slack.side.message_shortcut("find_related", message)
    found = await slack.side.wait_for_message("engineering", lambda each: each.user == "U0BOT", user="ann")
    assert found.text == "No post is about this."


async def test_a_shortcut_of_another_name_is_explained(slack: Scenario) -> None:
    message = (await slack.side.post(MESSAGE)).message
    assert message is not None
    ack = await slack.side.message_shortcut("find_something", message)
    assert ack.status == 200
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert told.text.startswith("I do not know this shortcut.")
