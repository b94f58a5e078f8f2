"""Which generator makes a site of a folder, and what the site's own configuration says of addresses."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from knowledge import plain_yaml
from knowledge.permalinks import NAMES, names_in

Fields = Mapping[str, object]
_JEKYLL = {  # its names for patterns
    "date": "/:year/:month/:day/:title.html",
    "pretty": "/:year/:month/:day/:title/",
    "none": "/:title.html",
}
_TEXT = r"""\s*[:=]\s*['"`]([^'"`]+)['"`]"""
_PELICAN = {"{slug}": ":slug", "{date:%Y}": ":year", "{date:%m}": ":month", "{date:%d}": ":day"}
_HUGO = {":sections": ":folder", ":contentbasename": ":filename", ":slugorfilename": ":filename"}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A site: its generator, the folders of its posts (with settings of their own), its address, and what was odd."""

    generator: str
    file: str
    base_url: str = ""
    folders: Mapping[str, Fields] = field(default_factory=lambda: {".": {}})
    notes: tuple[str, ...] = ()


def recognise(folder: Path) -> Recognised | None:
    """What makes a site of this folder; None where nothing shows it."""
    for names, reader in _READERS:
        for name in names:
            if (folder / name).exists():
                found = reader(folder, folder / name)
                if found is not None:
                    return found
    return None


def _jekyll(folder: Path, file: Path) -> Recognised:
    fields = _fields(file)
    written = _text(fields, "permalink")
    pattern = re.sub(r":categories/?", "", _JEKYLL.get(written, written)).replace("//", "/")
    settings, notes = _permalink(pattern)
    return Recognised("jekyll", file.name, _jekyll_base(fields), _there(folder, "_posts", settings), notes)


def _jekyll_base(fields: Fields) -> str:
    url = _text(fields, "url")
    return url.rstrip("/") + _text(fields, "baseurl") if url else ""


def _mkdocs(folder: Path, file: Path) -> Recognised:
    fields = _fields(file)
    docs = _text(fields, "docs_dir") or "docs"
    flat = _text(fields, "use_directory_urls").lower() == "false"
    return Recognised(
        "mkdocs", file.name, _text(fields, "site_url"), _there(folder, docs, {"ext": ".html"} if flat else {})
    )


def _docusaurus(folder: Path, file: Path) -> Recognised:
    written = _read(file)
    root = _named(written, "baseUrl") or "/"
    base = _named(written, "url").rstrip("/") + "/" + root.strip("/") if _named(written, "url") else ""
    base = base.rstrip("/")
    folders: dict[str, Fields] = {}
    for name in ("docs", "blog"):
        if (folder / name).is_dir():
            route = _route(written, name).strip("/")
            folders[name] = {"base_url": f"{base}/{route}".rstrip("/")} if base else {}
    return Recognised("docusaurus", file.name, base, folders or {".": {}})


def _route(written: str, name: str) -> str:
    """Under which path docs or blog are published: what follows the name of their settings, else the name."""
    found = re.search(rf"\b{name}\s*:\s*\{{[^{{}}]*?\brouteBasePath{_TEXT}", written)
    return found.group(1) if found else name


def _astro(folder: Path, file: Path) -> Recognised:
    written = _read(file)
    base = _joined(_named(written, "site"), _named(written, "base"))
    content = folder / "src" / "content"
    names = sorted(path.name for path in content.iterdir() if path.is_dir()) if content.is_dir() else []
    folders: dict[str, Fields] = {}
    for name in names:  # Starlight publishes its docs at the root, and other collections stand below their name
        own = {"base_url": f"{base}/{name}"} if base and name != "docs" else {}
        folders[f"src/content/{name}"] = own
    return Recognised("astro", file.name, base, folders or {".": {}})


def _eleventy(folder: Path, file: Path) -> Recognised:
    names = [name for name in ("src", "content") if (folder / name).is_dir()]
    return Recognised("eleventy", file.name, "", {names[0] if names else ".": {}})


def _hugo(folder: Path, file: Path) -> Recognised | None:
    fields = {name.lower(): value for name, value in _fields(file).items()}
    if "base_url" in fields or ("baseurl" not in fields and "title" not in fields):
        return None  # a config.toml of Zola, or of something else
    content = _text(fields, "contentdir") or "content"
    rules = fields.get("permalinks")
    beside = file.with_name(f"permalinks{file.suffix}")
    if rules is None and beside.exists():
        rules = _fields(beside)
    if isinstance(rules, dict) and isinstance(rules.get("page"), dict):
        rules = rules["page"]
    folders: dict[str, Fields] = {}
    notes: tuple[str, ...] = ()
    for section, pattern in rules.items() if isinstance(rules, dict) else ():
        if isinstance(pattern, str) and (folder / content / section).is_dir():
            for other, ours in _HUGO.items():
                pattern = pattern.replace(other, ours)  # noqa: PLW2901 - in our words
            settings, odd = _permalink(pattern)
            folders[f"{content}/{section}"] = {**settings, **({"permalink_slugged": pattern} if settings else {})}
            notes += odd
    rest = {"exclude": [f"/{name.rpartition('/')[2]}" for name in folders]} if folders else {}
    folders |= _there(folder, content, rest)
    return Recognised("hugo", str(file.relative_to(folder)), _text(fields, "baseurl"), folders, notes)


def _zola(folder: Path, file: Path) -> Recognised | None:
    fields = _fields(file)
    if "base_url" not in fields:
        return None
    return Recognised("zola", file.name, _text(fields, "base_url"), _there(folder, "content", {}))


def _pelican(folder: Path, file: Path) -> Recognised:
    written = _read(file)
    pattern = _named(written, "ARTICLE_URL")
    for theirs, ours in _PELICAN.items():
        pattern = pattern.replace(theirs, ours)
    settings, notes = _permalink(pattern and f"/{pattern}")
    content = _named(written, "PATH") or "content"
    return Recognised("pelican", file.name, _named(written, "SITEURL"), _there(folder, content, settings), notes)


def _middleman(folder: Path, file: Path) -> Recognised | None:
    if not (folder / "source").is_dir():
        return None
    return Recognised("middleman", file.name, "", {"source": {}})


def _obsidian(folder: Path, file: Path) -> Recognised:
    del folder
    return Recognised("obsidian", file.name)


_READERS: tuple[tuple[tuple[str, ...], Callable[[Path, Path], Recognised | None]], ...] = (
    (("docusaurus.config.ts", "docusaurus.config.js", "docusaurus.config.mjs"), _docusaurus),
    (("astro.config.mjs", "astro.config.ts", "astro.config.js"), _astro),
    (("mkdocs.yml", "mkdocs.yaml"), _mkdocs),
    (("_config.yml", "_config.yaml", "_config.toml"), _jekyll),
    (("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"), _hugo),
    (("config/_default/hugo.toml", "config/_default/config.toml", "config/_default/hugo.yaml"), _hugo),
    (("config.toml",), _zola),
    (("config.toml", "config.yaml", "config.yml"), _hugo),
    (("pelicanconf.py",), _pelican),
    ((".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs"), _eleventy),
    (("config.rb",), _middleman),
    ((".obsidian",), _obsidian),
)


def _permalink(pattern: str) -> tuple[Fields, tuple[str, ...]]:
    """The setting for a pattern, if it uses names that are known; else a note."""
    unknown = [name for name in names_in(pattern) if name not in NAMES]
    if unknown:
        return {}, (f"its permalink {pattern} uses :{', :'.join(unknown)}, which is not known here",)
    return ({"permalink": pattern} if pattern else {}), ()


def _there(folder: Path, name: str, settings: Fields) -> dict[str, Fields]:
    return {name if (folder / name).is_dir() else ".": settings}


def _joined(base: str, path: str) -> str:
    return f"{base.rstrip('/')}/{path.strip('/')}".rstrip("/") if base else ""


def _fields(file: Path) -> dict[str, object]:
    """The fields of a YAML, TOML or JSON file (which is YAML too); none where it cannot be read."""
    written = _read(file)
    try:
        fields: object = tomllib.loads(written) if file.suffix == ".toml" else plain_yaml.load(written)
    except (yaml.YAMLError, tomllib.TOMLDecodeError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def _named(written: str, name: str) -> str:
    """The text that a program gives to a name."""
    found = re.search(rf"^(?!\s*(?://|#|\*))[^\n]*?\b{name}{_TEXT}", written, re.MULTILINE)
    return found.group(1) if found else ""


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
