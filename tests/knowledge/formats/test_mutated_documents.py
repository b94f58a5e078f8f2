"""Documents that were cut, doubled, mixed up and damaged: no format raises, whatever it is given.

Each format takes a few hundred in every run; `COMMONPLACE_FUZZ=20000` sets another number.
"""

import os
from collections.abc import Callable
from random import Random

import pytest

from knowledge.formats import format_of
from knowledge.model import Document, Reading
from tests.knowledge.formats.word_documents import packed, paragraph, parts_of, properties, table

pytestmark = pytest.mark.no_cover

RUNS = int(os.environ.get("COMMONPLACE_FUZZ", "300"))
ID = "0123456789abcdef" * 2

MARKDOWN = """\
---
title: "Rolling back: how"
date: 2024-12-05
authors: [{name: Ada}, Grace]
tags: &all [deploys, incidents]
x: *all
aliases: [/old/]
---

# Rolling back

We *roll* back with `make back`[^1], see [[Runbooks#Back|the runbook]] and [docs]({{< ref "x" >}}).

> [!note]- Mind this
> Only on weekdays. %%hidden%%

- one {: .class}
  - two ^block-id
1. three <b>bold</b>

```sh
make back {{ x }}
```

=== "Linux"
    Indented.

!!! note "Ask"
    First.

<details><summary>More</summary><table><tr><td>a</td><td>b</td></tr></table></details>

{% highlight ruby %}
puts 1
{% endhighlight %}
{% raw %}{{ x }}{% endraw %} <%= y %>

| a | b |
|---|---|
| 1 | 2 |

Term
: Definition

[^1]: The note.
"""
MDX = """\
import Tabs from '@theme/Tabs';
export const x = {
  a: [1, 2],
};

# Title {/* #title */}

<Tabs items={[{a: "}"}]}>
  <Item value='x'>
    Text {x.a} and {"kept"}.
  </Item>
</Tabs>

:::tip[Mind]
Inside <img src={require('./a.png')} />.
:::
"""
TOML = """\
+++
title = "Rolling back"
date = 2024-12-05T10:00:00Z
path = "2024/12/05/back"
[taxonomies]
tags = ["a", "b"]
+++
We roll back with {{ x(y="z") }} one command.
"""
JSON = '{\n  "title": "Rolling \\ud83d back",\n  "date": "2024-12-05",\n  "tags": ["a", {"name": "b"}]\n}\n\nWe roll back.\n'
NOTION = "# Rolling back\n\nCreated: August 1, 2023 10:00 AM\nTags: a, b\nStatus: Done\n\n<aside>\nMind this.\n</aside>\n\nWe roll back.\n"
HTML = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rolling back | Team</title>
<link rel="canonical" href="https://x.example/back"><meta property="article:published_time" content="2024-12-05">
<script type="application/ld+json">{"@graph": [{"headline": "x", "author": {"name": "Ada"}}]}</script></head>
<body><nav><ul><li>Home</li></ul></nav><main><article><header><h1 id="t">Rolling back<a class="headerlink" href="#t">¶</a></h1>
</header><p>We <b>roll</b> back<sup><a href="#fn1">1</a></sup>:</p><ol start="3"><li value="7">one<ul><li>two</li></ul></li></ol>
<blockquote><p>Quote.</p></blockquote><pre><code>make<br>back</code></pre><table><tr><th>a</th><td>b</td></tr></table>
<dl><dt>Term</dt><dd>Means.</dd></dl><div hidden>No.</div><time datetime="2024-12-06">then</time></article></main>
<footer>&copy; Team</footer></body></html>
"""
RST = """\
Rolling back
============

:Author: Ada
:Date: 2024-12-05

We *roll* back with ``make`` and :ref:`label <target>` |sub| [1]_.

.. |sub| replace:: substitution

Section
-------

.. note:: Mind this.

1. one

   - two

Term
    Means::

        code

+---+---+
| a | b |
+---+---+

.. unknown:: x

.. [1] The note.

