"""`commonplace.yaml` → Config; every mistake is reported at once, with its key."""

from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from knowledge.errors import ConfigError
from knowledge.permalinks import NAMES, names_in

FILE_NAME = "commonplace.yaml"
STARTER = Path(__file__).parent / "posts"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceConfig(_Strict):
    """One place where posts come from: a folder (or a single document) and the rule for its links."""

    folder: Path
    name: str = ""
    base_url: str = ""
    permalink: str = "/:slug/"
    slug_from: Literal["auto", "title", "file"] = "auto"
    exclude: tuple[str, ...] = ()
    title_weight: Annotated[int, Field(ge=0, le=5)] = 1

    @field_validator("base_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value

    @field_validator("permalink")
    @classmethod
    def _uses_known_names(cls, value: str) -> str:
        unknown = [name for name in names_in(value) if name not in NAMES]
        if unknown:
            known = ", ".join(f":{name}" for name in NAMES)
            raise ValueError(f"does not know :{', :'.join(unknown)}; the names are {known}")
        return value

    @model_validator(mode="after")
    def _rule_has_a_base(self) -> Self:
        if "permalink" in self.model_fields_set and not self.base_url:
            raise ValueError("permalink needs a base_url beside it")
        return self

    @property
    def label(self) -> str:
        """The name that problems and `stats` show."""
        return self.name or self.folder.stem or str(self.folder)


class Ranking(_Strict):
    """BM25's two constants: how soon repeated words stop counting (k1), how much long passages pay for it (b)."""

    k1: Annotated[float, Field(gt=0, le=10)] = 1.5
    b: Annotated[float, Field(ge=0, le=1)] = 0.75


class Config(_Strict):
    """What a Commonplace reads and how it ranks. Without sources it reads the starter collection."""

    sources: tuple[SourceConfig, ...] = Field(default=(SourceConfig(folder=STARTER, name="starter"),), min_length=1)
    language: str = "english"
    engine: str = "rank_bm25"
    ranking: Ranking = Ranking()

    @field_validator("language")
    @classmethod
    def _is_known(cls, value: str) -> str:
        from Stemmer import algorithms  # noqa: PLC0415 - a compiled library, wanted only where the value is given

        known = algorithms()
        if value not in known:
            raise ValueError(f"must be one of {', '.join(known)}")
        return value


def load_config(path: Path | None = None) -> Config:
    """Read a configuration file; without a path `commonplace.yaml` of the working folder, if there is one.

    Folders are read as relative to the file. Raises ConfigError with every mistake in it.
    """
    if path is None:
        path = Path(FILE_NAME)
        if not path.exists():
            return Config()
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(path, (f"cannot be read: {error.strerror}",)) from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise ConfigError(path, (f"is not YAML: {' '.join(str(error).split())}",)) from error
    try:
        config = Config.model_validate(written or {})
    except ValidationError as error:
        raise ConfigError(path, tuple(map(_mistake, error.errors(include_url=False)))) from error
    return _rooted(config, path)


def _mistake(error: object) -> str:
    assert isinstance(error, dict)  # noqa: S101 - pydantic's ErrorDetails, a dictionary at run time
    key = ".".join(map(str, error["loc"])) or "the file"
    written = "" if isinstance(error["input"], dict | list) else f" (is {error['input']!r})"
    return f"{key}: {error['msg'].removeprefix('Value error, ')}{written}"


def _rooted(config: Config, path: Path) -> Config:
    """The configuration with absolute folders; one that is not there is a mistake."""
    base = path.resolve().parent
    sources = tuple(
        source.model_copy(update={"folder": base / source.folder.expanduser()}) for source in config.sources
    )
    missing = tuple(
        f"sources.{place}.folder: {source.folder} does not exist"
        for place, source in enumerate(sources)
        if not source.folder.exists()
    )
    if missing:
        raise ConfigError(path, missing)
    return config.model_copy(update={"sources": sources})
