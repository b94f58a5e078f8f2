"""Settle: how the bot behaves in a channel, and who may change that."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.callers import PATIENCE, Caller
from bot.names import Names
from bot.policy import Policy
from bot.store import ChannelSettings, Store, StoreError
from bot.texts import texts_in
from bot.views import settings as view
from bot.views.blocks import View
from knowledge import KnowledgeBase

logger = logging.getLogger(__name__)

_WORDS = ("settings", "einstellungen")


def is_meant(text: str) -> bool:
    """Whether a text after the command asks for the settings."""
    return text.strip().lower() in _WORDS


@dataclass(frozen=True, slots=True)
class Settling:
    """The settings of channels. `granted` are the workspace's scopes; none at all means that they are not known."""

    knowledge_base: KnowledgeBase
    store: Store
    names: Names
    policy: Policy
    granted: frozenset[str]

    async def form(self, caller: Caller) -> View:
        """The modal with the settings of the channel that was called from, to be changed by whoever may."""
        async with asyncio.timeout(PATIENCE):  # the window must open within three seconds
            settings = await self.store.channels.settings(caller.tenant, caller.channel)
        if not self._may_change(caller, caller.channel):
            known = self._known(settings, self._sources(caller, caller.channel))
            return view.reserved(known, caller.channel, self.names, caller.texts)
        needed = {*view.AUTO_LINK_SCOPES, *view.UNFURL_SCOPES} if self.granted else set()
        sources, lacking = self._sources(caller, caller.channel), needed - self.granted
        return view.form(settings, caller.channel, sources, lacking, self.names, caller.texts)

    async def saved(self, channel: str, values: Mapping[str, Mapping[str, Any]], caller: Caller) -> View | None:
        """Keep what was chosen for a channel, and show what holds now; None where it could not be kept.

        Whoever may not change it changes nothing.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._saved(channel, values, caller)
        except (StoreError, TimeoutError) as error:
            logger.warning("settings could not be kept (%s)", type(error).__name__)
            return None

    async def _saved(self, channel: str, values: Mapping[str, Mapping[str, Any]], caller: Caller) -> View:
        before, sources = await self.store.channels.settings(caller.tenant, channel), self._sources(caller, channel)
        known = self._known(before, sources)
        if not self._may_change(caller, channel):
            return view.reserved(known, channel, self.names, caller.texts)
        settings = replace(before, **view.read(values, sources))
        unseen = (each for each in before.sources if each not in (*known.sources, *settings.sources))
        settings = replace(settings, sources=(*settings.sources, *unseen))
        await self.store.channels.change(caller.tenant, channel, settings)
        texts = texts_in(settings.language) if settings.language else caller.texts
        return view.saved(self._known(settings, sources), channel, self.names, texts)

    async def stop_auto_link(self, caller: Caller) -> bool:
        """Link nothing by itself in the caller's channel any more; whether the caller may decide that."""
        if not self._may_change(caller, caller.channel):
            return False
        before = await self.store.channels.settings(caller.tenant, caller.channel)
        await self.store.channels.change(caller.tenant, caller.channel, replace(before, auto_link=False))
        return True

    def _may_change(self, caller: Caller, channel: str) -> bool:
        """Whether somebody may: in a conversation with the bot alone, everybody for themselves."""
        return view.is_alone(channel) or self.policy.may_change(caller.person)

    def _sources(self, caller: Caller, channel: str) -> tuple[str, ...]:
        """The sources that there are for whoever chooses for a channel; others are not even named to them."""
        return tuple(self.knowledge_base.sources(caller.readers.own_in(channel)))

    def _known(self, settings: ChannelSettings, sources: Collection[str]) -> ChannelSettings:
        """Settings without the sources that are not among those that may be named."""
        hidden = self.knowledge_base.stats.sources.keys() - set(sources)
        return replace(settings, sources=tuple(each for each in settings.sources if each not in hidden))
