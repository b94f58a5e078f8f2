"""/ask: the question is answered in the acknowledgement, to the asker alone."""

import asyncio

import pytest

from bot.names import Names
from knowledge import KnowledgeBase
from tests.bot.conftest import Play
from tests.bot.judged import buttons, links, quoted
from tests.bot.posts import CODE, CONTRACTS, NASTY_TITLES, REPEATED_IN, ROLLBACK
from tests.bot.scenario import Scenario

QUESTION = "how do we keep one microservice from breaking another?"


async def test_a_question_is_answered_in_the_ack_and_shown_to_the_asker_alone(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", "how do we roll back?")
    assert ack.message is not None
    assert ack.message.only_for == "U0ANN"
    assert ROLLBACK in quoted(ack.message.content)
    assert ack.seconds < 2.5
    await slack.side.settle()
    assert not [call.method for call in slack.side.calls if call.method.startswith("chat.")]


async def test_it_works_in_a_channel_that_the_bot_has_not_joined(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", "how do we roll back?", channel="random")
    assert ack.message is not None
    assert ack.message.channel == "C0RAND"
    assert ROLLBACK in quoted(ack.message.content)


async def test_a_paragraph_of_five_posts_is_quoted_once_and_links_all_five(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", QUESTION)
    assert ack.payload is not None
    assert quoted(ack.payload).count(CONTRACTS) == 1
    linked = links(ack.payload)
    assert set(REPEATED_IN) <= linked.keys()
    assert all(linked[title].startswith("https://blog.example.com/") for title in REPEATED_IN)
    assert "Also said in 4 other posts, 2019–2022" in ack.payload["text"]


async def test_the_starter_collection_answers_it_with_all_five_posts(play: Play, starter: KnowledgeBase) -> None:
    async with play(starter) as slack:
        ack = await slack.side.slash_command("/ask", QUESTION)
    assert ack.payload is not None
    best = starter.search(QUESTION).hits[0]
    assert "Consumer-driven contracts" in best.passage.text
    assert best.passage.text in quoted(ack.payload)
    titles = {place.post.title for place in best.places}
    assert len(titles) == 5
    assert titles <= links(ack.payload).keys()


async def test_a_link_lands_on_the_quoted_paragraph(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", "how do we roll back?")
    assert ack.payload is not None
    assert links(ack.payload)["Rolling back"].startswith("https://blog.example.com/rolling-back/#:~:text=To%20roll")


@pytest.mark.parametrize("text", ["", "   "])
async def test_without_a_question_the_usage_is_shown(slack: Scenario, text: str) -> None:
    ack = await slack.side.slash_command("/ask", text)
    assert ack.message is not None
    assert ack.message.text.startswith("What would you like to know?")
    assert "/ask how do we keep one service from breaking another?" in ack.message.text


@pytest.mark.parametrize("text", ["help", "HELP", " help ", "?"])
async def test_help_shows_the_usage(slack: Scenario, text: str) -> None:
    ack = await slack.side.slash_command("/ask", text)
    assert ack.message is not None
    assert ack.message.text.startswith("/ask answers a question with the paragraph that says it")
    assert not buttons(ack.message.content)


async def test_an_over_long_question_is_not_searched_for_but_explained(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", "rollback " * 200)
    assert ack.message is not None
    assert ack.message.text.startswith("That is 1,799 characters long; I can search for up to 500.")


async def test_a_question_of_the_greatest_length_can_be_shared(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", ("roll back " + '"\\' * 300)[:500])
    assert ack.message is not None
    await slack.side.press(ack.message, "share_answer")
    shared = await slack.side.wait_for_message("engineering")
    assert ROLLBACK in quoted(shared.content)


@pytest.mark.parametrize("text", ["!!! ... --", "how do we", "🙂 🙃"])
async def test_a_text_without_a_word_to_search_for_asks_for_one(slack: Scenario, text: str) -> None:
    ack = await slack.side.slash_command("/ask", text)
    assert ack.message is not None
    assert "There is no word in this that I could search for." in ack.message.text
    assert not buttons(ack.message.content)


async def test_unknown_words_are_named_and_nothing_can_be_shared(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", "wombat <&> quokka")
    assert ack.message is not None
    assert "Nothing found in 11 posts. No post contains “wombat”, “quokka”." in ack.message.text
    assert buttons(ack.message.content) == ["Record as a gap"]


async def test_a_weak_hit_is_said_to_be_only_the_closest(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", "wombat quokka numbat wallaby pager")
    assert ack.message is not None
    assert "No paragraph answers this outright; the closest come first." in ack.message.text
    assert buttons(ack.message.content) == ["Record as a gap", "More", "Why this?", "Not this", "Share"]


async def test_code_is_shown_as_code_with_its_lines(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", "kubectl rollout undo deployment")
    assert ack.payload is not None
    elements = [each for block in ack.payload["blocks"] if block["type"] == "rich_text" for each in block["elements"]]
    (code,) = [each for each in elements if each["type"] == "rich_text_preformatted"]
    assert code["elements"] == [{"type": "text", "text": CODE}]


async def test_a_list_keeps_its_items(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", "what to check before a deploy of zeppelins")
    assert ack.payload is not None
    for item in ("the weather", "the gas", "the mooring mast"):
        assert item in quoted(ack.payload)


async def test_hostile_titles_headings_and_texts_neither_ping_nor_break_a_link(slack: Scenario) -> None:
    ack = await slack.side.slash_command("/ask", "flamingo deployments and hostile text")
    assert ack.payload is not None
    linked = links(ack.payload)  # the judge at the end of the test refuses every mention and every broken link
    assert len(linked.keys() & set(NASTY_TITLES.values())) == 3
    assert all(url.startswith("https://blog.example.com/") for url in linked.values())
    assert "Flamingo deployments need <!here> and <@U0BEN>" in quoted(ack.payload)


async def test_escaped_text_mentions_and_channels_in_a_question_are_read_as_a_person_meant_them(
    slack: Scenario,
) -> None:
    ack = await slack.side.slash_command("/ask", "@ben how do we <roll back> R&D in #random?")
    form = slack.side.deliveries[-1].payload
    assert form["text"] == "<@U0BEN> how do we &lt;roll back&gt; R&amp;D in <#C0RAND|random>?"
    assert ack.message is not None
    assert "You asked: how do we &lt;roll back&gt; R&amp;D in #random?" in ack.message.text
    assert ROLLBACK in quoted(ack.message.content)


async def test_the_commands_may_have_other_names(play: Play) -> None:
    async with play(names=Names("/lessons-ask", "/tip", "R&D bot")) as slack:
        answered = await slack.side.slash_command("/lessons-ask", "how do we roll back?")
        helped = await slack.side.slash_command("/lessons-ask", "help")
        tipped = await slack.side.slash_command("/tip")
        other = await slack.side.slash_command("/ask", "how do we roll back?")
    assert answered.message is not None
    assert ROLLBACK in quoted(answered.message.content)
    assert helped.message is not None
    assert "/lessons-ask feature flags" in helped.message.text
    assert "@R&amp;D bot does the same" in helped.message.text
    assert tipped.message is not None
    assert buttons(tipped.message.content) == ["Another", "Save", "Share"]
    assert other.message is not None
    assert other.message.text.startswith("I do not know this command.")


async def test_twenty_questions_at_once_are_all_answered_before_slack_gives_up(slack: Scenario) -> None:
    acks = await asyncio.gather(*(slack.side.slash_command("/ask", "how do we roll back?") for _ in range(20)))
    assert all(ack.message is not None and ROLLBACK in quoted(ack.message.content) for ack in acks)
    assert max(ack.seconds for ack in acks) < 3
