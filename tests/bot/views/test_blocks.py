import pytest

from bot.views import blocks
from bot.views.blocks import message_text
from bot.views.message import Message, addressed


def test_a_text_is_cut_at_its_end_with_an_ellipsis() -> None:
    assert blocks.cut("exactly", 7) == "exactly"
    assert blocks.cut("a word more", 8) == "a word…"


@pytest.mark.parametrize("length", [3899, 3900])
def test_a_message_text_that_fits_is_left_alone(length: int) -> None:
    assert message_text("x" * length) == "x" * length


def test_a_message_text_is_never_cut_within_an_entity() -> None:
    for before in range(3890, 3902):
        cut = message_text("x" * before + "&lt;" + "y" * 100)
        assert len(cut) <= 3900
        assert cut.removesuffix(" …").strip("xy") in ("", "&lt;")


def test_a_link_to_no_web_address_is_plain_words() -> None:
    for url in (None, "", "javascript:alert(1)", "mailto:a@b.c", "https://", "http://[", "https://x/" + "y" * 3000):
        assert blocks.link(url, "label") == {"type": "text", "text": "label"}


def test_a_button_with_too_long_a_value_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="value of button 'share' has 2001 characters, more than 2000"):
        blocks.button("share", "Share", "x" * 2001, "Share this")


def test_words_may_be_bold_or_plain() -> None:
    assert blocks.words("a", bold=True)["style"] == {"bold": True}
    assert "style" not in blocks.words("a")


def test_a_message_is_addressed_without_what_is_empty() -> None:
    payload = addressed(Message("Hello", ()), channel="C1", thread_ts="")
    assert payload == {"text": "Hello", "blocks": [], "unfurl_links": False, "unfurl_media": False, "channel": "C1"}
