import re
from datetime import timedelta

import pytest

from bot.names import Names
from bot.policy import Policy
from bot.settings import Settings, SettingsError, read_names, read_settings
from bot.signing_in import SigningIn

HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret"}
SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
USUAL = Policy(asks_of_person=30, asks_of_workspace=600)


def test_http_needs_a_bot_token_and_a_signing_secret() -> None:
    assert read_settings(HTTP) == Settings("http", "xoxb-1", signing_secret="secret", policy=USUAL)


def test_socket_mode_needs_a_bot_token_and_an_app_level_token_which_also_chooses_it() -> None:
    assert read_settings(SOCKET) == Settings("socket", "xoxb-1", app_token="xapp-1", policy=USUAL)
    assert read_settings({**SOCKET, **HTTP}).transport == "socket"
    assert read_settings({**SOCKET, **HTTP}, "http").transport == "http"


def test_everything_can_be_said_in_the_environment() -> None:
    more = {
        "SLACK_API_URL": "http://127.0.0.1:8080/api",
        "HOST": "::1",
        "PORT": "8443",
        "COMMONPLACE_PUBLIC_URL": "https://bot.example.com",
        "COMMONPLACE_ASK_COMMAND": "/lessons-ask",
        "COMMONPLACE_LESSON_COMMAND": "/tip_1",
        "COMMONPLACE_NAME": "Lessons",
        "COMMONPLACE_LOG_LEVEL": "DEBUG",
        "COMMONPLACE_LANGUAGE": "de",
        "COMMONPLACE_TIMEZONE": "Europe/Berlin",
        "COMMONPLACE_ADMINS": "U012AB3CD, W0EVA",
        "COMMONPLACE_SETTINGS_BY": "admins",
        "COMMONPLACE_REFRESH_MINUTES": "0",
        "COMMONPLACE_STALE_MONTHS": "24",
        "COMMONPLACE_LIMIT_PERSON": "5",
        "COMMONPLACE_LIMIT_WORKSPACE": "0",
        "COMMONPLACE_QUESTION_DAYS": "30",
        "COMMONPLACE_WEBHOOK_SECRET": "hush",
        "COMMONPLACE_SIGN_IN": "slack",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "hush hush",
        "DATABASE_URL": "postgresql://bot:secret@db/bot",
    }
    assert read_settings({**HTTP, **more}) == Settings(
        "http",
        "xoxb-1",
        signing_secret="secret",
        api_url="http://127.0.0.1:8080/api/",
        host="::1",
        port=8443,
        public_url="https://bot.example.com",
        names=Names("/lessons-ask", "/tip_1", "Lessons"),
        policy=Policy(
            "de", "Europe/Berlin", frozenset({"U012AB3CD", "W0EVA"}), "admins", timedelta(days=730.56), 5, 0, 30
        ),
        store_url="postgresql://bot:secret@db/bot",
        refresh_minutes=0,
        webhook_secret="hush",
        signing_in=SigningIn("slack", "", "1.2", "hush hush"),
        log_level="DEBUG",
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("COMMONPLACE_LANGUAGE", "fr", "COMMONPLACE_LANGUAGE must be one of en, de, is 'fr'"),
        (
            "COMMONPLACE_TIMEZONE",
            "Atlantis",
            "COMMONPLACE_TIMEZONE must be a time zone such as Europe/London, is 'Atlantis'",
        ),
        ("COMMONPLACE_TIMEZONE", "../etc", "COMMONPLACE_TIMEZONE must be a time zone"),
        (
            "COMMONPLACE_ADMINS",
            "U012AB3CD ann",
            "COMMONPLACE_ADMINS must hold ids of people such as U012AB3CD, not 'ann'",
        ),
        ("COMMONPLACE_SETTINGS_BY", "me", "COMMONPLACE_SETTINGS_BY must be one of everyone, admins, is 'me'"),
        ("COMMONPLACE_SETTINGS_BY", "admins", "COMMONPLACE_SETTINGS_BY is admins, and COMMONPLACE_ADMINS names none"),
        ("COMMONPLACE_REFRESH_MINUTES", "2000", "COMMONPLACE_REFRESH_MINUTES must be a number of minutes up to 1440"),
        (
            "COMMONPLACE_LIMIT_PERSON",
            "-1",
            "COMMONPLACE_LIMIT_PERSON must be a number of questions a minute, 0 for any number, is '-1'",
        ),
        ("COMMONPLACE_QUESTION_DAYS", "0", "COMMONPLACE_QUESTION_DAYS must be a number of days from 1 to 30, is '0'"),
        ("COMMONPLACE_STALE_MONTHS", "old", "COMMONPLACE_STALE_MONTHS must be a number of months, 0 for never"),
        ("COMMONPLACE_REFRESH_MINUTES", "soon", "COMMONPLACE_REFRESH_MINUTES must be a number of minutes up to 1440"),
    ],
)
def test_a_policy_that_cannot_be_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        read_settings({**HTTP, name: value})


