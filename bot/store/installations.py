"""Where the bot was installed, and the token that it speaks with there."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update

from bot.store.database import Database, columns_of, values_of
from bot.store.records import Installation
from bot.store.sealing import Seal, SealError
from bot.store.tables import INSTALLATIONS

_COLUMNS = columns_of(INSTALLATIONS, Installation)
_tenant = INSTALLATIONS.c.tenant


class Installations:
    """The installations of every tenant, one for each. Tokens leave through the seal alone."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def save(self, installation: Installation) -> None:
        """Keep an installation, in place of one that there was."""
        sealed = self._seal.seal(installation.token, installation.tenant)
        await self._database.put(INSTALLATIONS, values_of(installation) | {"token": sealed})

    async def find(self, tenant: str) -> Installation | None:
        """The installation of a tenant. Raises SealError where no key opens its token."""
        row = await self._database.row(select(*_COLUMNS).where(_tenant == tenant))
        return None if row is None else self._opened(Installation(*row))

    async def is_there(self, tenant: str) -> bool:
        """Whether a tenant has an installation, without looking at its token."""
        return await self._database.row(select(_tenant).where(_tenant == tenant)) is not None

    async def mark(self, installation: Installation, reason: str) -> None:
        """Slack takes the token no more, since now; nothing where another was installed meanwhile, or that is known."""
        known = update(INSTALLATIONS).where(_tenant == installation.tenant, INSTALLATIONS.c.at == installation.at)
        marked = known.where(INSTALLATIONS.c.refused == "")
        await self._database.run(marked.values(refused=reason, refused_at=self._database.clock()))

    async def unmark(self, installation: Installation) -> None:
        """Slack takes the token after all."""
        known = update(INSTALLATIONS).where(_tenant == installation.tenant)
        await self._database.run(known.values(refused="", refused_at=None))

    async def marked(self, before: datetime) -> tuple[str, ...]:
        """The tenants whose token Slack has not taken since a time before that."""
        found = select(_tenant).where(INSTALLATIONS.c.refused_at < before).order_by(_tenant)
        return tuple(tenant for (tenant,) in await self._database.rows(found))

    async def count(self) -> tuple[int, tuple[str, ...]]:
        """How many installations there are, and what is wrong with those whose token cannot be opened."""
        rows = await self._database.rows(select(*_COLUMNS).order_by(_tenant))
        wrong = []
        for row in rows:
            try:
                self._opened(Installation(*row))
            except SealError as error:
                wrong.append(str(error))
        return len(rows), tuple(wrong)

    async def renew_seals(self) -> tuple[int, tuple[str, ...]]:
        """Seal every token with the newest key: how many were sealed with another, and what cannot be opened."""
        renewed, wrong = 0, []
        for tenant, sealed in await self._database.rows(select(_tenant, INSTALLATIONS.c.token).order_by(_tenant)):
            try:
                new = self._seal.renewed(sealed, tenant)
            except SealError as error:
                wrong.append(str(error))
                continue
            if new != sealed:  # an installation that is replaced meanwhile keeps its own
                same = update(INSTALLATIONS).where(_tenant == tenant, INSTALLATIONS.c.token == sealed)
                renewed += await self._database.run(same.values(token=new))
        return renewed, tuple(wrong)

    def _opened(self, kept: Installation) -> Installation:
        return replace(kept, token=self._seal.open(kept.token, kept.tenant))
