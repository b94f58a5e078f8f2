"""What the page draws of the bot's messages agrees with an independent drawing: the same words, links, lists and inputs."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.play.page.drawing import Drawing
from bot.play.page.texts import Texts
from bot.play.people import ANN, BEN
from tests.bot.judged import JudgedSide
from tests.bot.scenario import Scenario
from tests.slack_blocks import independent

# What it draws otherwise than Slack does, or not at all.
NOT_ALIKE = {"context_actions", "input"}
ASKED = (
    "contract tests between microservices",
    "roll back a release",
    "zeppelins",
    "flamingo deployments",
    "xyzzy",
    "help",
    "",
)


@pytest.fixture(autouse=True)
def runnable() -> None:
    if reason := independent.missing():
        pytest.skip(reason)


def shape(html: str) -> Mapping[str, object]:
    """The words, where links lead, and how many of each kind of thing there are.

    Without spaces, and without colons: it takes those of `8:30:` for an emoji's, and drops them.
    """
    tree = LexborHTMLParser(f"<main>{html}</main>")
    links = [_address(node) for node in tree.css("a")]
    counted = Counter(node.tag for node in tree.css("li, button, pre, ul, ol"))
    return {"words": "".join(tree.text().replace(":", "").split()), "links": links, "counted": counted}


def _address(link: LexborNode) -> str:
    """Where a link leads; in mrkdwn it doubles each tilde of an address."""
    return str(link.attributes.get("href", "")).rstrip("/").replace("~~", "~")


async def produced(scenario: Scenario) -> list[list[dict[str, Any]]]:
    """The blocks of what the bot says to many things that people do."""
    side = scenario.side
    assert isinstance(side, JudgedSide)
    for text in ASKED:
        await side.slash_command("/ask", text)
        await side.slash_command("/lesson", text)
    for text in ("subscribe weekly monday 9:00", "list", "saved", "subscribe never"):
        await side.slash_command("/lesson", text)
    await side.mention("contract tests between microservices")
    await side.direct_message("roll back a release", user=BEN)
    await side.open_home(ANN)
    await side.settle()
    for action in ("more_answers", "why_answer", "not_this_answer", "share_answer", "feedback"):
        answer = next(one for one in side.seen_by(ANN, "engineering") if "why_answer" in str(one.blocks))
        await side.press(answer, action)
        await side.settle()
    said = [*side.said, *side.updates, *side.shown]
    return [list(one["blocks"]) for one in said if one.get("blocks")]


async def test_messages_read_as_an_independent_drawing_has_them(http: Scenario) -> None:
    messages = [[block for block in each if block["type"] not in NOT_ALIKE] for each in await produced(http)]
    assert len(messages) > 20
    theirs = independent.drawn(messages)
    for message, html in zip(messages, theirs, strict=True):
        assert shape(str(Drawing(Texts({}), "m").blocks(message))) == shape(html)
