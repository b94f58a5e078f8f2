import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.manifest import Wanted, build_manifest, domains_of
from bot.names import Names
from bot.surfaces import SURFACES, VARIANTS, Variant
from bot.transport.http import PATH
from tests.slack_types import schemas
from tests.slack_types.judge import check_manifest

NAMES = Names("/lessons-ask", "/tip", "lessons")
URL = "https://bot.example.com/"
DOMAINS = ("blog.example.com",)
HISTORY = ["channels:history", "groups:history", "users:read"]


@pytest.fixture(autouse=True)
def assistants_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's types have `agent_view`, and not yet the scope that it needs."""
    known, usual = copy.deepcopy(schemas.schema("manifest")), schemas.validator
    allowed = known["definitions"]["Manifest"]["properties"]["oauth_config"]["properties"]["scopes"]["properties"][
        "bot"
    ]
    assert "assistant:write" not in allowed["items"]["enum"], "the types have it now: this fixture can go"
    allowed["items"]["enum"].append("assistant:write")
    judge = schemas.Validator(known)
    monkeypatch.setattr(schemas, "validator", lambda name: judge if name == "manifest" else usual(name))


def scopes(wanted: Wanted, kind: str = "bot") -> Sequence[str]:
    built: Any = build_manifest(Names(), wanted)
    found: Sequence[str] = built["oauth_config"]["scopes"].get(kind, [])
    return found


def events(wanted: Wanted) -> Sequence[str]:
    built: Any = build_manifest(Names(), wanted)
    found: Sequence[str] = built["settings"].get("event_subscriptions", {}).get("bot_events", [])
    return found


def features(wanted: Wanted, names: Names | None = None) -> Any:  # noqa: ANN401 - JSON
    return build_manifest(names or Names(), wanted)["features"]


