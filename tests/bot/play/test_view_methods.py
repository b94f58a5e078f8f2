"""Modals and Home tabs through the Web API."""

import time
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.play.slack_side import SlackSide
from tests.bot.play.echo import HOME, MODAL, client_of, refusal


@pytest.fixture
def client(side: SlackSide) -> AsyncWebClient:
    return client_of(side)


async def test_a_trigger_opens_one_modal_within_three_seconds() -> None:
    now = time.time()
    async with SlackSide(clock=lambda: now) as side:
        client, views = client_of(side), side.workspace.views
        trigger, late = views.new_trigger("U0ANN"), views.new_trigger("U0ANN")
        opened = await client.views_open(trigger_id=trigger, view=MODAL)
        now += 3.1

        assert [view.id for view in side.modals("ann")] == [opened["view"]["id"]]
        for given, error in ((trigger, "exchanged_trigger_id"), (late, "trigger_expired"), ("x", "invalid_trigger_id")):
            assert (await refusal(client.views_open(trigger_id=given, view=MODAL)))["error"] == error


async def test_modals_are_changed_and_stacked_three_deep(side: SlackSide, client: AsyncWebClient) -> None:
    new_trigger = side.workspace.views.new_trigger
    first = (await client.views_open(trigger_id=new_trigger("U0ANN"), view=MODAL))["view"]
    changed = await client.views_update(view_id=first["id"], hash=first["hash"], view={**MODAL, "callback_id": "b"})
    for _ in range(2):
        await client.views_push(trigger_id=new_trigger("U0ANN"), view=MODAL)

    assert changed["view"]["callback_id"] == "b"
    top = side.modals("ann")[-1].as_json(side.workspace.team)
    assert (len(side.modals("ann")), top["root_view_id"]) == (3, first["id"])
    assert top["previous_view_id"] == side.modals("ann")[1].id
    fourth = client.views_push(trigger_id=new_trigger("U0ANN"), view=MODAL)
    assert (await refusal(fourth))["error"] == "push_limit_reached"
    stale = client.views_update(view_id=first["id"], hash=first["hash"], view=MODAL)
    assert (await refusal(stale))["error"] == "hash_conflict"
    gone = client.views_update(view_id="V0GONE", view=MODAL)
    assert (await refusal(gone))["error"] == "not_found"


async def test_the_home_tab_keeps_its_id_and_guards_its_hash(side: SlackSide, client: AsyncWebClient) -> None:
    first = (await client.views_publish(user_id="U0ANN", view=HOME))["view"]
    second = (await client.views_publish(user_id="U0ANN", view=HOME, hash=first["hash"]))["view"]
    await client.views_update(view_id=second["id"], view={**HOME, "private_metadata": "x"})

    assert first["id"] == second["id"]
    home = side.home("U0ANN")
    assert home is not None
    assert home.body["private_metadata"] == "x"
    stale = client.views_publish(user_id="U0ANN", view=HOME, hash=first["hash"])
    assert (await refusal(stale))["error"] == "hash_conflict"
    assert (await refusal(client.views_publish(user_id="U0NONE", view=HOME)))["error"] == "user_not_found"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": None}, "missing required field: title"),
        ({"title": {"type": "plain_text", "text": "x" * 25}}, "must be less than 25 characters"),
        ({"submit": None}, "missing required field: submit"),
        ({"type": "home"}, "invalid view type"),
        ({"blocks": [{"type": "divider"}] * 101}, "no more than 100 items allowed"),
    ],
)
async def test_a_view_that_slack_refuses_is_refused(
    client: AsyncWebClient, change: dict[str, Any], reason: str
) -> None:
    refused = await refusal(client.views_open(trigger_id="x", view={**MODAL, **change}))

    assert refused["error"] == "invalid_arguments"
    assert reason in refused["response_metadata"]["messages"][0]


async def test_a_view_that_is_missing_or_too_large_is_refused(client: AsyncWebClient) -> None:
    assert (await refusal(client.api_call("views.open", json={})))["error"] == "invalid_arguments"
    big = {**MODAL, "private_metadata": "x" * 250_001}
    assert (await refusal(client.views_open(trigger_id="x", view=big)))["error"] == "view_too_large"
