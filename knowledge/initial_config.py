"""A first `commonplace.yaml` for a folder or an address: what was recognised, three posts as a sample, and where links lead."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import yaml
from pydantic import ValidationError

from knowledge.config import Config, SourceConfig
from knowledge.discovery import discover, is_private, is_repository
from knowledge.errors import EmptyCorpusError, InitError
from knowledge.fetching.addresses import FetchError
from knowledge.fetching.client import Limits
from knowledge.fetching.visitor import Visitor
from knowledge.formats import format_of
from knowledge.links_check import SourceLinks, read_and_check
from knowledge.model import Corpus, Place
from knowledge.named_places import Beside, is_remote
from knowledge.recognition import Recognised, recognise
from knowledge.terminal import links_text

_EXPORTS = (".json", ".xml", ".zip")
_SPELT = {"mkdocs": "MkDocs"}
_SAMPLES = 3
_PAGES = 10  # of a site, for the sample
_SHOWN = 160  # characters of a passage
_WORDS = 12  # of one that is worth showing
Settings = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Sources for a configuration, what they were made of, and what reading them gave."""

    found: tuple[str, ...]
    sources: tuple[Settings, ...]
    corpus: Corpus
    links: tuple[SourceLinks, ...]

    def lines(self) -> Iterator[str]:
        """What a person should know before using it."""
        yield from self.found
        yield f"{len(self.corpus.posts)} posts were read, with {len(self.corpus.problems)} problems."
        for place, text in _samples(self.corpus):
            yield f"\n{place.post.title}\n  {text}\n  {place.url or '(no link)'}"
        if any(each.total for each in self.links):
            yield f"\n{links_text(self.links)}"

    def yaml(self) -> str:
        """The configuration."""
        written: str = yaml.safe_dump({"sources": [dict(each) for each in self.sources]}, sort_keys=False, width=120)
        return written


def propose(place: str, base: Path, cache: Path | None = None, visitor: Visitor | None = None) -> Proposal:
    """A proposal for a folder or an address; `base` is the folder that the configuration will stand in.

    Raises InitError for a place that offers nothing to read, and what reading the sources raises.
    """
    found, sources = _recognised(place, base, visitor)
    configs = [_sample_of(each, base) for each in sources]
    corpus, links = read_and_check(configs, cache=cache)
    if not corpus.passages:
        raise EmptyCorpusError(f"no post with a paragraph in {place}")
    return Proposal(tuple(found), tuple(sources), corpus, links)


def config_of(place: str, base: Path, visitor: Visitor | None = None) -> tuple[tuple[str, ...], Config]:
    """What was recognised in a folder or at an address, in words and as a configuration that reads all of it.

    Raises InitError for a place that offers nothing to read.
    """
    found, sources = _recognised(place, base, visitor)
    with _followed():
        return tuple(found), Config.model_validate({"sources": list(sources)}, context=Beside(base))


def write(proposal: Proposal, path: Path) -> None:
    """Write the configuration. Raises InitError where that cannot be done."""
    try:
        path.write_text(proposal.yaml(), encoding="utf-8")
    except OSError as error:
        raise InitError(f"{path} cannot be written: {error.strerror}") from error


def _recognised(place: str, base: Path, visitor: Visitor | None) -> tuple[list[str], list[Settings]]:
    if is_remote(place):
        return _of_address(place, visitor)
    return _of_folder(Path(place).expanduser().absolute(), base)


def _of_address(place: str, visitor: Visitor | None) -> tuple[list[str], list[Settings]]:
    if is_repository(place):
        return [f"{place} is a repository."], [{"git": place}]
    private = is_private(place)
    visitor = visitor or Visitor(limits=Limits(private=private))
    try:
        settings = discover(place, visitor)
    except FetchError as error:
        raise InitError(f"{place} {error}") from error
    kind = "feed" if "feed" in settings else "site"
    found = [f"The {'feed' if kind == 'feed' else 'sitemap'} {settings[kind]} is read."]
    if kind == "feed":
        found.append("A feed often holds only the newest posts.")
    return found, [{**settings, **({"allow_private": True} if private else {})}]


def _of_folder(folder: Path, base: Path) -> tuple[list[str], list[Settings]]:
    if not folder.exists():
        raise InitError(f"{folder} does not exist")
    if folder.is_file() and folder.suffix.lower() in _EXPORTS:
        return [f"{folder} is read as an export."], [{"archive": _shown(folder, base)}]
    site = recognise(folder) if folder.is_dir() else None
    if site is None:
        counts = _counts(folder)
        if not counts:
            raise InitError(f"{folder} holds no document that a format reads")
        listed = ", ".join(f"{number} {ending}" for ending, number in counts.most_common())
        found = [f"No site generator was recognised in {folder}; its documents: {listed}.", _NO_BASE]
        return found, [{"folder": _shown(folder, base)}]
    found = [
        f"{folder} is a site of {_SPELT.get(site.generator, site.generator.capitalize())}, by its {site.file}.",
        *site.notes,
    ]
    if not site.base_url:
        found.append(_NO_BASE)
    return found, [_source(folder / name, base, site, own) for name, own in site.folders.items()]


_NO_BASE = "Where its posts are published is not known: add a `base_url` (and a `permalink` or `generator`) for links."


def _source(folder: Path, base: Path, site: Recognised, own: Settings) -> Settings:
    settings: dict[str, object] = {"folder": _shown(folder, base)}
    if site.base_url:
        settings |= {"base_url": site.base_url, "generator": site.generator}
    else:
        own = {name: value for name, value in own.items() if not name.startswith(("permalink", "base_url"))}
    return {**settings, **own}


def _counts(folder: Path) -> Counter[str]:
    paths = folder.rglob("*") if folder.is_dir() else iter((folder,))
    return Counter(path.suffix.lower() for path in islice(paths, 100_000) if format_of(path.name) and path.is_file())


def _shown(folder: Path, base: Path) -> str:
    """A folder as the configuration names it: relative where it stands below it."""
    return folder.relative_to(base).as_posix() if folder.is_relative_to(base) else str(folder)


def _sample_of(settings: Settings, base: Path) -> SourceConfig:
    """The source, of a site only as many pages as a sample needs."""
    few = {"max_pages": _PAGES} if "site" in settings else {}
    with _followed():
        return SourceConfig.model_validate({**settings, **few}, context=Beside(base))


@contextmanager
def _followed() -> Iterator[None]:
    """Turn what is wrong with settings that a site made into an InitError."""
    try:
        yield
    except ValidationError as error:
        what = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise InitError(f"the site's own configuration cannot be followed: {what}") from error


def _samples(corpus: Corpus) -> Iterator[tuple[Place, str]]:
    """A passage each of posts that stand far apart."""
    passages: dict[object, tuple[Place, str]] = {}
    for passage in corpus.passages:
        if len(passage.text.split()) >= _WORDS:
            passages.setdefault(passage.places[0].post.key, (passage.places[0], passage.text))
    chosen: Sequence[tuple[Place, str]] = list(passages.values())
    step = max(1, len(chosen) // _SAMPLES)
    for place, text in chosen[::step][:_SAMPLES]:
        folded = " ".join(text.split())
        yield place, folded if len(folded) <= _SHOWN else f"{folded[:_SHOWN].rsplit(' ', 1)[0]} …"
