"""A post → its page. Pure: values in, HTML out, with every text escaped."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from knowledge.deep_links import anchors
from knowledge.model import Block, Post

STYLE = """
body { margin: 2rem auto; max-width: 42rem; padding: 0 1rem; font: 1.1rem/1.6 system-ui, sans-serif; color-scheme: light dark; }
h1, h2 { line-height: 1.25; } pre { overflow-x: auto; } .small { opacity: .75; } ::target-text { background: #fe8; color: #000; }
"""


def list_page(posts: Iterable[Post]) -> str:
    """The page that lists all posts, the newest first."""
    ordered = sorted(posts, key=lambda post: (post.date is not None, post.date, post.title), reverse=True)
    items = "\n".join(
        f'<li><a href="/posts/{escape(post.slug or "")}">{escape(post.title)}</a> {_dated(post)}</li>'
        for post in ordered
    )
    return _page("Posts", f"<h1>Posts</h1>\n<ul>\n{items}\n</ul>")


def post_page(post: Post) -> str:
    """The page of one post, with an anchor for each heading."""
    body = "\n".join(_body(post.blocks))
    return _page(
        post.title,
        f'<p><a href="/posts">All posts</a></p>\n<article>\n<h1>{escape(post.title)}</h1>\n{_dated(post)}\n{body}\n</article>',
    )


def _body(blocks: tuple[Block, ...]) -> Iterator[str]:
    names = anchors(blocks)
    placed = list(zip(blocks, names, strict=True))
    for (group, is_row), run in groupby(placed, key=lambda each: (each[0].group, each[0].kind == "row")):
        shown = [_row(block) if is_row else _block(block, anchor, in_list=bool(group)) for block, anchor in run]
        if is_row:
            yield "\n".join(("<table>", *shown, "</table>"))
        elif group:
            yield "\n".join(("<ul>", *shown, "</ul>"))
        else:
            yield from shown


def _block(block: Block, anchor: str, *, in_list: bool) -> str:
    text = escape(block.text)
    match block.kind:
        case "heading":
            level = min(max(block.level, 2), 6)
            return f'<h{level} id="{escape(anchor)}">{text}</h{level}>'
        case "code":
            shown = f"<pre><code>{text}</code></pre>"
        case "quote":
            shown = f"<blockquote><p>{text}</p></blockquote>"
        case _:
            shown = text if in_list else f"<p>{text}</p>"
    return f"<li>{shown}</li>" if in_list else shown


def _row(block: Block) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in block.text.split(" | "))
    return f"<tr>{cells}</tr>"


def _dated(post: Post) -> str:
    return f'<time class="small" datetime="{post.date}">{post.date}</time>' if post.date else ""


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f'<link rel="stylesheet" href="/style.css">\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    )
