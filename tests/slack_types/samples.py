"""Payloads that are right: what Slack takes and what it sends, for the tests of the judge to pass and to spoil."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "A paragraph.", **more: object) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "More like this", **more: object) -> Json:
    return {"type": "button", "action_id": "more", "text": plain(text), **more}


def actions(*elements: Json, **more: object) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def confirmation(text: str = "Delete this digest?") -> Json:
    return {"title": plain("Delete"), "text": plain(text), "confirm": plain("Delete"), "deny": plain("Keep")}


def select(count: int, **more: object) -> Json:
    options = [{"text": plain(f"Topic {number}"), "value": str(number)} for number in range(count)]
    return {"type": "static_select", "action_id": "topic", "placeholder": plain("Topic"), "options": options, **more}


def table(rows: int = 2, columns: int = 2, cell: str = "cell") -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": cell}] * columns] * rows}


def rich_text(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def feedback(positive: str = "Helpful", **more: object) -> Json:
    sides = {"positive_button": (positive, "up:7f3a"), "negative_button": ("Not helpful", "down:7f3a")}
    buttons = {side: {"text": plain(text), "value": value, **more} for side, (text, value) in sides.items()}
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "action_id": "feedback", **buttons}],
    }


def message(*blocks: object, **more: object) -> Json:
    return {"text": "How do we roll back? Revert first, ask later.", "blocks": list(blocks), **more}


def answer() -> Json:
    """A message with all that an answer is made of."""
    link = "<https://example.com/posts/1?a=1&amp;b=2#:~:text=Revert%20first|Rolling back &amp; forward>"
    return message(
        {"type": "header", "text": plain("How do we roll back? <!channel> & co.")},
        section(f"> Revert *first*, `a -&gt; b`\n>>> ask later\n{link}", block_id="answer"),
        section("Said in 3 posts", expand=True, accessory=button("Open", url="https://example.com/posts/1?a=1&b=2")),
        {"type": "section", "fields": [mrkdwn("*Posts*\n3"), plain("2 < 3")]},
        {"type": "divider"},
        {
            "type": "context",
            "elements": [
                mrkdwn("2 May"),
                {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "Logo"},
            ],
        },
        actions(button(), button("👍", action_id="up", accessibility_label="Thank the author"), select(3)),
        rich_text({"type": "text", "text": "Also: "}, {"type": "link", "url": "https://example.com", "text": "home"}),
        feedback(accessibility_label="Rate this answer"),
        thread_ts="1712345678.000100",
        unfurl_links=False,
        unfurl_media=False,
    )


def modal(*blocks: object, **more: object) -> Json:
    return {"type": "modal", "title": plain("Lesson digest"), "callback_id": "digest", "blocks": list(blocks), **more}


def home(*blocks: object, **more: object) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def text_input(**more: object) -> Json:
    element = {"type": "plain_text_input", "action_id": "why", "max_length": 3000, "multiline": True, **more}
    return {"type": "input", "block_id": "why", "label": plain("What was missing?"), "element": element}


def manifest() -> Json:
    """The manifest of a bot such as this one, over HTTP."""
    url = "https://bot.example.com/slack/events"
    ask = {"command": "/ask", "url": url, "description": "Ask the engineering posts", "should_escape": True}
    lesson = {"command": "/lesson", "url": url, "description": "Get a lesson", "usage_hint": "[topic | help]"}
    shortcut = {"name": "Find related lessons", "type": "message", "callback_id": "find", "description": "Search posts"}
    events = ["app_home_opened", "app_mention", "message.im", "link_shared", "app_uninstalled", "tokens_revoked"]
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Engineering Lessons",
            "description": "Answers.",
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Lessons", "always_online": True},
            "shortcuts": [shortcut],
            "slash_commands": [ask, lesson],
            "unfurl_domains": ["example.com"],
        },
        "oauth_config": {
            "redirect_urls": ["https://bot.example.com/slack/oauth_redirect"],
            "scopes": {
                "bot": ["app_mentions:read", "chat:write", "commands", "im:history", "links:read", "links:write"],
                "bot_optional": ["channels:history", "groups:history", "users:read"],
            },
        },
        "settings": {
            "event_subscriptions": {"request_url": url, "bot_events": events},
            "interactivity": {"is_enabled": True, "request_url": url},
            "org_deploy_enabled": True,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }


def socket_manifest() -> Json:
    """The same for Socket Mode: no address anywhere."""
    whole = manifest()
    for command in whole["features"]["slash_commands"]:
        del command["url"]
    del whole["oauth_config"]["redirect_urls"]
    del whole["settings"]["event_subscriptions"]["request_url"]
    del whole["settings"]["interactivity"]["request_url"]
    whole["settings"]["socket_mode_enabled"] = True
    return whole


PERSON: Json = {"id": "U1", "name": "ann", "username": "ann", "team_id": "T1"}
TEAM: Json = {"id": "T1", "domain": "example"}
ORIGIN: Json = {"token": "t", "trigger_id": "1.2.3", "api_app_id": "A1", "team": TEAM, "user": PERSON}
POSTED: Json = {"type": "message", "user": "U1", "ts": "1712345678.000100", "text": "how do we roll back?"}


def event(inner: Json) -> Json:
    return {
        "type": "event_callback",
        "token": "t",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": "Ev1",
        "event_time": 1712345678,
        "event": {"event_ts": "1712345678.000100", **inner},
        "authorizations": [
            {"enterprise_id": None, "team_id": "T1", "user_id": "U0", "is_bot": True, "is_enterprise_install": False},
        ],
    }


def mention() -> Json:
    return event({**POSTED, "type": "app_mention", "channel": "C1", "text": "<@U0> how do we roll back?"})


def direct_message() -> Json:
    return event({**POSTED, "channel": "D1", "channel_type": "im"})


def slash_command() -> Json:
    return {
        "token": "t",
        "team_id": "T1",
        "team_domain": "example",
        "channel_id": "C1",
        "channel_name": "general",
        "user_id": "U1",
        "user_name": "ann",
        "command": "/ask",
        "text": "roll back?",
        "api_app_id": "A1",
        "response_url": "https://hooks.example.com/1",
        "trigger_id": "1.2.3",
        "is_enterprise_install": "false",
    }


def click() -> Json:
    pressed = {"type": "button", "block_id": "b", "action_id": "more", "action_ts": "1.2", "text": plain("More")}
    return {
        **ORIGIN,
        "type": "block_actions",
        "actions": [pressed],
        "container": {"type": "message"},
        "message": POSTED,
        "channel": {"id": "C1", "name": "general"},
        "response_url": "https://hooks.example.com/1",
    }


def message_shortcut() -> Json:
    return {
        **ORIGIN,
        "type": "message_action",
        "callback_id": "find",
        "message_ts": "1712345678.000100",
        "message": POSTED,
        "channel": {"id": "C1", "name": "general"},
        "action_ts": "1.2",
        "response_url": "https://hooks.example.com/1",
    }


def shown_view(**more: object) -> Json:
    return {
        **modal(section(), id="V1", team_id="T1", app_id="A1", bot_id="B1", hash="1.h", private_metadata=""),
        "close": None,
        "submit": plain("Send"),
        "root_view_id": "V1",
        "previous_view_id": None,
        "state": {"values": {}},
        "clear_on_close": False,
        "notify_on_close": False,
        **more,
    }


def view_submission() -> Json:
    return {**ORIGIN, "type": "view_submission", "view": shown_view()}
