"""Messages, modals and the Home tab as HTML, each drawn anew only when something in it has changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from bot.play.elements import state_values
from bot.play.messages import Json, Message, with_block_ids
from bot.play.page.drawing import Drawing
from bot.play.page.faces import channels_of, face_of, names_of
from bot.play.page.offer import Offer
from bot.play.page.templating import render
from bot.play.page.texts import Texts, emoji_of
from bot.play.slack_side import SlackSide
from bot.play.views import View

QUICK_EMOJI = ("thumbsup", "eyes", "white_check_mark")


@dataclass(frozen=True, slots=True)
class DrawnMessages:
    """Draws what stands in the workspace of one side, for one person at a time."""

    side: SlackSide
    offer: Offer
    _drawn: dict[tuple[str, ...], tuple[str, Markup]] = field(default_factory=dict)

    def message(self, message: Message, person: str, *, in_thread: bool, replies: int = 0) -> Markup:
        """A message as that person sees it, in the channel with so many replies, or in the thread pane."""
        body = {**self.side.workspace.as_json(message), "reply_count": replies}
        key = (message.channel, message.ts, person, str(in_thread))
        fingerprint = json.dumps(body, sort_keys=True)
        before = self._drawn.get(key)
        if before is None or before[0] != fingerprint:
            before = fingerprint, self._message(message, body, person, in_thread=in_thread)
            self._drawn[key] = before
        return before[1]

    def home(self, view: View) -> Markup:
        """A Home tab."""
        content = self._drawing(f"home-{view.id}", self._state(view)).blocks(view.blocks)
        return render("home.html", view_id=view.id, bot=self.offer.bot, content=content)

    def modal(self, view: View) -> Markup:
        """An open window."""
        drawing = self._drawing(f"modal-{view.id}", self._state(view))
        labels = {name: drawing.words(view.body.get(name)) for name in ("title", "close", "submit")}
        labels["close"] = labels["close"] or "Close"
        return render("modal.html", view=view, content=drawing.blocks(view.blocks), **labels)

    def _state(self, view: View) -> Json:
        held = self.side.workspace.views.held.get(view.id)
        return state_values(with_block_ids(view.blocks), held, view.channel)

    def _drawing(self, place: str, state: Mapping[str, Mapping[str, Any]] | None = None) -> Drawing:
        workspace = self.side.workspace
        people = {user.id: user.real_name for user in workspace.users.values()}
        return Drawing(Texts(names_of(workspace)), place, state or {}, people, channels_of(workspace))

    def _message(self, message: Message, body: Json, person: str, *, in_thread: bool) -> Markup:
        id = f"{'t' if in_thread else 'm'}-{message.channel}-{message.ts.replace('.', '-')}"  # noqa: A001 - HTML's word
        drawing = self._drawing(id)
        face = face_of(message.user, self.side.workspace)
        moment = datetime.fromtimestamp(float(message.ts), UTC).astimezone()
        shown = {
            "id": id,
            "channel": message.channel,
            "ts": message.ts,
            "who": face.name,
            "initial": face.initial,
            "look": face.look,
            "is_app": face.is_app,
            "is_private": message.only_for is not None,
            "is_mine": message.user == person,
            "is_gone": body.get("subtype") == "tombstone",
            "time": moment.strftime("%H:%M"),
            "iso": moment.isoformat(timespec="seconds"),
            "text": message.text,
            "content": _content(body, drawing),
            "attachments": list(_attachments(body, drawing)),
            "edited": message.edited and message.user == person,
            "reactions": [self._reaction(one, person) for one in body.get("reactions", ())],
            "replies": body["reply_count"],
            "in_thread": in_thread,
            "builder": json.dumps({"blocks": message.blocks or [_plain(message.text)]}, indent=2, ensure_ascii=False),
        }
        emoji = [(name, emoji_of(name)) for name in QUICK_EMOJI]
        shortcuts = self.offer.shortcuts
        return render("message.html", m=shown, emoji=emoji, shortcuts=shortcuts, bot=self.offer.bot)

    def _reaction(self, reaction: Json, person: str) -> Json:
        names = ", ".join(face_of(user, self.side.workspace).name for user in reaction["users"])
        mine = person in reaction["users"]
        return {**reaction, "shown": emoji_of(reaction["name"]), "names": names, "mine": mine}


def _content(body: Json, drawing: Drawing) -> Markup:
    if body.get("blocks"):
        return drawing.blocks(body["blocks"])
    return Markup('<div class="block text">{}</div>').format(drawing.texts.mrkdwn(str(body.get("text", ""))))


def _attachments(body: Json, drawing: Drawing) -> list[Markup]:
    plain = [("", one) for one in body.get("attachments") or ()]
    previews = list((body.get("unfurls") or {}).items())
    return [render("attachment.html", url=url, one=one, d=drawing) for url, one in plain + previews]


def _plain(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text or " "}}
