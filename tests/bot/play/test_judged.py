"""What the judge of scenarios sees of views, updates and previews."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.play.views import View
from tests.bot.judged import JudgedSide, buttons, check_errors, check_manners, feedback, links, quoted, words_of
from tests.bot.play.echo import BUTTONS, FEEDBACK, HOME, MODAL, client_of, connected

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "See <https://x.test|the *post*> &amp; more"}}
RINGING = {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>"}}


@pytest.fixture
async def judged() -> AsyncIterator[JudgedSide]:
    async with JudgedSide(unfurl_domains=["posts.test"]) as side:
        yield side


@pytest.fixture
def client(judged: JudgedSide) -> AsyncWebClient:
    return client_of(judged)


def _trigger(side: JudgedSide) -> str:
    return side.workspace.views.new_trigger("U0ANN")


def _refused(side: JudgedSide, reason: str) -> None:
    with pytest.raises(AssertionError, match=reason):
        side.judge()


async def test_views_that_are_opened_changed_stacked_or_published_are_judged(
    judged: JudgedSide, client: AsyncWebClient
) -> None:
    bad = {**MODAL, "blocks": [*MODAL["blocks"], RINGING]}
    opened = (await client.views_open(trigger_id=_trigger(judged), view=MODAL))["view"]["id"]
    await client.views_publish(user_id="U0ANN", view=HOME)
    judged.judge()
    for call in (
        client.views_update(view_id=opened, view=bad),
        client.views_push(trigger_id=_trigger(judged), view=bad),
        client.views_publish(user_id="U0ANN", view={**HOME, "blocks": [RINGING]}),
    ):
        await call
        _refused(judged, "unescaped mention")
        judged._record.calls.clear()


async def test_an_update_is_judged_like_a_message_save_for_previews(judged: JudgedSide, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0ENG", text="See the post & more", **QUIET))["ts"]
    judged._record.calls.clear()
    await client.chat_update(channel="C0ENG", ts=ts, text="See the post &amp; more", blocks=[SECTION])
    judged.judge()
    await client.chat_update(channel="C0ENG", ts=ts, text="Look", blocks=[SECTION])
    _refused(judged, "not in the text of the message")


async def test_previews_are_judged(judged: JudgedSide, client: AsyncWebClient) -> None:
    message = (await judged.share_link("https://posts.test")).message
    assert message is not None
    for block, reason in ((SECTION, ""), (RINGING, "unescaped mention")):
        unfurls = {"https://posts.test": {"blocks": [block]}}
        await client.chat_unfurl(channel="C0ENG", ts=message.ts, unfurls=unfurls)
        if reason:
            _refused(judged, reason)
        else:
            judged._record.calls.clear()
            await client.chat_unfurl(channel="C0ENG", ts=message.ts, unfurls=unfurls)
            judged.deliveries.clear()
            judged.judge()


async def test_what_rides_in_the_ack_of_a_submission_is_judged(transport: str) -> None:
    async def pushed(ack: AsyncAck) -> None:
        await ack(response_action="push", view={**MODAL, "blocks": [RINGING]})

    async with JudgedSide(ack_timeout=1.0) as side:
        app = AsyncApp(client=client_of(side), signing_secret=side.signing_secret, name="pushing")
        app.view("note")(pushed)
        async with connected(side, app, transport):
            await client_of(side).views_open(trigger_id=_trigger(side), view=MODAL)
            await side.submit_view(side.modals("ann")[0].id, {"typed": "x"})
        _refused(side, "unescaped mention")


def test_errors_stand_at_inputs_of_the_view() -> None:
    submitted = {"view": MODAL}
    check_errors(submitted, {"response_action": "errors", "errors": {"text": "not that"}})
    check_errors(submitted, {})
    for errors in ({"typed": "no block_id"}, {}):
        with pytest.raises(AssertionError, match="no "):
            check_errors(submitted, {"response_action": "errors", "errors": errors})


def test_the_words_on_buttons_need_not_be_heard() -> None:
    message: dict[str, Any] = {**QUIET, "text": "Pick one", "blocks": [*BUTTONS, FEEDBACK]}
    check_manners(message)

    assert buttons(message) == ["Again", "Twice"]
    assert feedback(message) == {"Helpful": "up:7f", "Not helpful": "down:7f"}
    assert links(message) == {}
    assert quoted(message) == ""


def test_the_words_of_a_view_are_all_that_it_shows() -> None:
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "r"}]}],
    }
    body = {**MODAL, "blocks": [*MODAL["blocks"], SECTION, rich]}

    words = "Note\nSave\nText\nSee the *post* & more\nr"
    assert words_of(body) == words
    assert words_of(View("V1", "U0ANN", body, "hash", "V1")) == words
