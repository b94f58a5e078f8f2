"""Many workspaces, from the environment on: what is missing or wrong is named, and `run`, `doctor` and `key` do their part."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.cli import main
from bot.doctor import examine
from bot.doctoring.findings import Finding, drawn
from bot.manifest import Wanted, build_manifest
from bot.names import Names
from bot.parts import now
from bot.play.directory import Consent, Directory
from bot.play.slack_side import SlackSide
from bot.settings import OAuth, SettingsError, read_settings
from bot.store import open_store
from bot.store.sealing import Seal, new_key
from bot.surfaces import scopes_of
from bot.texts import LANGUAGES, texts_in
from bot.transport.http import PATH, bound
from bot.web.installing import REASONS
from tests.bot.posts import write_posts
from tests.bot.store.made import installation
from tests.slack_types.judge import check_manifest

KEY, OTHER = new_key(), new_key()
MANY = {
    "SLACK_CLIENT_ID": "1.1",
    "SLACK_CLIENT_SECRET": "client-secret",
    "SLACK_SIGNING_SECRET": "0123456789abcdef" * 2,
    "SLACK_REDIRECT_URL": "https://bot.example.com/slack/oauth_redirect",
    "COMMONPLACE_TOKEN_KEY": KEY,
}


def mistakes(**environment: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings({name: value for name, value in {**MANY, **environment}.items() if value})
    assert KEY not in str(caught.value)
    return list(caught.value.mistakes)


def test_a_client_id_without_a_bot_token_means_many_workspaces_over_http() -> None:
    read = read_settings({**MANY, "SLACK_APP_TOKEN": "xapp-1"})
    assert (read.transport, read.bot_token) == ("http", "")
    assert read.oauth == OAuth("1.1", "client-secret", MANY["SLACK_REDIRECT_URL"], (KEY,))
    assert read.oauth.install_url == "https://bot.example.com/slack/install"
    assert KEY not in repr(read)
    assert "client-secret" not in repr(read)


def test_a_bot_token_means_one_workspace_whatever_else_there_is() -> None:
    assert read_settings({**MANY, "SLACK_BOT_TOKEN": "xoxb-1"}).oauth is None


def test_the_address_follows_from_that_of_the_bot_and_the_manifest_is_named_as_it_was_made() -> None:
    more = {"COMMONPLACE_PUBLIC_URL": "https://bot.example.com/x/", "COMMONPLACE_MANIFEST": "full agent"}
    more |= {"COMMONPLACE_WORKSPACES": "T012AB3CD,E012AB3CD"}
    read = read_settings({**MANY, "SLACK_REDIRECT_URL": "", **more, "COMMONPLACE_TOKEN_KEY": f"{OTHER}, {KEY}"})
    assert read.oauth is not None
    assert read.oauth.redirect_url == "https://bot.example.com/x/slack/oauth_redirect"
    assert read.oauth.workspaces == {"T012AB3CD", "E012AB3CD"}
    assert (read.oauth.variant, read.oauth.agent, read.oauth.token_keys) == ("full", True, (OTHER, KEY))


def test_everything_missing_is_said_in_one_message() -> None:
    missing = dict.fromkeys(MANY, "")
    assert mistakes(**missing | {"SLACK_CLIENT_ID": "1.1"}) == [
        "SLACK_CLIENT_SECRET is missing: copy it from “Basic Information → App Credentials”",
        "SLACK_REDIRECT_URL is missing: the bot's address over HTTPS with /slack/oauth_redirect at its end",
        "COMMONPLACE_TOKEN_KEY is missing: `commonplace key new` prints one",
        "SLACK_SIGNING_SECRET is missing: copy it from “Basic Information → App Credentials”",
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_CLIENT_ID", "A0123", "SLACK_CLIENT_ID must be the number with a dot that it is, is 'A0123'"),
        (
            "SLACK_REDIRECT_URL",
            "http://bot.example.com/slack/oauth_redirect",
            "must be an address that starts with https://",
        ),
        ("SLACK_REDIRECT_URL", "https://bot.example.com/", "and ends with /slack/oauth_redirect"),
        (
            "COMMONPLACE_TOKEN_KEY",
            f"{'A' * 43}=,short",
            "COMMONPLACE_TOKEN_KEY must hold keys as `commonplace key new` prints",
        ),
        ("COMMONPLACE_WORKSPACES", "T012AB3CD, ours", "such as T012AB3CD or E012AB3CD, not 'ours'"),
        ("COMMONPLACE_MANIFEST", "big", "COMMONPLACE_MANIFEST must be one of slash, standard, full"),
        ("COMMONPLACE_MANIFEST", "full house", "COMMONPLACE_MANIFEST must be one of slash, standard, full"),
    ],
)
def test_what_cannot_be_is_named(name: str, value: str, said: str) -> None:
    (mistake,) = mistakes(**{name: value})
    assert said in mistake


def test_an_address_that_follows_from_that_of_the_bot_must_be_safe_too() -> None:
    (mistake,) = mistakes(SLACK_REDIRECT_URL="", COMMONPLACE_PUBLIC_URL="http://bot.example.com")
    assert mistake.endswith("is 'http://bot.example.com/slack/oauth_redirect'")


def test_socket_mode_has_no_page_to_install_by() -> None:
    with pytest.raises(SettingsError, match="SLACK_CLIENT_ID is for many workspaces, which need HTTP"):
        read_settings({**MANY, "SLACK_APP_TOKEN": "xapp-1"}, "socket")


def test_the_manifest_for_many_says_where_they_come_back_and_hears_when_they_leave() -> None:
    for variant in ("slash", "standard", "full"):
        wanted = Wanted(variant, "https://bot.example.com", many=True)
        built: Any = build_manifest(Names(), wanted)
        check_manifest(built)
        assert built["oauth_config"]["redirect_urls"] == ["https://bot.example.com/slack/oauth_redirect"]
        assert built["settings"]["org_deploy_enabled"] is True
        assert built["settings"]["token_rotation_enabled"] is False
        assert {"app_uninstalled", "tokens_revoked"} <= set(built["settings"]["event_subscriptions"]["bot_events"])
    one: Any = build_manifest(Names(), Wanted("full", "https://bot.example.com"))
    assert "redirect_urls" not in one["oauth_config"]
    assert not {"app_uninstalled", "tokens_revoked"} & set(one["settings"]["event_subscriptions"]["bot_events"])
    with pytest.raises(ValueError, match="--many needs --url"):
        build_manifest(Names(), Wanted(many=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_end_of_an_installation_is_said_in_every_language(language: str) -> None:
    texts = texts_in(language)
    headings = {texts(f"install-{reason}", where="One") for reason in REASONS}
    assert len(headings) == len(REASONS)
    assert all(texts(f"install-{reason}-next") for reason in REASONS)


def test_a_new_key_is_printed_and_is_another_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["key", "new"], {}) == main(["key", "new"], {}) == 0
    one, two = capsys.readouterr().out.splitlines()
    assert one != two
    assert read_settings({**MANY, "COMMONPLACE_TOKEN_KEY": f"{one},{two}"}).oauth


def test_keys_are_renewed_by_a_command_that_says_what_it_cannot_open(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    url = str(tmp_path / "state.db")

    async def installed(*keys: str) -> None:
        async with open_store(url, now) as store:
            await store.installations(Seal(keys)).save(installation())

    asyncio.run(installed(KEY))
    environment = {"DATABASE_URL": url, "COMMONPLACE_TOKEN_KEY": f"{OTHER},{KEY}"}
    assert main(["key", "renew"], environment) == 0
    assert capsys.readouterr().out == "tokens sealed with the first key now: 1\n"
    assert main(["key", "renew"], {**environment, "COMMONPLACE_TOKEN_KEY": KEY}) == 1
    said = capsys.readouterr()
    assert said.out == "tokens sealed with the first key now: 0\n"
    assert "no key in COMMONPLACE_TOKEN_KEY opens the token of T1" in said.err
    assert main(["key", "renew"], {"DATABASE_URL": url}) == 2
    assert "COMMONPLACE_TOKEN_KEY is missing" in capsys.readouterr().err


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_posts(tmp_path / "posts")
    (tmp_path / "commonplace.yaml").write_text("sources:\n  - folder: posts\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@asynccontextmanager
async def started(place: Path, directory: Directory, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[dict[str, str]]:
    """`commonplace run` in a thread, until the block ends; its environment."""
    stops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def stop_event() -> asyncio.Event:
        stops.append((asyncio.get_running_loop(), asyncio.Event()))
        return stops[0][1]

    monkeypatch.setattr("bot.running.stop_event", stop_event)
    monkeypatch.setattr("asyncio.unix_events._UnixSelectorEventLoop.add_signal_handler", lambda *_: None)
    monkeypatch.setattr("asyncio.unix_events._UnixSelectorEventLoop.remove_signal_handler", lambda *_: None)
    with bound("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    redirect = f"http://127.0.0.1:{port}/slack/oauth_redirect"
    directory.redirect_urls.append(redirect)
    environment = {
        **MANY,
        "SLACK_SIGNING_SECRET": SlackSide.signing_secret,
        "SLACK_REDIRECT_URL": redirect,
        "SLACK_API_URL": directory.api_url,
        "DATABASE_URL": str(place / "state.db"),
        "PORT": str(port),
        "XDG_CACHE_HOME": str(place / "cache"),
    }
    running = asyncio.create_task(asyncio.to_thread(main, ["run", "--http"], environment))
    async with aiohttp.ClientSession() as session, asyncio.timeout(20):
        while not await answers(session, f"http://127.0.0.1:{port}/healthz"):
            assert not running.done(), running.result()
    try:
        yield environment
    finally:
        loop, stopped = stops[0]
        loop.call_soon_threadsafe(stopped.set)
        code = await running
    assert code == 0


async def answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def test_the_command_runs_for_many_and_the_doctor_finds_nothing_to_mend(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Directory() as directory, SlackSide() as side, started(place, directory, monkeypatch) as environment:
        directory.consent = Consent((side,))
        origin = f"http://127.0.0.1:{environment['PORT']}"
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=origin)
        async with aiohttp.ClientSession(cookie_jar=jar) as browser, browser.get(f"{origin}/slack/install") as answer:
            assert "I am installed in Play" in await answer.text()
        side.connect_http(origin + PATH)
        ack = await side.slash_command("/ask", "how do we roll back?")
        assert ack.payload is not None
        assert "roll" in ack.payload["text"].lower()
        findings = await examine(environment, now, place / "other.db")
    shown = drawn(findings)
    assert "complete, for HTTP, many workspaces" in shown
    assert "Slack knows the app 1.1" in shown
    assert f"{environment['SLACK_REDIRECT_URL']} answers" in shown
    assert "1 workspaces and organisations" in shown
    assert "mend" not in {each.state for each in findings}
    assert environment["COMMONPLACE_TOKEN_KEY"] not in shown + capsys.readouterr().err


async def test_who_is_in_a_group_that_a_source_is_for_is_asked_for_and_missed_by_the_doctor(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = "sources:\n  - folder: posts\n    only_for: {groups: [S012STAFF]}\n"
    (place / "commonplace.yaml").write_text(written, encoding="utf-8")
    async with open_store(str(place / "state.db"), now) as store:
        await store.installations(Seal([KEY])).save(installation(scopes=tuple(scopes_of("standard")[0])))
    async with Directory() as directory, started(place, directory, monkeypatch) as environment:
        install = f"http://127.0.0.1:{environment['PORT']}/slack/install"
        async with aiohttp.ClientSession() as browser, browser.get(install, allow_redirects=False) as answer:
            asked = URL(answer.headers["location"]).query["scope"].split(",")
        shown = drawn(await examine(environment, now, place / "other.db"))
    assert "usergroups:read" in asked
    assert "not granted in T1: usergroups:read\n" in shown


async def test_a_key_that_fits_nothing_is_said_before_anything_runs(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.running.stop_event", asyncio.Event)
    url = str(place / "state.db")
    async with open_store(url, now) as store:
        await store.installations(Seal([OTHER])).save(installation())
    async with Directory() as directory:
        environment = {**MANY, "SLACK_API_URL": directory.api_url, "DATABASE_URL": url}
        assert await asyncio.to_thread(main, ["run", "--http"], environment) == 2
        assert "no key in COMMONPLACE_TOKEN_KEY opens the token of T1: put the key" in capsys.readouterr().err


async def found(directory: Directory, place: Path, **more: str) -> dict[str, Finding]:
    environment = {**MANY, "SLACK_API_URL": directory.api_url, "DATABASE_URL": str(place / "state.db"), **more}
    environment["SLACK_REDIRECT_URL"] = "http://127.0.0.1:9/slack/oauth_redirect"
    return {each.check: each for each in reversed(await examine(environment, now, place / "other.db"))}


async def test_the_doctor_names_what_is_wrong_with_the_app_and_with_those_who_installed_it(place: Path) -> None:
    async with open_store(str(place / "state.db"), now) as store:
        await store.installations(Seal([OTHER])).save(installation())
        kept = store.installations(Seal([KEY]))
        await kept.save(installation(tenant="T2", team_id="T2"))
        await kept.mark(installation(tenant="T2"), "token_revoked")
    async with Directory(client_secret="another") as directory:
        seen = await found(directory, place)
    assert seen["app credentials"].said == "Slack does not take it (bad_client_secret)"
    assert "copy client id and secret again" in seen["app credentials"].mend
    assert (seen["redirect URL"].state, "cannot be reached" in seen["redirect URL"].said) == ("mend", True)
    assert seen["token keys"].said == "no key in COMMONPLACE_TOKEN_KEY opens the token of T1"
    assert seen["token keys"].mend.startswith("put the key that it was sealed with behind the others")
    async with Directory() as directory:
        seen = await found(directory, place, COMMONPLACE_TOKEN_KEY=f"{KEY},{OTHER}")
    assert "token keys" not in seen
    assert seen["clock"].state == "ok"
    assert seen["installations"].said == "2 workspaces and organisations"


async def test_the_doctor_says_who_installed_it_before_it_asked_for_more(place: Path) -> None:
    async with open_store(str(place / "state.db"), now) as store:
        kept = store.installations(Seal([KEY]))
        await kept.save(installation(scopes=("commands",)))
        await kept.save(installation(tenant="T2", scopes=tuple(scopes_of("full")[0])))
    async with Directory() as directory:
        environment = {**MANY, "SLACK_API_URL": directory.api_url, "DATABASE_URL": str(place / "state.db")}
        shown = drawn(await examine(environment, now, place / "other.db"))
    assert "not granted in T1: app_mentions:read, chat:write, im:history\n" in shown
    assert "have it installed again there: what was granted before stays as it was" in shown


async def test_the_doctor_says_which_tokens_slack_takes_no_more_and_changes_nothing(place: Path) -> None:
    async with open_store(str(place / "state.db"), now) as store:
        kept = store.installations(Seal([KEY]))
        await kept.save(installation())
        await kept.mark(installation(), "token_revoked")
    before = (place / "state.db").read_bytes()
    async with Directory() as directory:
        environment = {**MANY, "SLACK_API_URL": directory.api_url, "DATABASE_URL": str(place / "state.db")}
        shown = drawn(await examine(environment, now, place / "other.db"))
    assert re.search(r"! look +installations +Slack takes the token of T1 no more \(token_revoked\)", shown)
    assert (place / "state.db").read_bytes() == before