.. _target:
"""
DUMP = "Category: Deploys\n\n  • Rolling back\n\n    We roll back with one command.\n\n    Why\n\n    It is short.\n"

SEEDS = {
    "post.md": (MARKDOWN, MDX, TOML, JSON),
    "post.mdx": (MDX, MARKDOWN),
    f"Rolling back {ID}.md": (NOTION, MARKDOWN),
    "page.html": (HTML, MARKDOWN),
    "post.rst": (RST, MARKDOWN),
    "page.txt": (DUMP, MARKDOWN),
    "post.adoc": (RST,),
}
TOKENS = (
    *(
        "```",
        "`",
        "{{",
        "}}",
        "{%",
        "%}",
        "{% raw %}",
        "{% endraw %}",
        "{:",
        "{",
        "}",
        "<%",
        "%>",
        "%%",
        "[[",
        "]]",
        "![[",
    ),
    *(
        "---\n",
        "+++\n",
        "{\n",
        '"',
        "'",
        "\n\n",
        "\n",
        "    ",
        "\t",
        "> ",
        "- ",
        "1. ",
        "# ",
        "\n===\n",
        "|",
        "| a |",
        ":::",
        "!!!",
    ),
    *(
        "<",
        ">",
        "</",
        "/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<table>",
        "<td>",
        "</p>",
        "<pre>",
        "<b>",
        "<li>",
        "<dt>",
        "<svg>",
        "<A ",
    ),
    *(
        "&#0;",
        "&#1;",
        "&#xD800;",
        "&amp",
        "\\",
        "\\ud800",
        "*",
        "**",
        "_",
        "[",
        "](",
        "[^1]:",
        "^a-b",
        "http://[",
        "\x00",
        "\x1b",
    ),
    *(
        "\ufeff",
        "\u2028",
        "\x85",
        "🎉",
        "e\u0301",
        "é".encode("latin-1").decode("latin-1"),
        "..",
        ".. |a| replace:: |a|",
        "|a|",
        "::",
    ),
    *(
        "2017-02-29",
        "9" * 30,
        "&a *a",
        "!!python/object",
        "true",
        "null",
        "import x from 'y'",
        "export const a = {",
        "--8<--",
        "=== ",
    ),
)


@pytest.mark.parametrize("path", SEEDS)
def test_no_mutated_text_raises(path: str) -> None:
    random = Random(path)
    seeds = SEEDS[path]
    for _ in range(RUNS):
        text = seeds[0] if random.random() < 0.8 else random.choice(seeds)
        for _ in range(random.randint(1, 6)):
            text = random.choice(MUTATIONS)(text, random)[:20_000]
        content = text.encode("utf-8", "surrogatepass")
        _holds(path, _damaged(content, random) if random.random() < 0.2 else content)


def test_no_mutated_word_document_raises() -> None:
    random = Random(".docx")
    body = paragraph("Rolling back", "heading 1") + paragraph("We roll back.") + table(("a", "b"), ("1", "2"))
    parts = parts_of(body, properties(title="Rolling back", creator="Ada", created="2024-12-05T10:00:00Z"))
    for _ in range(RUNS):
        if random.random() < 0.3:
            _holds("post.docx", _damaged(packed(parts), random))
            continue
        name = random.choice(["word/document.xml"] * 3 + sorted(parts))
        text = parts[name]
        for _ in range(random.randint(1, 3)):
            text = random.choice(MUTATIONS)(text, random)[:20_000]
        _holds("post.docx", packed(parts | {name: text.encode("utf-8", "replace")}))


def _holds(path: str, content: bytes) -> None:
    """Read a document, and see that whatever comes of it is fit to be indexed and sent."""
    read = format_of(path)
    assert read is not None
    try:
        reading = read(Document("test", path, content))
    except Exception as error:
        raise AssertionError(f"{path}: {content!r}") from error
    assert isinstance(reading, Reading)
    assert reading.posts or reading.problems or reading.drafts
    for problem in reading.problems:
        assert problem.path == path
        assert 1 <= problem.line <= content.count(b"\n") + content.count(b"\r") + 2
        assert problem.what
        assert problem.mend
    for post in reading.posts:
        texts = [post.title, *post.authors, *post.tags, *post.aliases, *(block.text for block in post.blocks)]
        assert all(text.strip() and text.encode() for text in texts), content
        assert "\0" not in "".join(texts)
        assert all(block.line >= 1 for block in post.blocks)


def _cut(text: str, random: Random) -> str:
    start, end = _span(text, random)
    return text[:start] + text[end:]


def _double(text: str, random: Random) -> str:
    start, end = _span(text, random)
    return text[:end] + text[start:end] * random.choice((1, 2, 30)) + text[end:]


def _move(text: str, random: Random) -> str:
    start, end = _span(text, random)
    place = random.randint(0, len(text))
    return text[:place] + text[start:end] + text[place:]


def _insert(text: str, random: Random) -> str:
    place = random.randint(0, len(text))
    return text[:place] + random.choice(TOKENS) * random.choice((1, 1, 1, 2, 50)) + text[place:]


def _swap_lines(text: str, random: Random) -> str:
    lines = text.split("\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _stop(text: str, random: Random) -> str:
    return text[: random.randint(0, len(text))]


def _span(text: str, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(text))
    return start, min(len(text), start + random.choice((1, 3, 20, 200)))


def _damaged(content: bytes, random: Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(random.randint(1, 5)):
        if damaged:
            damaged[random.randrange(len(damaged))] = random.randrange(256)
    return bytes(damaged)


MUTATIONS: tuple[Callable[[str, Random], str], ...] = (_cut, _double, _move, _insert, _insert, _swap_lines, _stop)
