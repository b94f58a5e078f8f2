"""`commonplace doctor` names what is wrong and its mend, changes nothing, and shows no secret; `backup` copies the store."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.cli import main
from bot.doctor import examine
from bot.doctoring.findings import Finding, as_json, drawn, is_well
from bot.doctoring.posts import read
from bot.doctoring.slack import scope_findings
from bot.doctoring.stores import back_up, store_finding
from bot.parts import now
from bot.play.slack_side import SlackSide
from bot.store import open_store
from bot.store.tables import REVISION
from bot.surfaces import scopes_of
from bot.transport.http import alive_route, bound, serving
from knowledge.model import Stats
from tests.bot.posts import write_posts
from tests.bot.store.postgresql import missing, running_server

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-play",
    "SLACK_APP_TOKEN": "xapp-play",
    "SLACK_SIGNING_SECRET": "0123456789abcdef" * 2,
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    write_posts(tmp_path / "posts")
    path = tmp_path / "commonplace.yaml"
    path.write_text("sources:\n  - folder: posts\n    base_url: https://blog.example.com\n", encoding="utf-8")
    return path


async def look(side_url: str, config: Path, *, clock_off: float = 0.0, **more: str) -> dict[str, Finding]:
    """The findings by what they are about; the first of several is the one that counts here."""

    def clock() -> datetime:
        return now() + timedelta(seconds=clock_off)

    environment = {**SECRETS, "SLACK_API_URL": side_url, **more}
    findings = await examine(environment, clock, config.parent / "state.db", config=config)
    return {each.check: each for each in reversed(findings)}


async def test_a_bot_that_is_set_up_well_has_nothing_to_mend(config: Path) -> None:
    async with SlackSide() as side:
        found = await look(side.api_url, config)
        assert {call.method for call in side.calls} == {"auth.test", "apps.connections.open"}
    assert {each.state for each in found.values()} == {"ok"}
    assert found["settings"].said == "complete, for Socket Mode, one workspace"
    assert found["bot token"].said == "@commonplace in Play (T0COMMON), https://play.slack.com/"
    assert found["scopes"].said == "installed like standard; full would need reactions:read"
    assert found["app token"].said == "opens a connection"
    assert found["source posts"].said == "11 posts"
    assert not (config.parent / "state.db").exists()


async def test_tokens_that_slack_does_not_take_are_named_and_not_shown(config: Path) -> None:
    async with SlackSide() as side:
        found = await look(side.api_url, config, SLACK_BOT_TOKEN="xoxb-wrong", SLACK_APP_TOKEN="xapp-wrong")
    assert (found["bot token"].state, found["bot token"].said) == ("mend", "Slack does not take it (invalid_auth)")
    assert "connections:write" in found["app token"].mend
    assert "scopes" not in found
    assert found["source posts"].state == "ok"
    for token in ("xoxb-wrong", "xapp-wrong"):
        assert token not in drawn(found.values())


async def test_a_slack_out_of_order_or_out_of_reach_is_said_to_be(config: Path) -> None:
    async with SlackSide() as side:
        side.fail_next("auth.test", status=502)
        side.fail_next("apps.connections.open", reset=True)
        found = await look(side.api_url, config)
        assert len([call for call in side.calls if call.method == "auth.test"]) == 1
    assert found["bot token"].said == "Slack does not answer as it should (status 502)"
    assert found["app token"].said == f"{side.api_url} cannot be reached (ServerDisconnectedError)"


@pytest.mark.parametrize(
    ("off", "state", "said"),
    [
        (0.0, "ok", "as Slack's"),
        (30.0, "look", "s ahead of Slack's"),
        (-30.0, "look", "s behind Slack's"),
        (90.0, "mend", "s ahead of Slack's"),
        (-400.0, "mend", "s behind Slack's"),
    ],
)
async def test_a_clock_that_is_off_is_named_before_signatures_fail(
    config: Path, off: float, state: str, said: str
) -> None:
    async with SlackSide() as side:
        found = await look(side.api_url, config, clock_off=off)
    assert found["clock"].state == state
    assert found["clock"].said.endswith(said)
    assert ("NTP" in found["clock"].mend) == (state != "ok")


def by_check(granted: Collection[str], *, domains: bool = False) -> list[tuple[str, str, str]]:
    return [(each.check, each.state, each.said) for each in scope_findings(granted, domains=domains)]


def test_scopes_tell_which_manifest_was_installed_and_what_the_next_would_need() -> None:
    assert by_check({"commands"}) == [
        ("scopes", "ok", "installed like slash; standard would need app_mentions:read, chat:write, im:history"),
    ]
    required, offered = scopes_of("standard")
    assert by_check([*required, *offered])[0][2].startswith("installed like standard; full would need ")
    assert by_check(scopes_of("full")[0]) == [("scopes", "ok", "installed like full")]


def test_what_is_optional_and_not_granted_is_said_with_what_it_is_for() -> None:
    ((_, state, said),) = by_check(scopes_of("standard")[0])[1:]
    assert state == "ok"
    assert said == (
        "optional and not granted: channels:history, groups:history, users:read, so without: people, threads, unasked"
    )


def test_scopes_of_no_manifest_and_between_two_are_drift() -> None:
    (_, _, said), extra, between = by_check({"commands", "chat:write", "files:read"})
    assert said.startswith("installed like slash")
    assert extra == ("manifest", "look", "more than it needs is granted: files:read")
    assert between == ("manifest", "look", "between two manifests, slash and more: chat:write")


def test_posts_with_addresses_need_the_scopes_of_previews() -> None:
    said = by_check(scopes_of("standard")[0], domains=True)[0][2]
    assert said.startswith("installed like slash; standard would need links:read, links:write")
    assert by_check(scopes_of("full", domains=True, agent=True)[0]) == [("scopes", "ok", "installed like full")]


def test_without_the_scope_for_commands_no_manifest_fits() -> None:
    assert by_check({"chat:write"})[0] == ("scopes", "mend", "installed like no manifest: slash would need commands")
    assert by_check(set()) == [("scopes", "look", "Slack does not say which scopes are granted")]


async def test_every_mistake_in_the_settings_is_a_finding_and_the_rest_is_looked_at(config: Path) -> None:
    findings = await examine({"COMMONPLACE_LOG_FORMAT": "xml"}, now, config.parent / "state.db", "http", config)
    assert [(each.check, each.state) for each in findings] == [
        ("settings", "mend"),
        ("settings", "mend"),
        ("settings", "mend"),
        ("slack", "look"),
        ("store", "ok"),
        ("source posts", "ok"),
    ]
    assert findings[0] == Finding(
        "settings",
        "mend",
        "SLACK_BOT_TOKEN is missing",
        "copy it from “OAuth & Permissions” of your app at api.slack.com/apps",
    )


async def test_over_http_the_public_address_must_answer(config: Path) -> None:
    async with SlackSide() as side, serving(Starlette(routes=[alive_route()]), bound("127.0.0.1", 0)) as address:
        found = await look(side.api_url, config, COMMONPLACE_PUBLIC_URL=f"{address}/", SLACK_APP_TOKEN="")
        assert (found["public URL"].state, found["public URL"].said) == ("ok", f"{address}/healthz answers")
        found = await look(side.api_url, config, COMMONPLACE_PUBLIC_URL=f"{address}/elsewhere", SLACK_APP_TOKEN="")
        assert found["public URL"].said == f"{address}/elsewhere/healthz answers 404"
    async with SlackSide() as side:
        found = await look(side.api_url, config, COMMONPLACE_PUBLIC_URL="http://127.0.0.1:9", SLACK_APP_TOKEN="")
        assert found["public URL"].said == "http://127.0.0.1:9/healthz cannot be reached (ClientConnectorError)"
        assert (found["reader"].state, found["reader"].said) == ("ok", "open on this machine alone")
        assert "public URL" not in await look(side.api_url, config, SLACK_APP_TOKEN="")


async def test_it_says_who_may_read_the_posts_at_the_public_address(config: Path) -> None:
    url = "http://bot.invalid"
    async with SlackSide() as side:
        found = await look(side.api_url, config, COMMONPLACE_PUBLIC_URL=url, SLACK_APP_TOKEN="")
        assert (found["reader"].state, found["reader"].mend.startswith("set COMMONPLACE_SIGN_IN")) == ("mend", True)
        found = await look(
            side.api_url,
            config,
            COMMONPLACE_PUBLIC_URL=url,
            SLACK_APP_TOKEN="",
            COMMONPLACE_SIGN_IN="secret",
            COMMONPLACE_SIGN_IN_SECRET="x" * 16,
        )
        assert (found["reader"].state, found["reader"].said) == ("ok", "people sign in with the secret")


@pytest.mark.parametrize(
    ("status", "ready", "state", "said"),
    [
        (200, "ok posts\nok store\nok socket\n", "ok", "ready, at http://"),
        (
            503,
            "ok posts\nfailed store: no answer in time\nfailed socket: not connected\n",
            "mend",
            "not ready: store: no",
        ),
    ],
)
async def test_the_bot_that_runs_here_is_asked_how_it_is(
    config: Path, status: int, ready: str, state: str, said: str
) -> None:
    async with SlackSide() as side, saying(ready, status) as port:
        found = await look(side.api_url, config, COMMONPLACE_METRICS_PORT=port)
        assert not side.sockets  # the doctor takes no request from a bot that runs
    assert found["running bot"].state == state
    assert found["running bot"].said.startswith(said)
    assert "connections" not in found


@pytest.mark.parametrize(("database", "state"), [(" ", "look"), ("postgresql://bot:hush@127.0.0.1:9/bot", "ok")])
async def test_connections_of_other_processes_are_told_of_with_what_they_mean(
    config: Path, database: str, state: str
) -> None:
    async with SlackSide() as side, saying("ok posts\nok store\nok socket, 2 connections of the app\n") as port:
        found = await look(side.api_url, config, COMMONPLACE_METRICS_PORT=port, DATABASE_URL=database)
    assert found["connections"].state == state
    assert found["connections"].said.startswith("2 of this app, so each request goes to one of them")
    assert ("PostgreSQL" in found["connections"].mend) == (state == "look")


async def test_a_bot_that_does_not_run_yet_is_nothing_to_mend(config: Path) -> None:
    async with SlackSide() as side:
        found = await look(side.api_url, config, COMMONPLACE_METRICS_PORT="9")
    assert (found["running bot"].state, found["running bot"].said) == (
        "ok",
        "none answers at http://127.0.0.1:9/readyz",
    )


@pytest.mark.parametrize(
    ("error", "said", "mend"),
    [
        ("invalid_auth", "Slack does not take it (invalid_auth)", "copy it again from"),
        ("account_inactive", "Slack does not take it (account_inactive)", "copy it again from"),
        ("token_revoked", "Slack does not take it (token_revoked)", "copy it again from"),
        ("internal_error", "Slack does not answer as it should (internal_error)", "try again later"),
        ("ratelimited", "Slack does not answer as it should (ratelimited)", "try again later"),
    ],
)
async def test_what_slack_says_to_the_bot_token_has_its_mend(config: Path, error: str, said: str, mend: str) -> None:
    async with SlackSide() as side:
        side.fail_next("auth.test", error=error)
        found = await look(side.api_url, config)
    assert (found["bot token"].state, found["bot token"].said) == ("mend", said)
    assert found["bot token"].mend.startswith(mend)


@pytest.mark.parametrize("error", ["missing_scope", "not_allowed_token_type", "forbidden_team", "invalid_auth"])
async def test_what_slack_says_to_the_app_token_has_its_mend(config: Path, error: str) -> None:
    async with SlackSide() as side:
        side.fail_next("apps.connections.open", error=error)
        found = await look(side.api_url, config)
    assert (found["app token"].state, found["app token"].said) == ("mend", f"Slack does not take it ({error})")
    assert "connections:write" in found["app token"].mend
    assert "switch Socket Mode on" in found["app token"].mend


async def test_whatever_is_to_be_mended_comes_with_its_mend(config: Path) -> None:
    async with SlackSide(scopes={"chat:write", "files:read"}) as side:
        more = {"DATABASE_URL": "/dev/null/commonplace.db", "SLACK_APP_TOKEN": "xapp-wrong"}
        found = await look(side.api_url, config, clock_off=900, **more)
    wrong = {each.check: each for each in found.values() if each.state != "ok"}
    assert {"scopes", "manifest", "clock", "app token", "store"} <= wrong.keys()
    assert all(each.mend or ": " in each.said for each in wrong.values())


@asynccontextmanager
async def saying(ready: str, status: int = 200) -> AsyncIterator[str]:
    """A port on which a bot says so of itself."""

    async def said(_: Request) -> PlainTextResponse:
        return PlainTextResponse(ready, status)

    async with serving(Starlette(routes=[Route("/readyz", said)]), bound("127.0.0.1", 0)) as address:
        yield address.rpartition(":")[2]


async def test_a_signing_secret_that_looks_like_none_is_worth_a_look(config: Path) -> None:
    async with SlackSide() as side:
        found = await look(side.api_url, config, SLACK_APP_TOKEN="")
        assert found["signing secret"].state == "ok"
        found = await look(side.api_url, config, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="xoxb-pasted-here")
    assert found["signing secret"].state == "look"
    assert "pasted" not in drawn(found.values())


async def test_posts_that_cannot_be_read_are_named(config: Path) -> None:
    await asyncio.to_thread(config.write_text, "sources:\n  - folder: nowhere\n", "utf-8")
    async with SlackSide() as side:
        found = await look(side.api_url, config)
    assert found["posts"].state == "mend"
    assert "nowhere" in found["posts"].said
    assert found["scopes"].state == "ok"


def test_a_source_without_posts_and_problems_in_documents_are_worth_a_look() -> None:
    stats = Stats(posts=1, paragraphs=1, passages=1, lessons=0, problems=2, sources={"blog": 1})
    assert [(each.check, each.state, each.said) for each in read(stats, ["wiki", "blog"])] == [
        ("source wiki", "look", "0 posts"),
        ("source blog", "ok", "1 post"),
        ("documents", "look", "2 problems in documents"),
    ]


async def made(path: Path) -> Path:
    async with open_store(str(path), now) as store:
        await store.gaps.record("T1", "how do we roll back?", "U1")
    return path


def write_notes(folder: Path) -> None:
    """A file that is no database, and one in which nothing stands yet."""
    (folder / "notes.txt").write_text("not a database, but long enough to be read as one" * 10, encoding="utf-8")
    (folder / "empty.db").touch()


def set_revision(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.commit()


async def test_a_store_of_this_version_is_well_and_stays_as_it_is(tmp_path: Path) -> None:
    path = await made(tmp_path / "commonplace.db")
    before = path.read_bytes()
    found = await store_finding(f"sqlite:///{path}")
    assert (found.state, found.said) == ("ok", f"{path}, tables of this version ({REVISION})")
    assert path.read_bytes() == before


async def test_a_store_of_a_newer_version_is_to_be_mended_and_one_of_an_older_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await made(tmp_path / "commonplace.db")
    set_revision(path, "9999")
    assert (await store_finding(str(path))).said == f"{path} was made by a newer version (9999)"
    set_revision(path, "0001")
    monkeypatch.setattr("bot.doctoring.stores.REVISION", "9999")
    found = await store_finding(str(path))
    assert (found.state, found.said) == ("look", f"{path} has the tables of an older version (0001, now 9999)")
    assert "back it up" in found.mend


@pytest.mark.parametrize(
    ("address", "state", "said"),
    [
        (":memory:", "look", "in memory"),
        ("mysql://bot:hush@db/bot", "mend", "mysql:// is no address"),
        ("postgresql://bot:hush@127.0.0.1:9/bot", "mend", "PostgreSQL at 127.0.0.1, database bot cannot be read"),
        ("notes.txt", "mend", "notes.txt cannot be read (DatabaseError)"),
        ("empty.db", "ok", "empty.db is empty: its tables are made with the first start"),
        ("/dev/null/commonplace.db", "mend", "cannot be"),
    ],
)
async def test_a_store_that_cannot_be_used_is_named_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, state: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_notes(tmp_path)
    found = await store_finding(address)
    assert found.state == state
    assert said in found.said
    assert "hush" not in found.said + found.mend


@pytest.mark.skipif(bool(missing()), reason=missing() or "it is there")
async def test_a_store_on_a_server_is_looked_at_too() -> None:
    with running_server() as server:
        url = server.new_database()
        assert "is empty" in (await store_finding(url)).said
        async with open_store(url, now):
            assert (await store_finding(url)).said.endswith(f"tables of this version ({REVISION})")


async def test_a_backup_is_the_whole_store_while_it_is_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, copy = tmp_path / "commonplace.db", tmp_path / "copy.db"
    async with open_store(str(path), now) as store:
        await store.gaps.record("T1", "how do we roll back?", "U1")
        assert await asyncio.to_thread(main, ["backup", str(copy)], {"DATABASE_URL": str(path)}) == 0
    assert capsys.readouterr().out == f"{copy}: {copy.stat().st_size} bytes\n"
    assert copy.stat().st_mode & 0o777 == 0o600
    async with open_store(str(copy), now) as store:
        assert await store.gaps.record("T1", "how do we roll back?", "U2") == 2


async def test_a_backup_that_cannot_be_made_says_why_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, copy = await made(tmp_path / "commonplace.db"), tmp_path / "copy.db"
    write_notes(tmp_path)
    for url, said in (
        ("postgresql://bot:hush@db/bot", "the store is PostgreSQL: use pg_dump"),
        (":memory:", "the database in memory cannot be backed up"),
        (str(tmp_path / "none.db"), "none.db is not there: nothing is stored yet"),
        (str(tmp_path / "notes.txt"), "notes.txt cannot be copied to"),
    ):
        assert await asyncio.to_thread(main, ["backup", str(copy)], {"DATABASE_URL": url}) == 2
        err = capsys.readouterr().err
        assert err.startswith("commonplace: ")
        assert said in err
        assert "hush" not in err
        assert not copy.exists()
    await asyncio.to_thread(copy.write_text, "mine", "utf-8")
    with pytest.raises(ValueError, match=r"copy\.db cannot be made: File exists"):
        back_up(str(path), copy)
    assert copy.stat().st_size == len("mine")


async def test_the_command_prints_lines_or_json_and_ends_with_1_where_something_is_to_be_mended(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with SlackSide() as side:
        environment = {**SECRETS, "SLACK_API_URL": side.api_url, "HOME": str(config.parent)}
        assert await asyncio.to_thread(main, ["doctor", "--config", str(config)], environment) == 0
        said = capsys.readouterr().out
        assert "✓ ok    app token     opens a connection\n" in said
        assert said.endswith("\nEverything is as it should be.\n")
        environment["SLACK_BOT_TOKEN"] = "xoxb-wrong"
        assert await asyncio.to_thread(main, ["doctor", "--json", "--config", str(config)], environment) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert said["findings"][1].keys() == {"check", "state", "said", "mend"}


def test_findings_are_drawn_with_a_sign_a_word_and_their_mend() -> None:
    findings = [Finding("clock", "mend", "90 s behind", "set it"), Finding("store", "look", "in memory")]
    assert drawn(findings) == (
        "✗ mend  clock  90 s behind\n               → set it\n! look  store  in memory\n\nTo mend: 1. To look at: 1."
    )
    assert drawn(findings[1:]).endswith("Nothing to mend. To look at: 1.")
    assert is_well(findings[1:])
    assert as_json(findings)["ok"] is False
