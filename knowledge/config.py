"""`commonplace.yaml` → Config; every mistake is reported at once, with its key."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from knowledge import plain_yaml
from knowledge.errors import ConfigError
from knowledge.model import FILE_NAME
from knowledge.named_places import Beside
from knowledge.source_config import SourceConfig, Strict

__all__ = ["STARTER", "Config", "Ranking", "SourceConfig", "load_config"]

STARTER = Path(__file__).parent / "posts"
_WORDED = {
    "extra_forbidden": "is no setting of this place",
    "missing": "is missing",
    "model_type": "must be settings, each a line `name: value`",
    "tuple_type": "must be a list",
    "too_short": "must name at least one",
}


class Ranking(Strict):
    """BM25's two constants: how soon repeated words stop counting (k1), how much long passages pay for it (b)."""

    k1: Annotated[float, Field(gt=0, le=10)] = 1.5
    b: Annotated[float, Field(ge=0, le=1)] = 0.75


class Config(Strict):
    """What a Commonplace reads and how it ranks. Without sources it reads the starter collection."""

    sources: tuple[SourceConfig, ...] = Field(default=(SourceConfig(folder=STARTER, name="starter"),), min_length=1)
    language: str = "english"
    engine: Literal["auto", "rank_bm25", "bm25s"] = "auto"
    ranking: Ranking = Ranking()
    glossary: Path | None = None
    cache: Path | Literal["off"] | None = None

    @field_validator("glossary", "cache")
    @classmethod
    def _is_rooted(cls, value: Path | str | None, info: ValidationInfo) -> Path | str | None:
        """The path as absolute, where the configuration's own folder is known."""
        if str(value).lower() in ("off", "false", "no"):
            return "off"
        if not isinstance(value, Path) or info.context is None:
            return value
        try:
            path: Path = info.context.folder / value.expanduser()
        except RuntimeError as error:  # no such person's home
            raise ValueError(f"cannot be read: {error}") from error
        return path

    @field_validator("sources")
    @classmethod
    def _have_their_own_names(cls, value: tuple[SourceConfig, ...]) -> tuple[SourceConfig, ...]:
        labels = [source.label for source in value]
        doubles = sorted({label for label in labels if labels.count(label) > 1})
        if doubles:
            raise ValueError(f"more than one is called {', '.join(doubles)}; give each a `name` of its own")
        return value

    @field_validator("language")
    @classmethod
    def _is_known(cls, value: str) -> str:
        from Stemmer import algorithms  # noqa: PLC0415 - a compiled library, wanted only where the value is given

        known = algorithms()
        if value not in known:
            raise ValueError(f"must be one of {', '.join(known)}")
        return value

    @property
    def is_open(self) -> bool:
        """Whether everybody may read all of it: each source says `public: true` itself, or there is none but ours."""
        if "sources" not in self.model_fields_set:
            return True
        return all(source.public and "public" in source.model_fields_set for source in self.sources)

    @property
    def names_groups(self) -> bool:
        """Whether a source is for user groups, whose members have to be known then."""
        return any(source.only_for is not None and source.only_for.groups for source in self.sources)


def load_config(path: Path | None = None, *, strict: bool = True) -> Config:
    """Read a configuration file; without a path `commonplace.yaml` of the working folder, if there is one.

    Folders are read as relative to the file, and must be there if that is `strict`. Raises ConfigError with every mistake.
    """
    if path is None:
        path = Path(FILE_NAME)
        if not path.exists():
            return Config()
    try:
        written = plain_yaml.load(path.read_text(encoding="utf-8"), unique=True)
    except OSError as error:
        raise ConfigError(path, (f"cannot be read: {error.strerror}",)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(path, (f"is not YAML: {' '.join(str(error).split())}",)) from error
    try:
        return Config.model_validate({} if written is None else written, context=Beside(path.resolve().parent, strict))
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise ConfigError(path, tuple(_mistake(each) for each in details if not _is_echo(each))) from error


def _is_echo(error: ErrorDetails) -> bool:
    """Whether a list is only said to be too short because its entries have mistakes of their own."""
    return error["type"] == "too_short" and bool(error["input"])


def _mistake(error: ErrorDetails) -> str:
    key = ".".join(map(str, error["loc"])) or "the file"
    what = _WORDED.get(error["type"], error["msg"].removeprefix("Value error, "))
    shown = isinstance(error["input"], str)
    return f"{key}: {what} (is {error['input']!r})" if shown else f"{key}: {what}"
