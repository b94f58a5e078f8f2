"""Events that tell of no person's message, as Slack sends them."""

from bot.play.messages import Json, Message


def unasked(message: Message) -> dict[str, Json]:
    """Kind → the event that the bot hears around this message without anybody having called it."""
    told = {
        "type": "message",
        "channel": message.channel,
        "ts": message.ts,
        "event_ts": message.ts,
        "user": message.user,
    }
    told |= {"channel_type": "im" if message.channel.startswith("D") else "channel", "text": message.text}
    hidden = {key: value for key, value in told.items() if key not in ("user", "text")} | {"hidden": True}
    return {
        "bot_message": told | {"subtype": "bot_message", "bot_id": "B0OTHER"},
        "message_changed": hidden | {"subtype": "message_changed", "message": told, "previous_message": told},
        "message_deleted": hidden | {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": told},
        "channel_join": told | {"subtype": "channel_join", "inviter": "U0BEN"},
    }