@pytest.mark.parametrize("agent", [False, True], ids=["plain", "agent"])
@pytest.mark.parametrize("domains", [(), DOMAINS], ids=["no domains", "domains"])
@pytest.mark.parametrize("url", ["", URL], ids=["socket", "http"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_slack_takes_the_manifest(variant: Variant, url: str, domains: tuple[str, ...], *, agent: bool) -> None:
    wanted = Wanted(variant, url, domains, agent)
    if variant == "slash" and agent:
        with pytest.raises(ValueError, match="--variant standard or full"):
            build_manifest(Names(), wanted)
        return
    for names in (Names(), NAMES):
        check_manifest(build_manifest(names, wanted))


def test_over_http_every_address_is_that_of_the_bot() -> None:
    built = build_manifest(Names(), Wanted(public_url=URL))
    assert str(built).count("https://") == str(built).count(f"'{URL.rstrip('/')}{PATH}'") == 4
    assert "'socket_mode_enabled': False" in str(built)


def test_where_people_sign_in_slack_may_send_them_back() -> None:
    for many, paths in ((False, ["/sign-in/slack/back"]), (True, ["/slack/oauth_redirect", "/sign-in/slack/back"])):
        built: Any = build_manifest(Names(), Wanted(public_url=URL, sign_in=True, many=many))
        check_manifest(built)
        assert built["oauth_config"]["redirect_urls"] == [URL.rstrip("/") + path for path in paths]
    with pytest.raises(ValueError, match="--sign-in needs --url"):
        build_manifest(Names(), Wanted(sign_in=True))


def test_in_socket_mode_there_is_no_address() -> None:
    built = build_manifest(Names())
    assert "https://" not in str(built)
    assert "'socket_mode_enabled': True" in str(built)


def test_the_smallest_asks_for_commands_and_hears_nothing_else() -> None:
    wanted = Wanted("slash", domains=DOMAINS)
    assert scopes(wanted) == ["commands"]
    assert not scopes(wanted, "bot_optional")
    assert not events(wanted)
    assert features(wanted)["app_home"]["home_tab_enabled"] is False
    assert "unfurl_domains" not in features(wanted)


def test_the_usual_one_hears_calls_and_direct_messages_and_leaves_threads_to_whoever_installs_it() -> None:
    wanted = Wanted()
    assert scopes(wanted) == ["app_mentions:read", "chat:write", "commands", "im:history"]
    assert scopes(wanted, "bot_optional") == HISTORY
    assert events(wanted) == ["app_home_opened", "app_mention", "message.im"]
    assert features(wanted)["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_links_are_heard_of_where_posts_have_addresses() -> None:
    wanted = Wanted(domains=DOMAINS)
    assert {"links:read", "links:write"} <= set(scopes(wanted))
    assert "link_shared" in events(wanted)
    assert features(wanted)["unfurl_domains"] == ["blog.example.com"]


def test_the_full_one_follows_threads_and_reactions() -> None:
    wanted = Wanted("full")
    assert {*HISTORY, "reactions:read"} <= set(scopes(wanted))
    assert not scopes(wanted, "bot_optional")
    assert {"message.channels", "message.groups", "reaction_added"} <= set(events(wanted))


def test_an_agent_has_a_description_and_at_most_four_prompts() -> None:
    wanted = Wanted(agent=True)
    assert "assistant:write" in scopes(wanted)
    assert "assistant:write" not in scopes(Wanted())
    assert len(features(wanted)["agent_view"]["suggested_prompts"]) <= 4
    assert "agent_view" not in features(Wanted())


def test_every_command_and_shortcut_is_offered_under_its_name() -> None:
    for variant in VARIANTS:
        found = features(Wanted(variant), NAMES)
        assert [each["command"] for each in found["slash_commands"]] == [NAMES.ask, NAMES.lesson]
        offered = {each["callback_id"] for each in found["shortcuts"]}
        assert offered == {each.name for each in SURFACES if each.kind == "shortcut"}


@pytest.mark.parametrize(
    ("urls", "hosts"),
    [
        (["https://Blog.Example.com/posts", "https://blog.example.com:8443/x", ""], ["blog.example.com"]),
        (["https://blog.example.com", "https://example.com"], ["example.com"]),
        (["http://localhost:4000", "https://a.example.com"], ["a.example.com"]),
        ([f"https://blog{number}.example.com" for number in range(7)], [f"blog{n}.example.com" for n in range(5)]),
        ([], []),
    ],
)
def test_domains_are_the_hosts_of_the_sources(urls: list[str], hosts: list[str]) -> None:
    assert list(domains_of(urls)) == hosts
    check_manifest(build_manifest(Names(), Wanted(domains=domains_of(urls))))


@pytest.mark.parametrize(("bot", "name"), [("commonplace", "Commonplace"), ("DevBot", "DevBot"), ("R&D", "R&D")])
def test_the_app_is_called_as_the_bot_is_with_a_capital(bot: str, name: str) -> None:
    built: Any = build_manifest(Names(bot=bot))
    assert built["display_information"]["name"] == name
    assert built["features"]["bot_user"]["display_name"] == bot


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, **environment: str) -> dict[str, Any]:
    assert main(["manifest", *arguments], environment) == 0
    built: dict[str, Any] = json.loads(capsys.readouterr().out)
    return built


def test_the_command_prints_the_usual_one_with_the_domains_of_the_configuration(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config = tmp_path / "commonplace.yaml"
    config.write_text("sources:\n  - folder: .\n    base_url: https://blog.example.com/posts\n", encoding="utf-8")
    wanted = Wanted(domains=("blog.example.com",))
    assert printed(capsys, "--config", str(config)) == build_manifest(Names(), wanted)
    assert printed(capsys, COMMONPLACE_CONFIG=str(config)) == build_manifest(Names(), wanted)


def test_the_command_prints_what_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ("--variant", "full", "--agent", "--url", URL)
    assert printed(capsys, *options) == build_manifest(Names(), Wanted("full", URL, agent=True))
    assert printed(capsys, "--url", URL, "--sign-in") == build_manifest(Names(), Wanted(public_url=URL, sign_in=True))
    assert printed(capsys, COMMONPLACE_ASK_COMMAND="/q") == build_manifest(Names("/q"))


def test_the_command_says_what_cannot_be(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["manifest", "--variant", "slash", "--agent"], {}) == 2
    assert "--agent needs --variant standard or full" in capsys.readouterr().err
