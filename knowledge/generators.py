"""What site generators do with the names of documents, unless they are told otherwise: settings for a source."""

from collections.abc import Mapping

Settings = Mapping[str, object]

_LISTS = ("index", "_index")  # Hugo and Zola have lists in files of their own
_BY_DATE = "/:year/:month/:day"

GENERATORS: Mapping[str, Settings] = {
    "astro": {"permalink": "/:path/", "permalink_slugged": "/:slug/", "lower_case": True},
    "docusaurus": {
        "permalink": f"/:folder{_BY_DATE}/:filename",
        "permalink_undated": "/:path",
        "permalink_slugged": "/:folder/:slug",
        "drop_numbers": True,
    },
    "eleventy": {"permalink": "/:folder/:filename/"},
    "hugo": {
        "permalink": "/:path/",
        "permalink_slugged": "/:folder/:slug/",
        "slug_from": "title",
        "index_files": _LISTS,
        "lower_case": True,
    },
    "jekyll": {
        "permalink": f"{_BY_DATE}/:slug.html",
        "permalink_undated": "/:path.html",
        "slug_from": "file",
    },
    "middleman": {"permalink": f"{_BY_DATE}/:filename.html", "permalink_undated": "/:path.html", "slug_from": "file"},
    "mkdocs": {"permalink": "/:path/", "slug_from": "file"},
    "obsidian": {"permalink": "/:path", "slug_from": "file"},
    "pelican": {"permalink": "/:slug.html", "slug_from": "title"},
    "zola": {
        "permalink": "/:folder/:filename/",
        "permalink_slugged": "/:folder/:slug/",
        "index_files": _LISTS,
        "lower_case": True,
    },
}
