"""Where the bot was installed: tokens are sealed, keys replaced, and what Slack refuses is marked."""

import asyncio
import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.store import Store
from bot.store.installations import Installations
from bot.store.sealing import Seal, SealError, new_key
from bot.store.states import LIFE
from bot.store.tables import INSTALLATIONS
from tests.bot.store.made import DAY, MINUTE, NOW, Clock, installation

OLD, NEW = new_key(), new_key()
ONE = installation()
TWO = installation(tenant="E2", org_wide=True, enterprise_id="E2", team_id="", token="xoxb-two")


def kept(store: Store, *keys: str) -> Installations:
    return store.installations(Seal(keys or (OLD,)))


async def tokens(store: Store) -> dict[str, str]:
    rows = await store._database.rows(select(INSTALLATIONS.c.tenant, INSTALLATIONS.c.token))
    return {row[0]: row[1] for row in rows}


async def test_an_installation_is_kept_whole_and_replaced_by_the_next(store: Store) -> None:
    for each in (ONE, TWO):
        await kept(store).save(each)
        assert await kept(store).find(each.tenant) == each
    await kept(store).mark(ONE, "token_revoked")
    again = replace(ONE, token="xoxb-again", at=NOW + MINUTE)
    await kept(store).save(again)
    assert await kept(store).find("T1") == again
    assert await kept(store).find("T2") is None
    assert await kept(store).count() == (2, ())


async def test_no_token_stands_in_the_database_or_in_a_repr(store: Store) -> None:
    await kept(store).save(ONE)
    assert ONE.token not in str(await tokens(store))
    assert ONE.token not in repr(await kept(store).find("T1"))


async def test_without_the_key_a_token_cannot_be_opened_and_the_mend_is_said(store: Store) -> None:
    await kept(store).save(ONE)
    said = (
        "no key in COMMONPLACE_TOKEN_KEY opens the token of T1: put the key that it was sealed with behind the others"
    )
    with pytest.raises(SealError, match=said):
        await kept(store, NEW).find("T1")
    count, (wrong,) = await kept(store, NEW).count()
    assert count == 1
    assert wrong.startswith(said)


async def test_a_key_is_replaced_by_putting_another_before_it(store: Store) -> None:
    for each in (ONE, TWO):
        await kept(store).save(each)
    assert await kept(store, NEW, OLD).find("T1") == ONE
    before = await tokens(store)
    assert await kept(store, NEW, OLD).renew_seals() == (2, ())
    after = await tokens(store)
    assert not set(before.values()) & set(after.values())
    assert await kept(store, NEW).find("T1") == ONE
    assert await kept(store, NEW).renew_seals() == (0, ())
    assert await tokens(store) == after


async def test_what_no_key_opens_stays_as_it_is_when_seals_are_renewed(store: Store) -> None:
    await kept(store).save(ONE)
    await kept(store, NEW).save(TWO)
    before = await tokens(store)
    renewed, (wrong,) = await kept(store, NEW).renew_seals()
    assert (renewed, await tokens(store)) == (0, before)
    assert "T1" in wrong


async def test_a_token_that_was_copied_from_another_tenant_is_not_opened(store: Store) -> None:
    for each in (ONE, TWO):
        await kept(store).save(each)
    copied = update(INSTALLATIONS).where(INSTALLATIONS.c.tenant == "T1")
    await store._database.run(copied.values(token=(await tokens(store))["E2"]))
    with pytest.raises(SealError, match="the token of T1 is that of E2"):
        await kept(store).find("T1")


async def test_what_slack_refuses_is_marked_until_it_takes_it_or_another_is_installed(
    store: Store, clock: Clock
) -> None:
    await kept(store).save(ONE)
    await kept(store).save(TWO)
    await kept(store).mark(ONE, "token_revoked")
    clock.now += DAY
    await kept(store).mark(ONE, "invalid_auth")  # it is known since yesterday
    found = await kept(store).find("T1")
    assert found == replace(ONE, refused="token_revoked", refused_at=NOW)
    assert await kept(store).marked(NOW) == ()
    assert await kept(store).marked(NOW + MINUTE) == ("T1",)
    await kept(store).unmark(ONE)
    assert await kept(store).find("T1") == ONE
    again = replace(ONE, at=clock.now)
    await kept(store).save(again)
    await kept(store).mark(ONE, "token_revoked")  # said of the token before
    assert await kept(store).find("T1") == again


@pytest.mark.parametrize("keys", [(), ("short",), (OLD, "")])
def test_a_seal_needs_keys_and_nothing_but_keys(keys: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=re.escape("key")):
        Seal(keys)


async def test_a_state_counts_once(store: Store) -> None:
    await store.states.keep("s1")
    assert not await store.states.take("s2")
    assert sorted(await asyncio.gather(*(store.states.take("s1") for _ in range(4)))) == [False] * 3 + [True]
    assert not await store.states.take("s1")


async def test_a_state_that_is_too_old_counts_no_more_and_goes(store: Store, clock: Clock) -> None:
    await store.states.keep("s1")
    clock.now += LIFE
    assert not await store.states.take("s1")
    await store.states.keep("s2")
    clock.now -= LIFE / 2
    assert not await store.states.take("s1")
    assert await store.states.take("s2")
