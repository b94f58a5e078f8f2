import time

from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.deep_links import TextFragments, anchors, deep_link
from knowledge.model import BOLD_HEADING, Block, BlockKind
from tests.knowledge.landing import Landing, land

TITLE = "A title of the post"


def _headings(*texts: str, level: int = 2) -> list[Block]:
    return [Block("heading", text, 1, level=level) for text in texts]


def _paragraphs(*texts: str, kind: BlockKind = "paragraph") -> list[Block]:
    return [Block(kind, text, 1) for text in texts]


def _directive(texts: list[str], start: int, end: int | None = None) -> str:
    return TextFragments(TITLE, _paragraphs(*texts)).directive(start, start + 1 if end is None else end)


def test_a_heading_has_the_anchor_that_site_generators_give_it() -> None:
    assert anchors(_headings("What We Did", "CI/CD & you", "Don’t: ever!", "Über 40% _faster_", "日本語")) == [
        "what-we-did",
        "cicd--you",
        "dont-ever",
        "über-40-_faster_",
        "日本語",
    ]


def test_the_same_heading_again_is_numbered() -> None:
    assert anchors(_headings("Setup", "Setup", "Setup 1", "setup")) == ["setup", "setup-1", "setup-1-1", "setup-2"]


def test_a_heading_keeps_the_anchor_that_it_names() -> None:
    blocks = [Block("heading", "Setup", 1, anchor="start"), *_headings("Start")]
    assert anchors(blocks) == ["start", "start-1"]
    assert anchors([*blocks, blocks[0]])[2] == "start"


def test_paragraphs_and_bold_headings_have_no_anchor_and_take_no_number() -> None:
    assert anchors([*_paragraphs("Setup"), *_headings("Setup", level=BOLD_HEADING), *_headings("Setup")]) == [
        "",
        "",
        "setup",
    ]


def test_a_heading_of_symbols_alone_has_no_anchor() -> None:
    assert anchors(_headings("🎉"))[0] == ""


def test_many_equal_headings_take_no_time() -> None:
    start = time.thread_time()
    assert anchors(_headings(*["Fixed"] * 3000))[-1] == "fixed-2999"
    assert time.thread_time() - start < 5


def test_a_deep_link_holds_the_anchor_and_the_text() -> None:
    assert deep_link("https://x.example/p/", "data", "text=a") == "https://x.example/p/#data:~:text=a"
    assert deep_link("https://x.example/p/", "", "text=a") == "https://x.example/p/#:~:text=a"
    assert deep_link("https://x.example/p/", "data", "") == "https://x.example/p/#data"
    assert deep_link("https://x.example/p/", "", "") == "https://x.example/p/"


def test_an_anchor_takes_the_place_of_the_fragment_of_the_url_but_nothing_does_not() -> None:
    assert deep_link("https://x.example/p#old", "data", "text=a") == "https://x.example/p#data:~:text=a"
    assert deep_link("https://x.example/p#old", "", "text=a") == "https://x.example/p#old:~:text=a"
    assert deep_link("https://x.example/p#old:~:text=b", "", "text=a") == "https://x.example/p#old:~:text=a"


def test_the_query_of_a_url_stays() -> None:
    assert deep_link("https://x.example/?p=1", "a b/é", "") == "https://x.example/?p=1#a%20b%2F%C3%A9"


def test_a_passage_is_found_by_its_first_and_last_words() -> None:
    text = "One two three four five six seven eight nine ten."
    assert _directive([text], 0) == "text=One%20two%20three%20four%20five,eight%20nine%20ten."


def test_a_short_passage_is_found_by_all_its_words() -> None:
    assert _directive(["Just these words."], 0) == "text=Just%20these%20words."
    assert _directive(["Yes"], 0) == "text=Yes"


def test_marks_that_mean_something_in_a_directive_are_encoded() -> None:
    assert _directive(["On-call, R&D “é”"], 0) == "text=On%2Dcall%2C%20R%26D%20%E2%80%9C%C3%A9%E2%80%9D"


def test_more_words_tell_a_passage_from_one_that_begins_like_it() -> None:
    texts = ["We now deploy every day at noon, by hand.", "We now deploy every day at noon, by bot."]
    assert _directive(texts, 0).startswith("text=We%20now%20deploy%20every%20day")
    assert _directive(texts, 1) == "text=We%20now%20deploy%20every%20day%20at%20noon%2C%20by%20bot."


def test_words_inside_other_words_are_not_the_words() -> None:
    assert _directive(["We redeploy it now", "Deploy it now"], 1) == "text=Deploy%20it%20now"
    assert _directive(["We deploy it nowhere", "Deploy it now"], 1) == "text=Deploy%20it%20now"


