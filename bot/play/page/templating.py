"""The page's templates: Jinja2, and every value in them is escaped unless it is HTML that was made here."""

from functools import cache

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

_ENVIRONMENT = Environment(
    loader=PackageLoader("bot.play.page"), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
)


def render(name: str, **values: object) -> Markup:
    """The template of that name, such as `message.html`, with these values."""
    return Markup(_ENVIRONMENT.get_template(name).render(**values))  # noqa: S704 - rendered with autoescape


@cache
def kinds_in(folder: str) -> frozenset[str]:
    """What can be drawn: the names of the templates in a folder."""
    found = _ENVIRONMENT.list_templates(filter_func=lambda name: name.startswith(f"{folder}/"))
    return frozenset(name.removeprefix(f"{folder}/").removesuffix(".html") for name in found)
