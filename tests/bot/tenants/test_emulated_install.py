"""OAuth against a Slack nobody here wrote: consent, code and token are those of npm `emulate`."""

import html
import re

import aiohttp
import pytest
from yarl import URL

from bot.oauth_settings import INSTALL_PATH, REDIRECT_PATH
from knowledge import KnowledgeBase
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK
from tests.emulate import server
from tests.emulate.installing import Installable, installable

pytestmark = pytest.mark.skipif(bool(server.available()), reason=f"emulate cannot run: {server.available()}")


async def consented(bot: Installable, browser: aiohttp.ClientSession) -> str:
    """Ann says yes; the address that she is sent back to."""
    async with browser.get(bot.origin + INSTALL_PATH) as answer:
        page = await answer.text()
        assert str(answer.url).startswith(bot.slack.origin), page
    form = next(each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if bot.slack.ann in each)
    fields = {
        html.unescape(name): html.unescape(value) for name, value in re.findall(r'name="(.*?)" value="(.*?)"', form)
    }
    callback = f"{bot.slack.origin}/oauth/v2/authorize/callback"
    async with browser.post(callback, data=fields, allow_redirects=False) as answer:
        return answer.headers["location"]


async def test_it_is_installed_once_for_each_consent_and_speaks_with_the_token_it_was_given(
    knowledge_base: KnowledgeBase,
) -> None:
    async with installable(knowledge_base) as bot:
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(bot.origin))
        async with aiohttp.ClientSession(cookie_jar=jar) as browser:
            back = await consented(bot, browser)
            assert back.startswith(bot.origin + REDIRECT_PATH)
            async with browser.get(back) as answer:
                assert "I am installed in Example" in await answer.text()
            async with browser.get(back) as answer:
                assert answer.status == 400
        identity = await bot.installed.of(bot.slack.team)
        assert identity is not None
        assert identity.token not in ("", bot.slack.bot_token)
        assert identity.bot_user_id == bot.slack.bot
        assert {"chat:write", "commands"} <= identity.granted
        ack = await bot.side.slash_command("/ask", "how do we roll back?")
        assert ack.payload is not None
        assert ROLLBACK in quoted(ack.payload)


async def test_a_code_of_emulate_s_is_of_no_use_with_another_state(knowledge_base: KnowledgeBase) -> None:
    async with installable(knowledge_base) as bot:
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(bot.origin))
        async with aiohttp.ClientSession(cookie_jar=jar) as of_attacker, aiohttp.ClientSession() as of_victim:
            back = await consented(bot, of_attacker)
            async with of_victim.get(back) as answer:
                assert answer.status == 400
        assert await bot.installed.of(bot.slack.team) is None
