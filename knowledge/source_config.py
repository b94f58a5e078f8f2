"""What one source of `commonplace.yaml` may say; every mistake is reported at once, with its key."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from knowledge.access import Limits
from knowledge.generators import GENERATORS
from knowledge.named_places import (
    check_repository,
    found_beside,
    is_remote,
    name_of_place,
    web_address,
    without_credentials,
)
from knowledge.permalinks import NAMES, Rule, names_in

Generator = Literal[
    "astro",
    "docusaurus",
    "eleventy",
    "hugo",
    "jekyll",
    "middleman",
    "mkdocs",
    "obsidian",
    "pelican",
    "zola",
]
KINDS = ("folder", "git", "feed", "site", "pages", "archive")
_KEYS_OF: Mapping[str, tuple[str, ...]] = {  # keys that only some kinds have
    "branch": ("git",),
    "path": ("git",),
    "include": ("site",),
    "exclude": ("folder", "git", "site", "archive"),
    "max_pages": ("site",),
    "delay": ("site", "pages"),
    "allow_private": ("site", "pages", "feed"),
    "export": ("archive",),
}


def _ids(what: str, example: str, letters: str) -> AfterValidator:
    """A list of ids that start with one of these letters, and of nothing else: names change, and tell nobody apart."""
    pattern = re.compile(rf"[{letters}][A-Z0-9]{{2,}}")

    def checked(value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [each for each in value if not pattern.fullmatch(each)]
        if wrong:
            raise ValueError(f"must hold ids of {what} such as {example}, not {', '.join(map(repr, wrong))}")
        return value

    return AfterValidator(checked)


_Workspaces: TypeAlias = Annotated[tuple[str, ...], _ids("workspaces", "T012AB3CD", "TE")]
_Channels: TypeAlias = Annotated[tuple[str, ...], _ids("channels", "C012AB3CD", "CG")]
_Groups: TypeAlias = Annotated[tuple[str, ...], _ids("user groups", "S012AB3CD", "S")]


class Strict(BaseModel):
    """Settings where a key that is not known is a mistake, and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OnlyFor(Strict):
    """Whom a source is for, by ids."""

    workspaces: _Workspaces = ()
    channels: _Channels = ()
    groups: _Groups = ()

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if not (self.workspaces or self.channels or self.groups):
            raise ValueError("names nobody; name workspaces, channels or groups, or leave it out")
        return self

    @property
    def limits(self) -> Limits:
        """The same as the library reads it."""
        return Limits(frozenset(self.workspaces), frozenset(self.channels), frozenset(self.groups))


