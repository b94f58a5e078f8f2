from pathlib import Path

import pytest
import yaml

from knowledge.config import load_config
from knowledge.errors import EmptyCorpusError, InitError, SourceError
from knowledge.fetching.client import Limits
from knowledge.fetching.visitor import Visitor
from knowledge.initial_config import Proposal, config_of, propose, write
from tests.knowledge.serving import Site, html
from tests.knowledge.shared import content
from tests.knowledge.sources.test_archive import packed
from tests.knowledge.writing import Posts

TEXT = (
    "A rollback takes one command, and everybody on call may run it without asking anybody else for permission first."
)
OTHER = "Every retrospective ends with an owner and a due date for each of the things that we want to change."


def _sources(proposal: Proposal) -> list[dict[str, object]]:
    written: list[dict[str, object]] = yaml.safe_load(proposal.yaml())["sources"]
    return written


def test_a_site_is_proposed_with_what_its_own_configuration_says(posts: Posts, tmp_path: Path) -> None:
    posts.write(
        {
            "_config.yml": "url: https://blog.example\npermalink: /:year/:slug/",
            "_posts/2024-12-05-a.md": f"# A\n\n{TEXT} See [b](/2024/b/) and [c](/2024/c/).",
            "_posts/2024-12-06-b.md": f"# B\n\n{TEXT}{TEXT}",
        }
    )
    proposal = propose(str(posts.folder), tmp_path)
    source = {
        "folder": "posts/_posts",
        "base_url": "https://blog.example",
        "generator": "jekyll",
        "permalink": "/:year/:slug/",
    }
    assert _sources(proposal) == [source]
    lines = "\n".join(proposal.lines())
    assert "is a site of Jekyll, by its _config.yml." in lines
    assert "2 posts were read, with 0 problems." in lines
    assert f"A\n  {TEXT} See b and c.\n  https://blog.example/2024/a/" in lines
    assert "_posts: 1 of 2 links to its own pages lead to a post (50%)" in lines


def test_long_passages_are_cut(posts: Posts, tmp_path: Path) -> None:
    posts.write({"a.md": f"# A\n\n{TEXT} {TEXT}\n\nShort."})
    lines = "\n".join(propose(str(posts.folder), tmp_path).lines())
    assert " …\n  (no link)" in lines
    assert "links to its own pages" not in lines


def test_a_site_without_an_address_is_proposed_without_a_rule(posts: Posts, tmp_path: Path) -> None:
    posts.write({"_config.yml": "permalink: /:title/", "a.md": f"# A\n\n{TEXT}"})
    proposal = propose(str(posts.folder), tmp_path)
    assert _sources(proposal) == [{"folder": "posts"}]
    assert "add a `base_url`" in "\n".join(proposal.lines())


def test_any_other_folder_is_proposed_as_it_is(posts: Posts, tmp_path: Path) -> None:
    posts.write({"a.md": f"# A\n\n{TEXT}", "b.md": TEXT, "x/c.txt": "", "d.png": ""})
    proposal = propose(str(posts.folder), tmp_path / "elsewhere")
    assert _sources(proposal) == [{"folder": str(posts.folder)}]
    assert "its documents: 2 .md, 1 .txt." in "\n".join(proposal.lines())


def test_a_single_document_is_proposed(posts: Posts, tmp_path: Path) -> None:
    posts.write({"a.md": f"# A\n\n{TEXT}"})
    assert _sources(propose(str(posts.folder / "a.md"), tmp_path)) == [{"folder": "posts/a.md"}]


