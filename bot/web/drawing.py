"""Templates → pages, in the reader's language. Every value is escaped, and one that is missing is an error."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.texts import Texts

_HERE = "bot.web"
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Site:
    """What pages have in common: the bot's name, and the address they stand at, which may have a path of its own."""

    name: str = "commonplace"
    url: str = ""

    @property
    def title(self) -> str:
        """The name as it stands on the pages."""
        return self.name[:1].upper() + self.name[1:]

    def to(self, path: str, /, **query: str | int) -> str:
        """A page's address within its host; what is asked of it is left out where it is empty."""
        asked = urlencode({name: value for name, value in query.items() if value})
        return f"{urlsplit(self.url).path.rstrip('/')}{path}{'?' if asked else ''}{asked}"

    def asset(self, name: str) -> str:
        """Where a file is served that pages refer to: its address changes with it, so that it can be kept for good."""
        return self.to(f"/assets/{asset(name).digest}/{name}")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages refer to, and what tells it from every other."""

    content: bytes
    digest: str


def draw(name: str, site: Site, texts: Texts, **values: object) -> str:
    """The page of a template's name. In it `texts` says what the catalogue has, and `site.to` makes links."""
    return _environment().get_template(name).render(site=site, texts=texts, **values)


def with_link(texts: Texts, name: str, url: str, title: str, **values: str | int) -> Markup:
    """The text of this name, with a link to the URL, called so, in place of its variable `link`."""
    before, _, after = texts(name, link=_MARK, **values).partition(_MARK)
    return escape(before) + Markup('<a href="{}">{}</a>').format(url, title) + escape(after)


@cache
def asset(name: str) -> Asset:
    """The file of this name. Raises FileNotFoundError where there is none."""
    content = files(_HERE).joinpath("assets", name).read_bytes()
    return Asset(content, hashlib.sha256(content).hexdigest()[:12])


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
