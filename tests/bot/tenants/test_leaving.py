"""Uninstalled, revoked, installed again: whoever leaves is forgotten wholly, and whoever comes back is not."""

import logging

import pytest

from bot.installed import FORGOTTEN_AFTER, Installed
from bot.play.deliveries import Delivery
from bot.play.slack_side import SlackSide
from bot.retention import Retention
from bot.store import StoreUnavailableError
from bot.store.installations import Installations
from bot.workspaces import Origin
from knowledge import KnowledgeBase
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK
from tests.bot.store.postgresql import missing, running_server
from tests.bot.tenants.many import Many, many

QUESTION = "how do we roll back?"


async def is_answered(side: SlackSide) -> bool:
    ack = await side.slash_command("/ask", QUESTION, channel="engineering")
    assert ack.payload is not None
    return ROLLBACK in str(ack.payload)


@pytest.fixture
async def both(slack: Many) -> Many:
    """Installed in both workspaces, each with something kept."""
    for side in (slack.one, slack.two):
        assert (await slack.install(side)).status == 200
        assert await is_answered(side)
        lesson = await side.slash_command("/lesson")
        assert lesson.message is not None
        await side.press(lesson.message, "save_lesson")
        await side.slash_command("/lesson", "subscribe weekly monday 10:00")
        await side.mention(QUESTION)
    await slack.settle()
    return slack


async def test_whoever_uninstalls_is_forgotten_wholly_and_alone(both: Many) -> None:
    before = await both.rows("T0TWO")
    assert {"answers", "saved", "subscriptions", "bags", "installations", "deliveries"} <= before.keys()
    await both.uninstall(both.one)
    assert await both.rows("T0ONE") == {}
    assert await both.rows("T0TWO") == before
    assert not await is_answered(both.one)
    assert await is_answered(both.two)
    assert await both.rows("T0ONE") == {}


async def test_what_was_under_way_when_they_left_is_removed_later(both: Many) -> None:
    await both.uninstall(both.one)
    await both.parts.store.people.keep("T0ONE", "U0ANN", "", "")  # as what was under way may do
    await both.installed.tidy()
    assert await both.rows("T0ONE") == {}
    await both.install(both.one)
    await both.parts.store.people.keep("T0ONE", "U0ANN", "", "")
    await both.installed.tidy()
    assert await both.rows("T0ONE") == {"installations": 1, "people": 1}


async def test_what_slack_says_of_those_who_left_leaves_no_row_behind(both: Many) -> None:
    await both.uninstall(both.one)
    await both.one.event({"type": "app_uninstalled"})
    await both.settle()
    assert await both.rows("T0ONE") == {}


async def test_whoever_installs_again_begins_anew(both: Many) -> None:
    await both.uninstall(both.one)
    await both.install(both.one)
    assert await both.rows("T0ONE") == {"installations": 1}
    assert await is_answered(both.one)


async def test_events_that_come_late_take_nothing_from_whoever_has_installed_again(both: Many) -> None:
    events = both.directory.uninstall(both.one)
    await both.install(both.one)
    before = await both.rows("T0ONE")
    for event in events:
        await both.one.deliver(Delivery("events_api", event))
    await both.settle()
    assert {**await both.rows("T0ONE"), "deliveries": 0} == {**before, "deliveries": 0}
    kept = await both.found("T0ONE")
    assert kept is not None
    assert not kept.refused
    assert await is_answered(both.one)


async def test_installing_twice_changes_nothing(both: Many) -> None:
    before = await both.rows("T0ONE")
    assert (await both.install(both.one)).status == 200
    assert await both.rows("T0ONE") == before
    assert await is_answered(both.one)


async def test_tokens_of_people_that_are_revoked_are_none_of_the_bot_s(both: Many) -> None:
    before = await both.rows("T0ONE")
    await both.one.event({"type": "tokens_revoked", "tokens": {"oauth": ["U0ANN"], "bot": []}})
    await both.settle()
    assert {**await both.rows("T0ONE"), "deliveries": 0} == {**before, "deliveries": 0}
    assert await is_answered(both.one)


async def test_a_token_that_slack_refuses_is_marked_and_speaks_again_when_slack_takes_it(
    both: Many, caplog: pytest.LogCaptureFixture
) -> None:
    both.one.fail_next("chat.postMessage", error="token_revoked")
    with caplog.at_level(logging.WARNING):
        await both.one.mention(QUESTION)
        await both.settle()
    kept = await both.found("T0ONE")
    assert kept is not None
    assert (kept.refused, kept.refused_at) == ("token_revoked", both.clock())
    assert "Slack takes the token of T0ONE no more (token_revoked)" in caplog.text
    assert kept.token not in caplog.text
    both.one.fail_next("auth.test", error="token_revoked")
    assert not await is_answered(both.one)
    asked = len([call for call in both.one.calls if call.method == "auth.test"])
    assert not await is_answered(both.one)
    assert len([call for call in both.one.calls if call.method == "auth.test"]) == asked  # once a minute
    both.clock.wait(61)
    assert await is_answered(both.one)
    kept = await both.found("T0ONE")
    assert kept is not None
    assert not kept.refused
    assert await both.installed.of("T0TWO")