def test_an_export_is_proposed(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(packed({"a.md": f"# A\n\n{TEXT}"}))
    assert _sources(propose(str(tmp_path / "export.zip"), tmp_path)) == [{"archive": "export.zip"}]


def _visitor() -> Visitor:
    return Visitor(limits=Limits(private=True), pause=0)


def test_a_web_site_is_proposed_by_its_sitemap(site: Site, tmp_path: Path) -> None:
    urls = "".join(f"<url><loc>{site.url}/{name}</loc></url>" for name in "ab")
    site.pages |= {
        "/": html("Home"),
        "/sitemap.xml": f"<urlset>{urls}</urlset>",
        "/a": html("A", TEXT),
        "/b": html("B", OTHER),
    }
    proposal = propose(f"{site.url}/", tmp_path, visitor=_visitor())
    assert _sources(proposal) == [{"site": f"{site.url}/sitemap.xml", "base_url": site.url, "allow_private": True}]
    lines = "\n".join(proposal.lines())
    assert f"The sitemap {site.url}/sitemap.xml is read." in lines
    assert f"{site.url}/b" in lines


def test_a_feed_is_said_to_be_short(site: Site, tmp_path: Path) -> None:
    item = f"<item><title>A</title><link>https://x.example/a</link><description>{TEXT}</description></item>"
    site.pages["/feed"] = f'<rss version="2.0"><channel><title>B</title>{item}</channel></rss>'
    proposal = propose(f"{site.url}/feed", tmp_path)
    assert _sources(proposal) == [{"feed": f"{site.url}/feed", "allow_private": True}]
    assert "A feed often holds only the newest posts." in proposal.found


def test_a_public_address_needs_no_leave(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/feed"] = '<rss version="2.0"></rss>'
    monkeypatch.setattr("knowledge.initial_config.is_private", lambda _: False)
    with pytest.raises(SourceError, match="private address"):
        propose(f"{site.url}/feed", tmp_path, visitor=_visitor())


def test_a_repository_is_proposed_and_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be cloned"):
        propose("http://127.0.0.1:9/team/docs.git", tmp_path)


def test_a_place_that_offers_nothing_is_an_error(posts: Posts, tmp_path: Path, site: Site) -> None:
    with pytest.raises(InitError, match="nowhere does not exist"):
        propose(str(tmp_path / "nowhere"), tmp_path)
    with pytest.raises(InitError, match="holds no document that a format reads"):
        propose(str(posts.folder), tmp_path)
    with pytest.raises(InitError, match="answers 404"):
        propose(site.url, tmp_path, visitor=_visitor())
    posts.write({"a.md": "# Nothing"})
    with pytest.raises(EmptyCorpusError):
        propose(str(posts.folder), tmp_path)


def test_a_configuration_that_cannot_be_followed_is_an_error(posts: Posts, tmp_path: Path) -> None:
    posts.write({"mkdocs.yml": "site_url: blog.example", "a.md": f"# A\n\n{TEXT}"})
    with pytest.raises(InitError, match=r"cannot be followed: base_url: .*must start with http"):
        propose(str(posts.folder), tmp_path)


def test_a_place_is_read_whole_without_a_configuration(posts: Posts, tmp_path: Path) -> None:
    posts.write({"mkdocs.yml": "site_url: https://x.example", "docs/ä.md": f"# A\n\n{TEXT}"})
    found, config = config_of(str(posts.folder), tmp_path)
    (source,) = config.sources
    assert (source.folder, source.base_url, source.generator) == (posts.folder / "docs", "https://x.example", "mkdocs")
    assert "is a site of MkDocs" in found[0]
    posts.write({"mkdocs.yml": "site_url: blog.example"})
    with pytest.raises(InitError, match="cannot be followed"):
        config_of(str(posts.folder), tmp_path)
    with pytest.raises(InitError, match="nowhere does not exist"):
        config_of(str(tmp_path / "nowhere"), tmp_path)


def test_what_is_written_can_be_loaded(posts: Posts, tmp_path: Path) -> None:
    posts.write({"mkdocs.yml": "site_url: https://x.example", "docs/ä.md": f"# A\n\n{TEXT}"})
    path = tmp_path / "commonplace.yaml"
    write(propose(str(posts.folder), tmp_path), path)
    (source,) = load_config(path).sources
    assert (source.folder, source.generator) == (posts.folder / "docs", "mkdocs")
    with pytest.raises(InitError, match="cannot be written"):
        write(propose(str(posts.folder), tmp_path), tmp_path)


@pytest.mark.no_cover
@pytest.mark.parametrize("folder", ["openfeature", "pagerduty-incident"])
def test_real_sites_are_proposed_with_links_that_lead_to_posts(folder: str, tmp_path: Path) -> None:
    proposal = propose(str(content(folder)), tmp_path)
    assert all(not each.looks_wrong for each in proposal.links)
    assert all(post.url for post in proposal.corpus.posts)
