"""Text on the page looks as it does in Slack, and nothing in it is ever HTML of its own."""

import pytest

from bot.play.page.texts import Texts, safe_url
from tests.bot.play.page.drawn import NAMES

TEXTS = Texts(NAMES)


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("plain", "<div>plain</div>"),
        ("*b* _i_ ~s~ `c`", "<div><b>b</b> <i>i</i> <s>s</s> <code>c</code></div>"),
        ("*b _both_*", "<div><b>b <i>both</i></b></div>"),
        ("snake_case_name 2*3*4", "<div>snake_case_name 2*3*4</div>"),
        ("a\nb", "<div>a<br>b</div>"),
        ("a &lt;b&gt; &amp;amp;", "<div>a &lt;b&gt; &amp;amp;</div>"),
        ("&gt; one\n&gt; two\nthree", "<blockquote>one<br>two</blockquote><div>three</div>"),
        ("before\n&gt;&gt;&gt;all\nof it", "<div>before</div><blockquote>all<br>of it</blockquote>"),
        ("a ```x = *1*\n  y``` b", "<div>a </div><pre>x = *1*\n  y</pre><div> b</div>"),
        ("`*not bold*`", "<div><code>*not bold*</code></div>"),
        (":tada: :no_such_thing:", "<div>🎉 :no_such_thing:</div>"),
        ("<@U0ANN> <@U0NEW>", '<div><span class="mention">@Ann Hill</span> <span class="mention">@U0NEW</span></div>'),
        ("<#C0ENG|engineering>", '<div><span class="mention">#engineering</span></div>'),
        (
            "<!here> <!subteam^S1|@ops>",
            '<div><span class="mention">@here</span> <span class="mention">@ops</span></div>',
        ),
        ("<!date^0^{date_num} {time}|then>", "<div>1970-01-01 00:00</div>"),
        ("<!date^soon^{date_num}|then>", "<div>then</div>"),
        ("<javascript:alert(1)|here>", "<div>here</div>"),
    ],
)
def test_mrkdwn_is_drawn_as_slack_draws_it(typed: str, html: str) -> None:
    assert str(TEXTS.mrkdwn(typed)) == html


def test_a_link_opens_beside_the_page_and_shows_its_label() -> None:
    html = TEXTS.mrkdwn("<https://a.test/?x=1&amp;y=2|*the* &lt;post&gt;> <https://b.test> <mailto:a@b.test>")
    assert (
        '<a href="https://a.test/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">*the* &lt;post&gt;</a>' in html
    )
    assert ">https://b.test</a>" in html
    assert ">a@b.test</a>" in html


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//evil.test", "/x", "http://[", "vbscript:x"],
)
def test_an_address_that_could_run_something_is_never_a_link(url: str) -> None:
    assert safe_url(url) == ""


def test_plain_text_keeps_its_marks_and_shows_emoji_only_where_it_may() -> None:
    assert str(TEXTS.plain("*a* :tada:\n&lt;b&gt;")) == "*a* 🎉<br>&lt;b&gt;"
    assert str(TEXTS.shown({"type": "plain_text", "text": ":tada:", "emoji": False})) == ":tada:"
    assert str(TEXTS.shown("<i>")) == "&lt;i&gt;"
    assert str(TEXTS.shown(None)) == ""


def test_markdown_is_read_as_markdown_and_its_html_is_shown_as_typed() -> None:
    html = str(TEXTS.markdown("# A\n**b** [c](https://d.test)\n\n|x|\n|-|\n|1|\n\n<script>alert(1)</script> ~~e~~"))
    assert "<h1>A</h1>" in html
    assert "<strong>b</strong>" in html
    assert '<a href="https://d.test" target="_blank" rel="noopener noreferrer">c</a>' in html
    assert "<td>1</td>" in html
    assert "&lt;script&gt;" in html
    assert "<s>e</s>" in html


def test_markdown_fetches_no_image_and_follows_no_script() -> None:
    html = str(TEXTS.markdown("![a](https://evil.test/a.png) [b](javascript:alert(1)) [c](file:///etc/passwd)"))
    assert "<img" not in html
    assert "javascript:alert" not in html.replace("[b](javascript:alert(1))", "")
    assert "file:" not in html.replace("[c](file:///etc/passwd)", "")