async def test_nothing_is_posted_with_a_token_that_slack_refused(both: Many) -> None:
    both.one.web_api.uninstall()
    both.clock.wait(3601)  # it is ten, and lessons are due
    await both.scheduler.tick()
    posted = len([call for call in both.one.calls if call.method == "chat.postMessage"])
    assert await both.installed.of("T0ONE") is None
    both.clock.wait(7 * 86400)
    await both.scheduler.tick()
    assert len([call for call in both.one.calls if call.method == "chat.postMessage"]) == posted
    kept = await both.found("T0ONE")
    assert kept is not None
    assert kept.refused == "account_inactive"
    seen = len(both.one.messages("engineering"))
    await both.install(both.one)
    both.clock.wait(121)
    await both.scheduler.tick()
    assert len(both.one.messages("engineering")) == seen + 1


async def test_whoever_left_without_a_word_is_forgotten_after_a_month(both: Many) -> None:
    both.one.web_api.uninstall()
    await both.one.mention(QUESTION)
    await both.settle()
    retention = Retention(both.parts.store, both.installed, both.clock)
    both.clock.wait(FORGOTTEN_AFTER.total_seconds())
    await retention.purge()
    assert "installations" in await both.rows("T0ONE")
    both.clock.wait(1)
    await retention.purge()
    assert await both.rows("T0ONE") == {}
    assert "installations" in await both.rows("T0TWO")


async def test_whoever_left_while_slack_could_not_be_asked_is_forgotten_soon_after(both: Many) -> None:
    events = both.directory.uninstall(both.one)
    both.one.fail_next("auth.test", status=503, times=9)
    for event in events:
        await both.one.deliver(Delivery("events_api", event))
    await both.settle()
    assert "installations" in await both.rows("T0ONE")
    both.one.fail_next("auth.test", error="account_inactive")
    both.clock.wait(3601)
    both.one._faults.__init__()  # type: ignore[misc]  # Slack is there again
    await both.installed.tidy()
    assert await both.rows("T0ONE") == {}