def test_blanks_around_a_value_are_no_part_of_it_and_an_empty_value_is_none() -> None:
    read = read_settings({**HTTP, "SLACK_BOT_TOKEN": " xoxb-1\n", "HOST": "", "PORT": " "})
    assert read == Settings("http", "xoxb-1", signing_secret="secret", policy=USUAL)


def test_everything_missing_is_said_in_one_message() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({})
    assert str(caught.value) == (
        "the settings need mending:\n"
        "  - SLACK_BOT_TOKEN is missing: copy it from “OAuth & Permissions” of your app at api.slack.com/apps\n"
        "  - SLACK_SIGNING_SECRET is missing: copy it from “Basic Information → App Credentials”"
    )


def test_everything_wrong_is_said_in_one_message() -> None:
    wrong = {
        "SLACK_BOT_TOKEN": "xapp-wrong",
        "SLACK_APP_TOKEN": "xoxb-wrong",
        "SLACK_API_URL": "slack.com",
        "PORT": "0",
        "COMMONPLACE_PUBLIC_URL": "ftp://x",
        "COMMONPLACE_ASK_COMMAND": "ask",
        "COMMONPLACE_LESSON_COMMAND": "/Lesson",
        "COMMONPLACE_LOG_LEVEL": "loud",
    }
    with pytest.raises(SettingsError) as caught:
        read_settings(wrong)
    assert len(caught.value.mistakes) == 8
    for name in wrong:
        assert name in str(caught.value)
    assert "xoxb-wrong" not in str(caught.value)
    assert "xapp-wrong" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"COMMONPLACE_SIGN_IN": "slack"}, ["COMMONPLACE_PUBLIC_URL", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"]),
        ({"COMMONPLACE_SIGN_IN": "secret"}, ["COMMONPLACE_PUBLIC_URL", "COMMONPLACE_SIGN_IN_SECRET must have 16"]),
        ({"COMMONPLACE_SIGN_IN": "secret", "COMMONPLACE_SIGN_IN_SECRET": "short"}, ["_URL", "must have 16 characters"]),
        ({"COMMONPLACE_SIGN_IN": "google"}, ["COMMONPLACE_SIGN_IN must be one of slack, secret"]),
    ],
)
def test_whatever_signing_in_lacks_is_said(given: dict[str, str], lacking: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({**HTTP, **given})
    assert [part for part in lacking if part not in str(caught.value)] == []
    assert "short" not in str(caught.value).replace("short-", "")


def test_no_secret_of_signing_in_is_shown() -> None:
    settings = Settings("http", "xoxb-1", signing_in=SigningIn("secret", "a long long word", "1.2", "another"))
    assert "long word" not in repr(settings)
    assert "another" not in repr(settings)


@pytest.mark.parametrize("port", ["-1", "65536", "3000.0", "http", "٣"])
def test_a_port_is_a_number_of_tcp(port: str) -> None:
    with pytest.raises(SettingsError, match="PORT must be a port from 1 to 65535"):
        read_settings({**HTTP, "PORT": port})


@pytest.mark.parametrize("url", ["https://", "https://[", "//x.example", "x.example"])
def test_an_address_is_one_of_the_web(url: str) -> None:
    with pytest.raises(SettingsError, match="SLACK_API_URL must be an address that starts with http"):
        read_settings({**HTTP, "SLACK_API_URL": url})


def test_the_two_commands_must_differ() -> None:
    with pytest.raises(SettingsError, match="must differ"):
        read_names({"COMMONPLACE_ASK_COMMAND": "/lesson"})


@pytest.mark.parametrize("name", ["x" * 36, "two\nlines"])
def test_a_name_that_slack_would_refuse_is_a_mistake(name: str) -> None:
    with pytest.raises(SettingsError, match="COMMONPLACE_NAME must be one line of up to 35 characters"):
        read_names({"COMMONPLACE_NAME": name})


def test_secrets_are_not_shown() -> None:
    secrets = {"DATABASE_URL": "postgresql://bot:secret@db/bot", "COMMONPLACE_WEBHOOK_SECRET": "secret"}
    shown = repr(read_settings({**SOCKET, **HTTP, **secrets})) + repr(read_settings(HTTP, "http"))
    for secret in ("xoxb-1", "xapp-1", "secret'"):
        assert secret not in shown
