import pytest

from knowledge.deep_links import anchors
from knowledge.model import BOLD_HEADING
from knowledge.passages import MOST_WORDS, Span, spans
from tests.knowledge.writing import post_of


def _spans(body: str) -> list[Span]:
    post = post_of(f"---\ntitle: A title\n---\n{body}")
    return list(spans(post, anchors(post.blocks)))


def _passages(body: str) -> list[str]:
    return ["\n".join(part.line for part in span.parts) for span in _spans(body)]


def test_every_paragraph_is_a_passage() -> None:
    body = "We deploy every day at noon.\n\nWe roll back with one command."
    assert _passages(body) == ["We deploy every day at noon.", "We roll back with one command."]


def test_a_paragraph_of_one_word_is_a_passage() -> None:
    assert _passages("Yes.\n\nNo.") == ["Yes.", "No."]


def test_a_passage_has_the_trail_of_headings_above_it() -> None:
    body = "Before.\n\n## Data\n\nOne.\n\n### Loss\n\nTwo.\n\n## Teams\n\nThree.\n\n#### Small\n\nFour."
    assert [span.headings for span in _spans(body)] == [
        (),
        ("Data",),
        ("Data", "Loss"),
        ("Teams",),
        ("Teams", "Small"),
    ]
    assert [span.anchor for span in _spans(body)] == ["", "data", "loss", "teams", "small"]


def test_a_bold_heading_is_in_the_trail_but_the_anchor_is_that_of_the_heading_above() -> None:
    body = "## Data\n\n**What we lost**\n\nOne."
    (span,) = _spans(body)
    assert (span.headings, span.anchor) == (("Data", "What we lost"), "data")
    assert post_of(f"# t\n\n{body}").blocks[1].level == BOLD_HEADING


def test_a_list_is_one_passage_with_the_line_that_leads_into_it() -> None:
    body = (
        "We keep three rules:\n\n- ship small\n- roll back\n  - at once\n- write it down\n\nThat is all there is to it."
    )
    assert _passages(body) == [
        "We keep three rules:\n• ship small\n• roll back\n• at once\n• write it down",
        "That is all there is to it.",
    ]


def test_a_list_without_a_lead_in_is_one_passage() -> None:
    assert _passages("One sentence stands before it.\n\n1. a\n2. b") == ["One sentence stands before it.", "1. a\n2. b"]


@pytest.mark.parametrize("lead_in", ["Run this command to roll back:", "For example"])
def test_code_belongs_to_the_line_that_leads_into_it(lead_in: str) -> None:
    assert _passages(f"{lead_in}\n\n```\nmake\n```\n\nIt takes a minute or two.") == [
        f"{lead_in}\nmake",
        "It takes a minute or two.",
    ]


def test_code_after_a_whole_sentence_stands_alone() -> None:
    assert _passages("We run one command here.\n\n```\nmake\n```") == ["We run one command here.", "make"]


def test_a_lead_in_to_another_paragraph_stands_alone() -> None:
    assert _passages("We say:\n\nDeploys are boring here.") == ["We say:", "Deploys are boring here."]


def test_a_lead_in_at_the_end_of_a_section_stands_alone() -> None:
    assert _passages("We say:\n\n## Next\n\nText.") == ["We say:", "Text."]
    assert _passages("We say:") == ["We say:"]


def test_a_quote_of_two_paragraphs_is_one_passage_and_so_is_a_table() -> None:
    assert _passages("> one\n>\n> two\n\n| a | b |\n|---|---|\n| c | d |") == ["one\ntwo", "a | b\nc | d"]


def test_two_lists_are_two_passages() -> None:
    assert _passages("- a\n- b\n\n1. c\n2. d") == ["• a\n• b", "1. c\n2. d"]


def test_a_long_list_is_cut_and_each_piece_has_the_lead_in() -> None:
    item = "word " * 60 + "end"
    pieces = _spans("We keep these rules:\n\n" + "\n".join(f"- {number} {item}" for number in range(5)))
    assert [len(span.parts) for span in pieces] == [4, 3]
    assert [span.parts[0].text for span in pieces] == ["We keep these rules:"] * 2
    assert [(span.start, span.end) for span in pieces] == [(0, 4), (4, 6)]
    assert all(sum(len(part.text.split()) for part in span.parts[1:]) <= MOST_WORDS for span in pieces)


def test_a_long_list_without_a_lead_in_is_cut_too() -> None:
    item = "word " * 150
    assert [len(span.parts) for span in _spans(f"- {item}\n- {item}\n- b")] == [1, 2]


def test_one_long_item_stays_whole() -> None:
    assert [len(span.parts) for span in _spans("- " + "word " * 300)] == [1]


def test_a_post_of_headings_alone_has_no_passage() -> None:
    assert list(spans(post_of("Text."), [""]))
    assert not [span for span in _spans("## a\n\nText.\n\n## b") if span.headings == ("b",)]
