"""Posts are open to everybody on this machine alone, or where every source says that they are."""

import os
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.parts import Parts, now
from bot.settings import Settings, SettingsError
from bot.signing_in import By, SigningIn
from bot.store import open_store
from bot.web import entrance
from bot.web.gates import Here, is_loopback
from bot.web.sign_in import SignIn
from bot.workspaces import Identity, OneWorkspace
from knowledge import Config, SourceConfig, load_config
from tests.bot.web.reading import base_of, reading

PRIVATE = "sources:\n  - folder: posts\n"
PUBLIC = "sources:\n  - folder: posts\n    public: true\n"
MIXED = PUBLIC + "  - folder: others\n"


def settings(config: Path, url: str = "https://bot.example.com", host: str = "127.0.0.1", by: By = "") -> Settings:
    return Settings("http", "xoxb-1", host=host, public_url=url, config=config, signing_in=SigningIn(by, "x" * 16))


@pytest.fixture
def config(own_posts: Path) -> Path:
    (own_posts.parent / "others").mkdir()
    path = own_posts.parent / "commonplace.yaml"
    path.write_text(PRIVATE, encoding="utf-8")
    return path


FAR = "https://bot.example.com"


@pytest.mark.parametrize(
    ("served", "written"),
    [
        (("", "0.0.0.0", ""), PRIVATE),  # nothing is served
        ((FAR, "0.0.0.0", ""), PUBLIC),
        ((FAR, "0.0.0.0", "secret"), PRIVATE),
        (("http://localhost:3000", "127.0.0.1", ""), PRIVATE),
        (("http://[::1]:3000", "::1", ""), PRIVATE),
    ],
)
def test_posts_are_served_to_those_who_may_read_them(config: Path, served: tuple[str, str, By], written: str) -> None:
    config.write_text(written, encoding="utf-8")
    entrance.check(settings(config, *served))


@pytest.mark.parametrize("written", [PRIVATE, MIXED, PRIVATE + "    public: false\n"])
@pytest.mark.parametrize(("url", "host"), [(FAR, "127.0.0.1"), ("http://127.0.0.1:3000", "0.0.0.0")])
def test_posts_are_not_served_to_people_who_may_not_read_them(config: Path, url: str, host: str, written: str) -> None:
    config.write_text(written, encoding="utf-8")
    with pytest.raises(SettingsError, match="set COMMONPLACE_SIGN_IN to slack or secret, or write `public: true`"):
        entrance.check(settings(config, url, host))


def test_only_what_says_itself_that_it_is_public_is_open_and_the_posts_that_come_along(own_posts: Path) -> None:
    assert Config().is_open
    assert not Config(sources=(SourceConfig(folder=own_posts),)).is_open
    assert not Config(sources=(SourceConfig(folder=own_posts, public=False),)).is_open
    assert Config(sources=(SourceConfig(folder=own_posts, public=True),)).is_open


def write(config: Path, written: str | None, moment: int) -> None:
    """Write the file, or take it away, at a moment of its own."""
    if written is None:
        config.unlink()
        return
    config.write_text(written, encoding="utf-8")
    os.utime(config, (moment, moment))


async def test_open_pages_close_as_soon_as_a_source_is_not_public_any_more(config: Path) -> None:
    async with open_store("", now) as store, aiohttp.ClientSession() as session:
        base = base_of(config.parent / "posts")
        gate = entrance.gate(
            settings(config),
            Parts(base, store),
            AsyncWebClient(session=session),
            OneWorkspace(Identity("", "", "", "")),
        )
        async with reading(base, gate=gate) as reader:
            statuses = []
            for moment, written in enumerate((PUBLIC, MIXED, PUBLIC, "sources: {", PUBLIC, None)):
                write(config, written, moment)
                async with reader.get("/posts") as page:
                    statuses.append(page.status)
                    assert ("Rolling back" in await page.text()) == (page.status == 200)
    assert statuses == [200, 503, 200, 503, 200, 503]


async def test_pages_of_this_machine_are_not_for_a_name_that_leads_to_it(own_posts: Path) -> None:
    async with reading(base_of(own_posts), gate=Here()) as reader:
        async with reader.get("/posts") as page:
            assert page.status == 200
        async with reader.get("/posts", headers={"host": "rebound.example"}) as page:
            assert (page.status, await page.text()) == (403, "These pages are for this computer alone.")


def test_a_gate_that_nobody_could_pass_is_an_error() -> None:
    with pytest.raises(ValueError, match="neither Slack nor a secret"):
        SignIn(None, "en", None, None)  # type: ignore[arg-type]


def test_the_machine_itself_is_told_from_others() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "localhost", "a.localhost")))
    assert not any(map(is_loopback, ("", "0.0.0.0", "10.0.0.1", "localhost.example.com", "notlocalhost")))


def test_the_configuration_of_the_working_folder_counts(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(config.parent)
    assert not entrance.OpenPosts(None)()
    monkeypatch.chdir(config.parent / "posts")
    assert entrance.OpenPosts(None)()
    assert load_config().is_open
