"""Finishes what others began: questions that were heard by a process which died before they were answered."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.audiences import Audiences, Standing
from bot.callers import UNHURRIED, Callers
from bot.claims import Claims, SharedClaims
from bot.errors import explained
from bot.parts import Parts
from bot.presence import Presence
from bot.repeating import repeating
from bot.replies.asking import Asking
from bot.responding import Respond
from bot.retrying import Sleep
from bot.store import StoreError
from bot.store.deliveries import Question
from bot.threads import Threads
from bot.turns import Turns
from bot.views.message import Message, addressed
from bot.workspaces import Identity, Workspaces, speaking

logger = logging.getLogger(__name__)

_EVERY = 15.0  # seconds; a lease outlives three renewals


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Looks after all deliveries: those of this process stay its own, those of dead ones are finished."""

    claims: SharedClaims
    workspaces: Workspaces
    asking: Asking
    threads: Threads
    callers: Callers
    audiences: Audiences
    client: AsyncWebClient
    presence: Presence
    sleep: Sleep = asyncio.sleep

    async def finish(self) -> None:
        """Answer every question whose process died, unless its answer was posted; one that failed is not tried again."""
        deliveries, holder = self.claims.deliveries, self.claims.holder
        await deliveries.renew(holder)
        for dead in self.presence.dead():
            if await deliveries.let_go(dead):
                logger.info("a process died on this machine: what it had begun is finished now")
            self.presence.bury(dead)
        for tenant in await deliveries.left():
            if identity := await self.workspaces.of(tenant):  # of the others, another process takes care
                await self._finish(identity, speaking(self.client, identity))

    async def _finish(self, identity: Identity, client: AsyncWebClient) -> None:
        """What was left unfinished of one workspace."""
        tenant = identity.tenant
        deliveries, holder = self.claims.deliveries, self.claims.holder
        while found := await deliveries.take_up(tenant, holder):
            key, question = found
            await self._answer(identity, question, client)
            await self.claims.done(tenant, key)
            await deliveries.renew(holder)  # what stands in the queue must not outlast the lease
        if late := await deliveries.give_up(tenant):
            logger.warning("%d deliveries were left unfinished for too long", late)

    async def leave(self) -> None:
        """This process ends: what it could not finish in time is anybody's at once."""
        try:
            if left := await self.claims.deliveries.let_go(self.claims.holder):
                logger.warning("%d deliveries are left to the next process", left)
        except StoreError as error:
            logger.warning("what is left is free when its lease runs out (%s)", type(error).__name__)

    def running(self) -> AbstractAsyncContextManager[None]:
        """Run until the block ends."""
        return repeating(self.finish, _EVERY, self.sleep)

    async def _answer(self, identity: Identity, question: Question, client: AsyncWebClient) -> None:
        caller, _ = await self.callers.caller(identity.tenant, question.person, question.channel, UNHURRIED)
        # Messages in direct messages are to the bot; of commands that is not said.
        alone = caller.is_alone and question.kind != "command"
        # Whether people of other companies read along was said with the message, and is not known any more.
        who = identity.tenant, identity.workspaces, question.person, question.channel
        readers = await self.audiences.readers(Standing(*who, alone=alone, shared=not alone), client)
        caller = replace(caller, readers=readers)
        event = {"ts": question.ts, "thread_ts": question.thread_ts}
        if question.kind == "edited_call":
            event["edited"] = question.ts
        try:
            if question.kind == "command":
                respond = Respond(question.response_url, client, question.channel, question.person, self.sleep)
                told = await self.asking.to_command(question.text, caller)
                await respond(told.message, in_channel=told.to_all)
            elif question.kind == "edited":
                await self.threads.edited(question.ts, question.text, caller, client)
            elif question.kind == "follow_up":
                await self.threads.follow_up(event, question.text, caller, client, again=True)
            else:
                await self.threads.reply(event, question.text, caller, client, again=True)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person who waits must hear of it
            await self._tell(explained(error, caller.texts), question, client)

    async def _tell(self, message: Message, question: Question, client: AsyncWebClient) -> None:
        where = {"channel": question.channel, "user": question.person, "thread_ts": question.thread_ts}
        try:
            await client.chat_postEphemeral(**addressed(message, **where))
        except Exception as error:  # noqa: BLE001 - this is the last resort, as in the error path
            logger.warning("the person could not be told of a failure (%s)", type(error).__name__)


def build_unfinished(
    parts: Parts,
    client: AsyncWebClient,
    workspaces: Workspaces,
    presence: Presence | None = None,
    sleep: Sleep = asyncio.sleep,
) -> Unfinished:
    """What finishes questions, in each workspace with its token; without a presence it is leases that tell who lives."""
    claims = SharedClaims(parts.store.deliveries, parts.holder, Claims())
    return Unfinished(
        claims,
        workspaces,
        parts.asking,
        Threads(parts.asking, parts.learning, parts.store, parts.names, parts.posting, Turns(), parts.clock, claims),
        Callers(parts.store, parts.clock, parts.policy.language),
        parts.audiences,
        client,
        presence or Presence(parts.holder),
        sleep,
    )
