"""What people do in Slack beyond messages: commands, clicks, shortcuts, modals; the same for both transports."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.play.chat_methods import content_of
from bot.play.deliveries import Ack, Delivery
from bot.play.elements import action_of, chosen, filled, holds, state_of, state_values
from bot.play.messages import Json, Message, Refusal, with_block_ids
from bot.play.people import ANN, ENGINEERING, SLACKBOT, Channel
from bot.play.view_methods import checked
from bot.play.views import View
from bot.play.writing import Writing


class Actions(Writing):
    """Acts as a person would, and puts into the workspace what Slack would show."""

    async def slash_command(self, command: str, text: str = "", *, user: str = ANN, channel: str = ENGINEERING) -> Ack:
        """Type a command; an answer in the ack, or Slack's own notice of failure, becomes a message."""
        person, place = self.workspace.user(user), self.workspace.channel(channel)
        form = self.payloads.slash_command(command, self._typed(text), person, place)
        ack = await self.deliver(Delivery("slash_commands", form))
        if ack.error is None and ack.payload:
            ack = self._answered(ack, person.id, place, str(form["response_url"]))
        if ack.error is not None:
            notice = {"text": f'{command} failed with the error "{ack.error}"'}
            ack = replace(ack, message=self.workspace.add(place.id, SLACKBOT, notice, only_for=person.id))
        await self.changed()
        return ack

    async def press(self, place: Message | View, action_id: str, *, user: str = ANN, value: object = None) -> Ack:
        """Use a button, menu or input in a message or a view.

        What is put into an input block stays there until it is submitted; the bot hears of it only where the block has
        `dispatch_action`, and the status of the ack is 0 elsewhere.

        Args:
            place: Where it stands, as it is now or was before.
            action_id: Which one.
            user: Who does it, by id or name.
            value: Tells buttons with the same action_id apart, or says what is chosen: the value of an option or of a
                feedback button, an id, a time, a text; a list where several are chosen.

        Raises:
            LookupError: There is no such element there now.
        """
        now = self._as_it_is(place)
        blocks = with_block_ids(now.blocks)
        block, element = chosen(blocks, action_id, value)
        action = action_of(element, value)
        held = {block["block_id"]: {action_id: state_of(element, value)}} if holds(element) else {}
        if isinstance(now, View):
            self.workspace.views.hold(now, held)
            held = self.workspace.views.held[now.id]
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Ack(0, None, 0.0)
        state = state_values(blocks, held, now.channel)
        person = self.workspace.user(user)
        payload = self.payloads.block_actions({"block_id": block["block_id"], **action}, person, now, state)
        return await self.deliver(Delivery("interactive", payload))

    async def message_shortcut(self, callback_id: str, message: Message, *, user: str = ANN) -> Ack:
        """Choose a shortcut from a message's menu, also where the bot is no member."""
        payload = self.payloads.message_shortcut(callback_id, self.workspace.user(user), message)
        return await self.deliver(Delivery("interactive", payload))

    async def shortcut(self, callback_id: str, *, user: str = ANN) -> Ack:
        """Choose a global shortcut."""
        return await self.deliver(
            Delivery("interactive", self.payloads.shortcut(callback_id, self.workspace.user(user)))
        )

    async def submit_view(self, view_id: str, values: Mapping[str, Any] | None = None) -> Ack:
        """Submit a modal; it closes, changes or stays open as the ack says.

        Args:
            view_id: The open modal.
            values: What the person put in, by block_id or action_id; a list where several are chosen. Other inputs
                keep what `press` put there, or their initial values.

        Raises:
            LookupError: No such modal is open, or it has no such input.
            ValueError: A required input is empty, or a text too short or too long.
        """
        view = self._modal(view_id)
        blocks = with_block_ids(view.blocks)
        before = state_values(blocks, self.workspace.views.held.get(view.id), view.channel)
        state = filled(blocks, values or {}, before)
        self.workspace.views.hold(view, state)
        payload = self.payloads.view_submission(view, self.workspace.user(view.user), state)
        ack = await self.deliver(Delivery("interactive", payload))
        return ack if ack.error else self._submitted(ack, view)

    async def close_view(self, view_id: str, *, all_of_them: bool = False) -> Ack:
        """Close a modal, or the whole stack it is in; each with `notify_on_close` is told of, the others have status 0.

        Raises:
            LookupError: No such modal is open.
        """
        view = self._modal(view_id)
        cleared = all_of_them or bool(view.body.get("clear_on_close"))
        ack, person = Ack(0, None, 0.0), self.workspace.user(view.user)
        for closed in self.workspace.views.close(view, all_of_them=cleared):
            if closed.body.get("notify_on_close"):
                payload = self.payloads.view_closed(closed, person, cleared=cleared)
                ack = await self.deliver(Delivery("interactive", payload))
        return ack

    async def open_home(self, user: str = ANN, *, tab: str = "home") -> Ack:
        """Open the app's Home tab, or with `tab="messages"` its direct messages."""
        return await self.event(self.events.home_opened(self.workspace.user(user), tab))

    def _modal(self, view_id: str) -> View:
        view = self.workspace.views.modals.get(view_id)
        if view is None:
            raise LookupError(f"no modal {view_id!r} is open")
        return view

    def _answered(self, ack: Ack, user: str, place: Channel, response_url: str) -> Ack:
        answer: Json = ack.payload or {}
        try:
            content = content_of(answer, most=None)
        except Refusal as refusal:
            return replace(ack, error=None if refusal.error == "no_text" else refusal.error)
        only_for = None if answer.get("response_type") == "in_channel" else user
        message = self.workspace.add(place.id, self.workspace.team.bot_user, content, only_for=only_for)
        self.response_urls.set_original(response_url, message)
        return replace(ack, message=message)

    def _submitted(self, ack: Ack, view: View) -> Ack:
        answer: Json = ack.payload or {}
        action = answer.get("response_action")
        views = self.workspace.views
        try:
            if action == "update":
                views.change(view, checked(answer.get("view")))
            elif action == "push":
                views.open(view.user, checked(answer.get("view")), over=view, channel=view.channel)
            elif action != "errors":
                views.close(view, all_of_them=action == "clear")
        except Refusal as refusal:
            return replace(ack, error=refusal.error)
        return ack

    def _as_it_is(self, place: Message | View) -> Message | View:
        if isinstance(place, View):
            found: Message | View | None = self.workspace.views.find(place.id)
        else:
            found = self.workspace.find(place.channel, place.ts)
        if found is None:
            raise LookupError("the message or view is gone")
        return found