async def test_a_store_that_fails_costs_no_answer_where_the_bot_is_known(
    both: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreUnavailableError("the database failed (OperationalError)")

    both.clock.wait(61)
    monkeypatch.setattr(Installations, "find", fail)
    assert await is_answered(both.one)


async def test_another_process_learns_of_a_new_token_and_harms_it_not(both: Many) -> None:
    here = both.installed
    other = Installed(here.store, here.installations, here.client, here.install_url, both.clock.seconds)
    assert await other.of("T0ONE") == await here.of("T0ONE")
    await both.uninstall(both.one)
    await both.install(both.one)
    before, after = await other.of("T0ONE"), await here.of("T0ONE")
    assert before is not None
    assert after is not None
    assert before.token != after.token
    await other.refused(before.token, "account_inactive")
    assert await other.of("T0ONE") == await here.of("T0ONE") == after
    await both.uninstall(both.one)
    assert await here.of("T0ONE") is None
    assert await other.of("T0ONE") == after
    both.clock.wait(61)
    assert await other.of("T0ONE") is None


async def test_an_event_comes_again_where_it_cannot_be_found_out_who_the_bot_is(
    both: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreUnavailableError("the database failed (OperationalError)")

    both.installed._known.clear()  # as after a start
    seen = len(both.one.messages("engineering"))
    with monkeypatch.context() as patched:
        patched.setattr(Installations, "find", fail)
        assert (await both.one.mention(QUESTION)).status == 503
        ack = await both.one.slash_command("/ask", QUESTION)
        assert ack.payload is not None
        assert ROLLBACK not in str(ack.payload)
        await both.settle()
    delivery = next(each for each in reversed(both.one.deliveries) if each.kind == "events_api")
    assert len(both.one.messages("engineering")) == seen + 1  # the question alone
    assert (await both.one.deliver(delivery)).status == 200
    await both.settle()
    assert ROLLBACK in quoted(both.one.messages("engineering")[-1].content)


async def test_a_refusal_that_cannot_be_kept_changes_nothing_about_the_call(
    both: Many, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise StoreUnavailableError("the database failed (OperationalError)")

    monkeypatch.setattr(Installations, "mark", fail)
    both.one.fail_next("chat.postMessage", error="token_revoked")
    await both.one.mention(QUESTION)
    await both.settle()
    assert "that could not be kept (StoreUnavailableError)" in caplog.text
    assert "token_revoked" in caplog.text
    assert await is_answered(both.one)


async def test_who_the_bot_is_is_looked_up_once_a_minute(both: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    find, looked = Installations.find, []

    async def counted(self: Installations, tenant: str) -> object:
        looked.append(tenant)
        return await find(self, tenant)

    monkeypatch.setattr(Installations, "find", counted)
    both.clock.wait(61)
    for _ in range(3):
        assert await is_answered(both.one)
    assert looked == ["T0ONE"]
    asked = [call.method for call in both.one.calls if call.method == "auth.test"]
    assert len(asked) == 1  # when it was installed, and never on the way to an answer


async def test_an_organisation_installs_it_for_its_workspaces_at_once(slack: Many) -> None:
    page = await slack.install(*slack.org, org_wide=True)
    assert "I am installed for Organisation" in page.html
    assert 'href="https://app.slack.com/manage/E0ORG/integrations/profile/A0PLAY/workspaces/add"' in page.html
    for side in slack.org:
        assert await is_answered(side)
        await side.mention(QUESTION, channel="engineering")
        assert ROLLBACK in quoted((await side.wait_for_message("engineering")).content)
    assert (await slack.rows("E0ORG"))["answers"] == 4
    assert not await slack.rows("T0THREE")
    assert not await is_answered(slack.one)


async def test_a_message_in_a_channel_of_two_workspaces_of_an_organisation_is_answered_once(slack: Many) -> None:
    await slack.install(*slack.org, org_wide=True)
    three, _ = slack.org
    message = three.workspace.add("C0ENG", "U0ANN", {"text": f"<@U0BOT> {QUESTION}"})
    told = three.payloads.event(three.events.app_mention(message))
    for event_id, team in (("Ev1", "T0THREE"), ("Ev2", "T0FOUR")):
        payload = {**told, "event_id": event_id, "team_id": team, "context_team_id": team}
        assert (await three.deliver(Delivery("events_api", payload))).status == 200
    await slack.settle()
    assert len([each for each in three.messages("engineering") if each.user == "U0BOT"]) == 1


async def test_a_request_without_the_flag_is_answered_for_the_organisation(slack: Many) -> None:
    await slack.install(*slack.org, org_wide=True)
    identity = await slack.installed.at(Origin("E0ORG", "T0FOUR"))
    assert identity is not None
    assert identity.tenant == "E0ORG"
    assert await slack.installed.at(Origin("E0OTHER", "T0FIVE")) is None
    assert await slack.installed.at(Origin("E0OTHER", "", org_wide=True)) is None


async def test_two_workspaces_of_an_organisation_that_install_it_each_share_nothing(slack: Many) -> None:
    three, four = slack.org
    for side in slack.org:
        await slack.install(side)
        assert await is_answered(side)
    assert (await slack.rows("T0THREE"))["answers"] == (await slack.rows("T0FOUR"))["answers"] == 1
    await slack.uninstall(three)
    assert await slack.rows("T0THREE") == {}
    assert await is_answered(four)


async def test_an_organisation_that_uninstalls_is_forgotten(slack: Many) -> None:
    await slack.install(slack.one)
    await slack.install(*slack.org, org_wide=True)
    for side in slack.org:
        assert await is_answered(side)
    await slack.settle()
    await slack.uninstall(slack.org[0])
    assert await slack.rows("E0ORG") == {}
    assert not await is_answered(slack.org[1])
    assert await is_answered(slack.one)


async def test_a_workspace_that_says_it_left_takes_nothing_from_its_organisation(slack: Many) -> None:
    await slack.install(*slack.org, org_wide=True)
    before = await slack.rows("E0ORG")
    await slack.installed.left(Origin("E0ORG", "T0THREE"))
    assert await slack.rows("E0ORG") == before
    assert await is_answered(slack.org[0])


@pytest.mark.skipif(bool(missing()), reason=missing())
async def test_all_of_it_holds_on_postgresql(knowledge_base: KnowledgeBase) -> None:
    with running_server() as server:
        async with many(knowledge_base, server.new_database()) as slack:
            for side in (slack.one, slack.two):
                await slack.install(side)
                await slack.install(side)
                assert await is_answered(side)
            await slack.settle()
            before = await slack.rows("T0TWO")
            await slack.uninstall(slack.one)
            assert await slack.rows("T0ONE") == {}
            assert await slack.rows("T0TWO") == before
            assert await slack.installed.installations.renew_seals() == (0, ())
            await slack.install(slack.one)
            assert await is_answered(slack.one)
