"""Secrets that are kept are sealed: who has the database alone, or its backup, cannot speak as the bot."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.store.errors import StoreError


class SealError(StoreError):
    """A secret cannot be opened (for the operator to mend): no key fits, or it is another tenant's."""


def new_key() -> str:
    """A key to seal with."""
    return Fernet.generate_key().decode()


class Seal:
    """Seals with the first of its keys and opens with each: so a key is replaced by putting another before it.

    What is sealed names its tenant, so that one who can write to the database cannot give a tenant another's token.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises ValueError for no keys at all, or for what is no key."""
        if not keys:
            raise ValueError("there is no key to seal with")
        self._newest = Fernet(keys[0])
        self._keys = MultiFernet([Fernet(key) for key in keys])

    def seal(self, secret: str, tenant: str) -> str:
        """What may be kept."""
        return self._keys.encrypt(f"{tenant} {secret}".encode()).decode()

    def open(self, sealed: str, tenant: str) -> str:
        """The secret. Raises SealError."""
        try:
            owner, _, secret = self._keys.decrypt(sealed).decode().partition(" ")
        except InvalidToken:
            mend = "put the key that it was sealed with behind the others, or have the bot installed there again"
            raise SealError(f"no key in COMMONPLACE_TOKEN_KEY opens the token of {tenant}: {mend}") from None
        if owner != tenant:
            raise SealError(f"the token of {tenant} is that of {owner}: have the bot installed there again")
        return secret

    def renewed(self, sealed: str, tenant: str) -> str:
        """The same under the newest key; the very same where it is already. Raises SealError."""
        self.open(sealed, tenant)
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return self._keys.rotate(sealed).decode()
        return sealed
