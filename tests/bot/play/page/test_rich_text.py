"""rich_text on the page: every element that Slack documents, and nothing parsed in it."""

from typing import Any

import pytest

from bot.play.page.rich_text import rich_text
from bot.play.page.texts import Texts
from tests.bot.play.page.drawn import NAMES


def html_of(*elements: dict[str, Any]) -> str:
    return str(rich_text(Texts(NAMES), {"type": "rich_text", "elements": list(elements)}))


def section(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(parts)}


def text(said: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": said, "style": style}


@pytest.mark.parametrize(
    ("part", "html"),
    [
        (text("<b>*a*</b> :tada:\n<!channel>"), "&lt;b&gt;*a*&lt;/b&gt; :tada:<br>&lt;!channel&gt;"),
        (text("a", bold=True, italic=True, strike=True), "<s><i><b>a</b></i></s>"),
        (text("a", code=True, underline=True), "<u><code>a</code></u>"),
        (text("a", bold=False, highlight=True), "a"),
        ({"type": "link", "url": "javascript:x", "text": "a"}, "a"),
        ({"type": "user", "user_id": "U0ANN"}, '<span class="mention">@Ann Hill</span>'),
        ({"type": "channel", "channel_id": "C0ENG"}, '<span class="mention">#engineering</span>'),
        ({"type": "usergroup", "usergroup_id": "S1"}, '<span class="mention">@S1</span>'),
        ({"type": "team", "team_id": "T1"}, '<span class="mention">@T1</span>'),
        ({"type": "broadcast", "range": "channel"}, '<span class="mention">@channel</span>'),
        ({"type": "emoji", "name": "tada"}, "🎉"),
        ({"type": "emoji", "name": "whatever", "unicode": "1f44d-1f3fb"}, "👍🏻"),
        ({"type": "emoji", "name": "tada", "unicode": "no"}, "🎉"),
        ({"type": "date", "timestamp": 0, "format": "{date_long} at {time}"}, "1 January 1970 at 00:00"),
        ({"type": "date", "timestamp": "x", "fallback": "then"}, "then"),
        ({"type": "color", "value": "#fff"}, "#fff"),
    ],
)
def test_each_part_of_a_line_is_drawn(part: dict[str, Any], html: str) -> None:
    assert html_of(section(part)) == f'<div class="line">{html}</div>'


def test_a_link_keeps_its_style_and_its_own_words() -> None:
    link = {"type": "link", "url": "https://a.test", "style": {"bold": True}}
    assert html_of(section(link)).count("https://a.test") == 2
    assert "<b><a " in html_of(section(link))


def test_quotes_code_and_lists_keep_their_shape() -> None:
    assert html_of({"type": "rich_text_quote", "elements": [text("a\nb")]}) == "<blockquote>a<br>b</blockquote>"
    code = {
        "type": "rich_text_preformatted",
        "elements": [text("x <y>\n  z"), {"type": "link", "url": "https://a.test"}],
    }
    assert html_of(code) == "<pre>x &lt;y&gt;\n  zhttps://a.test</pre>"
    bullets = {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [section(text("a"))]}
    assert html_of(bullets) == '<ul class="indent-1"><li>a</li></ul>'
    ordered = {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [section(text("a"))]}
    assert html_of(ordered) == '<ol class="indent-0" start="3"><li>a</li></ol>'


def test_what_is_unknown_is_named() -> None:
    assert "cannot draw rich text of type &#34;hologram&#34;" in html_of({"type": "hologram"})
    assert "cannot draw rich text of type &#34;smell&#34;" in html_of(section({"type": "smell"}))