class SourceConfig(Strict):
    """One place where posts come from (a folder, a repository, a feed, a site, an export) and the rule for their links."""

    folder: Path | None = None
    git: str = ""
    feed: str = ""
    site: str = ""
    pages: Annotated[tuple[str, ...], Field(min_length=1)] = ()
    archive: Path | None = None
    branch: str = ""
    path: str = ""
    include: tuple[str, ...] = ()
    delay: Annotated[float, Field(ge=0, le=60)] = 0.5
    max_pages: Annotated[int, Field(ge=1, le=100_000)] = 5000
    allow_private: bool = False
    export: Literal["auto", "confluence", "ghost", "medium", "notion", "plain", "wordpress"] = "auto"
    name: str = ""
    base_url: str = ""
    generator: Generator | None = None
    permalink: str = "/:slug/"
    permalink_undated: str = ""
    permalink_slugged: str = ""
    slug_from: Literal["auto", "title", "file"] = "auto"
    ext: Literal["", "drop", ".html"] = ""
    index_files: tuple[str, ...] = ("index", "readme")
    drop_numbers: bool = False
    lower_case: bool = False
    exclude: tuple[str, ...] = ()
    title_weight: Annotated[int, Field(ge=0, le=5)] = 1
    public: bool = True
    only_for: OnlyFor | None = None

    @field_validator("folder", "archive")
    @classmethod
    def _is_there(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        """The path as absolute, where the configuration's own folder is known."""
        return value if value is None or info.context is None else found_beside(value, info.context)

    @field_validator("feed", "git")
    @classmethod
    def _is_address_or_there(cls, value: str, info: ValidationInfo) -> str:
        """An address as it is; what is none is a path, absolute where the configuration's own folder is known."""
        if not value:
            raise ValueError("is empty")
        if info.field_name == "git":
            check_repository(value)
        if is_remote(value) or info.context is None:
            return value
        return str(found_beside(Path(value), info.context))

    @field_validator("site")
    @classmethod
    def _is_site(cls, value: str) -> str:
        return web_address(value)

    @field_validator("pages")
    @classmethod
    def _are_pages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(web_address, value))

    @field_validator("branch")
    @classmethod
    def _is_no_option(cls, value: str) -> str:
        if value.startswith("-"):
            raise ValueError("must not start with a hyphen")
        return value

    @field_validator("path")
    @classmethod
    def _stays_inside(cls, value: str) -> str:
        if value.startswith("/") or ".." in value.split("/"):
            raise ValueError("must be a folder inside the repository")
        return value

    @field_validator("base_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        return web_address(value) if value else value

    @field_validator("permalink", "permalink_undated", "permalink_slugged")
    @classmethod
    def _uses_known_names(cls, value: str) -> str:
        unknown = [name for name in names_in(value) if name not in NAMES]
        if unknown:
            known = ", ".join(f":{name}" for name in NAMES)
            raise ValueError(f"does not know :{', :'.join(unknown)}; the names are {known}")
        return value

    @model_validator(mode="wrap")
    @classmethod
    def _fits_together(cls, value: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """The settings over those of their generator; keys that do not go together are mistakes beside all others."""
        if not isinstance(value, dict):
            return handler(value)
        preset = GENERATORS.get(str(value.get("generator")), {})
        mistakes = list(_misfits(value))
        try:
            made = handler({**preset, **value})
        except ValidationError as error:
            mistakes = [*map(_again, error.errors(include_url=False)), *mistakes]
        if mistakes:
            raise ValidationError.from_exception_data(cls.__name__, mistakes)
        return made

    @property
    def kind(self) -> str:
        """The name of its source in the table of sources."""
        return next(kind for kind in KINDS if getattr(self, kind)).replace("pages", "site")

    @property
    def where(self) -> str:
        """The place itself, as messages name it."""
        value = getattr(self, next(kind for kind in KINDS if getattr(self, kind)))
        return without_credentials(str(value[0] if isinstance(value, tuple) else value))

    @property
    def label(self) -> str:
        """The name that problems and `stats` show."""
        return self.name or name_of_place(self.kind, self.where)

    @property
    def rule(self) -> Rule:
        """How its posts get their paths."""
        return Rule(
            permalink=self.permalink,
            undated=self.permalink_undated,
            slugged=self.permalink_slugged,
            slug_from=self.slug_from,
            ext=self.ext,
            index_files=self.index_files,
            drop_numbers=self.drop_numbers,
            lower_case=self.lower_case,
        )


def _misfits(written: Mapping[str, object]) -> Iterator[InitErrorDetails]:
    """What is wrong with the keys together: no place or two, a key of another kind, a rule without a base."""
    kinds = [kind for kind in KINDS if written.get(kind) is not None]
    if not kinds:
        yield _misfit((), f"does not say where its posts are; name one of {', '.join(KINDS)}", None)
    for second in kinds[1:]:
        yield _misfit((second,), f"cannot stand beside `{kinds[0]}`; make it a source of its own", None)
    for key, fitting in _KEYS_OF.items():
        if key in written and kinds and kinds[0] not in fitting:
            yield _misfit((key,), f"goes with {' or '.join(fitting)}, not with {kinds[0]}", written[key])
    for key in ("permalink", "generator"):
        if key in written and not written.get("base_url"):
            yield _misfit((), f"{key} needs a base_url beside it", None)


def _misfit(where: tuple[str, ...], what: str, given: object) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError("misfit", "{what}", {"what": what}), loc=where, input=given)


def _again(error: ErrorDetails) -> InitErrorDetails:
    """An error that was caught, to be raised with others."""
    return InitErrorDetails(type=error["type"], loc=error["loc"], input=error["input"], ctx=error.get("ctx", {}))