def test_the_title_and_headings_count_as_text_of_the_page() -> None:
    texts = [f"{TITLE} that we wrote.", "More."]
    assert land(_directive(texts, 0), [TITLE, *texts]) == Landing(1, 1, ends_its_line=True)


def test_the_words_before_tell_a_passage_from_its_double() -> None:
    texts = ["Same text.", "Another one stands here.", "Same text."]
    assert _directive(texts, 0) == "text=Same%20text."
    assert _directive(texts, 2) == "text=one%20stands%20here.-,Same%20text."


def test_as_many_words_before_as_it_takes() -> None:
    texts = ["In May it stands here.", "Same text.", "In June it stands here.", "Same text."]
    assert land(_directive(texts, 3), [TITLE, *texts]) == Landing(4, 4, ends_its_line=True)


def test_where_no_words_tell_two_passages_apart_the_heading_alone_is_linked() -> None:
    texts = ["Before this.", "Same text.", "Before this.", "Same text."]
    assert _directive(texts, 1) == "text=Same%20text."
    assert _directive(texts, 3) == ""


def test_a_passage_that_repeats_the_title_is_found_after_it() -> None:
    assert _directive([TITLE], 0) == "text=of%20the%20post-,A%20title%20of%20the%20post"
    assert TextFragments("Setup", _paragraphs("Setup")).directive(0, 1) == "text=setup-,Setup"


def test_a_double_of_many_words_does_not_make_a_long_link() -> None:
    long = " ".join(f"word{number}" for number in range(100)) + "."
    texts = [long, "Between.", long]
    assert len(_directive(texts, 2)) < 120
    assert land(_directive(texts, 2), [TITLE, *texts]) == Landing(3, 3, ends_its_line=True)


def test_a_list_is_found_from_its_first_item_to_its_last() -> None:
    texts = ["First of all, we look around.", "Then we act.", "Last of all, we write it down."]
    assert land(_directive(texts, 0, 3), [TITLE, *texts]) == Landing(1, 3, ends_its_line=True)


def test_an_end_that_stands_earlier_too_takes_more_words_or_goes() -> None:
    texts = ["At noon we meet in the hall, and then at five in the hall.", "Yes. And more words: yes."]
    assert land(_directive(texts, 0), [TITLE, *texts]) == Landing(1, 1, ends_its_line=True)
    assert _directive(["a b c d e x", "x"], 0, 2) == "text=a%20b%20c%20d%20e"


def test_a_table_is_found_by_its_cells_and_code_by_its_lines() -> None:
    rows = _paragraphs("Name | Role of it", "pgbouncer | pools the connections", kind="row")
    assert TextFragments(TITLE, rows).directive(0, 2) == "text=Name,pools%20the%20connections"
    code = _paragraphs("make build\n\nmake   deploy right now", kind="code")
    assert TextFragments(TITLE, code).directive(0, 1) == "text=make%20build,deploy%20right%20now"


def test_text_without_spaces_is_cut_at_its_clauses() -> None:
    text = "毎日、朝に、昼に、夜に、そして、また、明日。"
    directive = _directive([text], 0)
    assert land(directive, [TITLE, text]) == Landing(1, 1, ends_its_line=True)
    assert len(directive) < 300


def test_a_word_too_long_for_a_link_gives_none() -> None:
    assert _directive(["x" * 100_000], 0) == ""
    assert _directive(["Short words, then " + "x" * 100_000], 0) == "text=Short%20words%2C%20then"


def test_a_long_passage_takes_no_time() -> None:
    start = time.thread_time()
    texts = ["the same words over and over " * 4000, "the same words over and over"]
    assert _directive(texts, 1)
    assert _directive(texts, 0)
    assert time.thread_time() - start < 5


WORDS = st.sampled_from(
    ["we", "We", "deploy", "on-call", "a,b", "R&D", "“so”", "é", "40%", "İ", "Σ", "ΟΔΟΣ", "😀", "don't", "…", "(x)"]
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=6)


@given(TEXTS, st.data())
def test_a_directive_is_found_first_at_its_passage(texts: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(texts) - 1))
    end = data.draw(st.integers(start + 1, len(texts)))
    text = texts[start].lower()
    before = "\n".join([TITLE, *texts[:start]]).lower()
    assume(text not in before)
    landing = land(_directive(texts, start, end), [TITLE, *texts])
    assert landing is not None
    assert landing.first == start + 1
    assert start + 1 <= landing.last <= end


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=5), st.data())
def test_a_directive_is_well_formed_whatever_the_text(texts: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(texts) - 1))
    directive = _directive(texts, start, len(texts))
    assert directive == "" or (directive.startswith("text=") and directive.isascii() and " " not in directive)
