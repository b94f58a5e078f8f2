import gzip

import pytest

from knowledge.discovery import discover, is_private, is_repository
from knowledge.fetching.addresses import FetchError
from knowledge.fetching.client import Limits
from knowledge.fetching.visitor import Visitor
from tests.knowledge.serving import Answer, Site, html

MAP = '<?xml version="1.0"?><urlset xmlns="x"></urlset>'
FEED = '<?xml version="1.0"?><rss version="2.0"></rss>'


def _discover(site: Site, path: str = "/") -> dict[str, object]:
    return dict(discover(site.url + path, Visitor(limits=Limits(private=True), pause=0)))


@pytest.mark.parametrize(
    ("place", "repository"),
    [
        ("https://github.com/team/docs", True),
        ("https://gitlab.com/team/docs/", True),
        ("https://git.example/team/docs.git", True),
        ("git@git.example:team/docs", True),
        ("ssh://git@git.example/docs", True),
        ("https://github.com/team", False),
        ("https://github.com/team/docs/wiki", False),
        ("https://blog.example/", False),
    ],
)
def test_a_repository_is_known_by_its_address(place: str, *, repository: bool) -> None:
    assert is_repository(place) == repository


def test_addresses_of_ones_own_net_are_known() -> None:
    assert is_private("http://127.0.0.1:8000/")
    assert not is_private("http://93.184.216.34/")
    assert not is_private("http://a..b/")
    assert not is_private("http://127.0.0.1:x/")


def test_a_sitemap_that_robots_txt_names_goes_first(site: Site) -> None:
    site.pages |= {
        "/": html("Home"),
        "/robots.txt": f"Sitemap: {site.url}/gone.xml\nSitemap: {site.url}/map.xml.gz",
        "/map.xml.gz": gzip.compress(MAP.encode()),
        "/sitemap.xml": MAP,
    }
    assert _discover(site) == {"site": f"{site.url}/map.xml.gz", "base_url": site.url}


def test_then_comes_the_one_that_stands_by_custom(site: Site) -> None:
    page = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    site.pages |= {"/blog/": page, "/sitemap.xml": MAP, "/feed.xml": FEED}
    assert _discover(site, "/blog/") == {"site": f"{site.url}/sitemap.xml", "base_url": site.url}


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml" title="x" href="feed.xml?a=1&amp;b=2">',
        "<LINK href=feed.xml?a=1&b=2 type='application/atom+xml' rel='alternate'>",
        '<link rel="alternate" type="application/feed+json" href="feed.xml?a=1&amp;b=2"><link rel=alternate href=x>',
    ],
)
def test_then_a_feed_that_the_page_names(site: Site, link: str) -> None:
    site.pages |= {"/blog/": f"<link rel=stylesheet href=x.css>{link}", "/sitemap.xml": html("Not found")}
    assert _discover(site, "/blog/") == {"feed": f"{site.url}/blog/feed.xml?a=1&b=2"}


@pytest.mark.parametrize(
    "body", [FEED, '<feed xmlns="http://www.w3.org/2005/Atom">', '{"version": "https://jsonfeed.org/version/1"}']
)
def test_a_feed_may_be_named_itself(site: Site, body: str) -> None:
    site.pages["/feed"] = Answer(body)
    assert _discover(site, "/feed") == {"feed": f"{site.url}/feed"}


def test_a_sitemap_may_be_named_itself(site: Site) -> None:
    site.pages["/map.xml"] = MAP
    assert _discover(site, "/map.xml") == {"site": f"{site.url}/map.xml", "base_url": site.url}


def test_a_page_that_offers_nothing_is_an_error(site: Site) -> None:
    site.pages["/"] = html("Home")
    with pytest.raises(FetchError, match="neither a sitemap nor a feed"):
        _discover(site)
