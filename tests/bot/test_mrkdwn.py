import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mrkdwn import escape, link, to_plain, web_url

READ = {
    "how do we roll back?": "how do we roll back?",
    "<@U0BOT> how do we roll back?": "how do we roll back?",
    "<@U0BOT|commonplace>, how?": "how?",
    "  <@U0BOT>: how?": "how?",
    "ask <@U0BOT> later": "ask later",
    "<@U0BEN> said so": "said so",
    "<!here> <!subteam^S1|@ops> <!channel> now": "now",
    "in <#C1|random> and <#C2>": "in #random and",
    "see <https://x.example/a?b=1&amp;c=2|the docs>": "see the docs",
    "see <https://x.example/a>": "see https://x.example/a",
    "<mailto:a@b.example|a@b.example> and <mailto:c@d.example>": "a@b.example and c@d.example",
    "R&amp;D &lt;b&gt; &amp;lt;": "R&D <b> &lt;",
    "&lt;@U0BEN&gt; is typed": "<@U0BEN> is typed",
    "*bold* _it_ ~no~ `code` ```block```": "bold it no code block",
    "snake_case_name and 2*3*4 and a~b~c": "snake_case_name and 2*3*4 and a~b~c",
    "a\tb\n\nc\x00d\u200b": "a b c d\u200b",
    "": "",
    "<@U0BOT>": "",
    "a < b": "a < b",
}


@pytest.mark.parametrize(("text", "plain"), READ.items())
def test_a_text_is_read_as_the_person_meant_it(text: str, plain: str) -> None:
    assert to_plain(text, "U0BOT") == plain


def test_another_bots_name_in_front_is_no_call_of_ours_but_no_part_of_the_question_either() -> None:
    assert to_plain("<@U0OTHER>: how?", "U0BOT") == ": how?"


@given(st.text())
def test_reading_never_fails_and_leaves_one_line(text: str) -> None:
    assert to_plain(text, "U0BOT").split() == to_plain(text, "U0BOT").replace("\n", " ").split()


@given(st.text().filter(lambda text: not re.search(r"[*_~`\x00-\x1f\x7f-\x9f]", text)))
def test_what_we_escape_is_read_back_as_it_was(text: str) -> None:
    assert to_plain(escape(text)) == " ".join(text.split())


@given(st.text())
def test_escaped_text_holds_no_markup_and_is_html_unescaped_to_the_same(text: str) -> None:
    assert not set("<>") & set(escape(text))
    assert html.unescape(escape(text)) == html.unescape(html.escape(text, quote=False))


@pytest.mark.parametrize(
    ("url", "label", "written"),
    [
        ("https://x.example/a", "A title", "<https://x.example/a|A title>"),
        ("https://x.example/?a=1&b=2", "R&D | <ops>", "<https://x.example/?a=1&amp;b=2|R&amp;D ¦ &lt;ops&gt;>"),
        ("https://x.example/a b|c>d", "two\nlines", "<https://x.example/a%20b%7Cc%3Ed|two lines>"),
        ("javascript:alert(1)", "A <b>", "A &lt;b&gt;"),
        ("", "A title", "A title"),
        ("https://x.example", "", ""),
    ],
)
def test_a_link_holds_nothing_that_would_end_it(url: str, label: str, written: str) -> None:
    assert link(url, label) == written


@pytest.mark.parametrize("url", ["", "/path", "ftp://x.example", "https://", "http://[", "x", "javascript:alert(1)"])
def test_only_web_addresses_are_linked(url: str) -> None:
    assert web_url(url) == ""


def test_an_address_that_is_encoded_already_stays_as_it_is() -> None:
    url = "https://x.example/a%20b/?q=%C3%BC&r=1#x:~:text=To%20roll-,back"
    assert web_url(url) == url
    assert web_url("https://x.example/ü") == "https://x.example/%C3%BC"
