"""The posts: is every source read, and what was wrong with its documents."""

from collections.abc import Collection, Iterator
from pathlib import Path

from bot.doctoring.findings import Finding
from bot.manifest import domains_of
from knowledge import KnowledgeBase, KnowledgeError, load_config
from knowledge.model import Stats


def post_findings(config: Path | None, reader_url: str) -> tuple[list[Finding], bool, bool]:
    """What reading the posts shows; whether they have addresses that Slack could show previews for; whether any are for groups."""
    try:
        loaded = load_config(config)
        knowledge_base = KnowledgeBase.open(loaded, reader_url)
    except (KnowledgeError, OSError) as error:
        return (
            [Finding("posts", "mend", " ".join(str(error).split()), "mend the configuration or the source")],
            False,
            False,
        )
    names = [source.name for source in loaded.sources if source.name]
    domains = bool(domains_of([source.base_url for source in loaded.sources]))
    return [*read(knowledge_base.stats, names)], domains, loaded.names_groups


def read(stats: Stats, sources: Collection[str]) -> Iterator[Finding]:
    """One finding a source, and one on all documents that were left out or mended."""
    for name in dict.fromkeys([*sources, *stats.sources]):
        count = stats.sources.get(name, 0)
        counted = f"{count} post{'' if count == 1 else 's'}"
        mend = "" if count else "does it name the right place, and posts that are no drafts?"
        yield Finding(f"source {name}", "ok" if count else "look", counted, mend)
    if stats.problems:
        problems = f"{stats.problems} problem{'' if stats.problems == 1 else 's'} in documents"
        yield Finding("documents", "look", problems, "`commonplace check` names each, with its mend")
