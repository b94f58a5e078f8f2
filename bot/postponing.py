"""Commands that are acknowledged before anything else is done, and answered in their turn through their `response_url`."""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, partial

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.allowances import TooOftenError
from bot.audiences import Standing
from bot.background import Background
from bot.callers import UNHURRIED, Caller, Callers
from bot.claims import SharedClaims
from bot.errors import explained, report, turned_away
from bot.metrics import POSTPONED, Dispatch
from bot.middleware import key_of, origin_of, standing_of
from bot.parts import Parts
from bot.questions import command_of
from bot.recent_texts import RecentTexts
from bot.responding import Respond
from bot.rush import Rush
from bot.store.deliveries import Question
from bot.texts import Texts, texts_in
from bot.views.message import Message, addressed
from bot.views.notices import notice
from bot.workspaces import Identity, UnknownWorkspaceError, Workspaces, speaking

logger = logging.getLogger(__name__)

_OK = 200
_MINUTE = 60  # seconds after which whoever finds too many waiting may ask again


@dataclass(frozen=True, slots=True)
class _Owed:
    """An answer that a person was promised, and the claim that is done with it."""

    question: Question
    standing: Standing
    identity: Identity
    key: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Postponing:
    """Stands before Bolt: where more commands come than can be answered in good time, it takes those that ask something.

    Each is claimed together with its question, so that what a process leaves is answered by the next.
    """

    parts: Parts
    once: SharedClaims
    workspaces: Workspaces
    background: Background
    client: AsyncWebClient
    rush: Rush
    recent: RecentTexts = field(default_factory=RecentTexts)

    async def around(self, request: AsyncBoltRequest, dispatch: Dispatch) -> BoltResponse:
        """The acknowledgement of a request: what Bolt's listener says, or, where it has to wait, that it has."""
        if "command" not in request.body:
            return await dispatch(request)
        with self.rush.command():
            if self.rush.is_on and (question := command_of(request.body, self.parts.names)):
                return await self._acknowledged(question, request) or await dispatch(request)
            return await dispatch(request)

    async def _acknowledged(self, question: Question, request: AsyncBoltRequest) -> BoltResponse | None:
        """What a person is told whose answer comes later; None where it is not known who the bot is there."""
        origin, key = origin_of(request.context, request.body), key_of(request.body)
        try:
            identity = await self.workspaces.at(origin)
        except UnknownWorkspaceError:
            return None
        if identity is None or not key:
            return None
        if self.rush.is_full:  # nothing is begun, so nothing is claimed
            return _said(turned_away(TooOftenError(_MINUTE, "workspace"), await self._texts(question, identity)))
        if not await self.once.claim(identity.tenant, *key, question=question):
            return BoltResponse(status=_OK)
        texts = await self._texts(question, identity)
        try:
            self.parts.allowances.take(identity.tenant, question.person)
        except TooOftenError as error:
            self.background.start(self.once.done(identity.tenant, *key), _reported)
            return _said(turned_away(error, texts))
        standing = standing_of(identity.tenant, Caller(*_who(question, identity), texts), origin, request.body)
        self._promise(_Owed(question, standing, identity, key, self.parts.clock()))
        request.context["outcome"].word = POSTPONED
        return BoltResponse(status=_OK, body=_searching(texts.language))

    def _promise(self, owed: _Owed) -> None:
        """Have a question answered in its turn."""
        if self.rush.owe(partial(self._answer, owed)):
            self.background.start(self.rush.give(), _reported)

    async def _answer(self, owed: _Owed) -> None:
        """Give an answer that is owed, or say why there is none."""
        with logs.one_request():
            await self._answered(owed)
            logs.write_request("command", self.parts.names.ask, _OK, (self.parts.clock() - owed.since).total_seconds())
            await self.once.done(owed.identity.tenant, *owed.key)

    async def _answered(self, owed: _Owed) -> None:
        question, client = owed.question, speaking(self.client, owed.identity)
        caller = await self._caller(question, owed.identity, UNHURRIED)  # the settings as they are now
        respond = Respond(question.response_url, client, question.channel, question.person, self.parts.posting.sleep)
        try:
            readers = await self.parts.audiences.readers(owed.standing, client)
            told = await self.parts.asking.to_command(question.text, replace(caller, readers=readers))
            await respond(told.message, in_channel=told.to_all)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person who waits must hear of it
            await _tell(explained(error, caller.texts), respond)

    async def _texts(self, question: Question, identity: Identity) -> Texts:
        """The texts that somebody reads, as they were a moment ago."""
        return self.recent.texts(*_who(question, identity)) or (await self._caller(question, identity)).texts

    async def _caller(self, question: Question, identity: Identity, patience: float = 0.0) -> Caller:
        callers = Callers(self.parts.store, self.parts.clock, self.parts.policy.language)
        caller, _ = await callers.caller(*_who(question, identity), patience)
        self.recent.keep(caller)
        return caller


def _who(question: Question, identity: Identity) -> tuple[str, str, str]:
    return identity.tenant, question.person, question.channel


def _said(message: Message) -> BoltResponse:
    return BoltResponse(status=_OK, body=addressed(message, response_type="ephemeral"))


@cache
def _searching(language: str) -> str:
    """The same for everybody, so it is written once for each language."""
    return _said(notice(texts_in(language)("answer-searching"))).body


async def _tell(message: Message, respond: Respond) -> None:
    try:
        await respond(message)
    except Exception as error:  # noqa: BLE001 - this is the last resort, as in the error path
        logger.warning("the person could not be told of a failure (%s)", type(error).__name__)


async def _reported(error: Exception) -> None:
    report(error)
