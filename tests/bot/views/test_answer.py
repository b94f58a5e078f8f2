import datetime as dt
import json
from dataclasses import replace

import pytest

from bot.names import Names
from bot.views import answer
from bot.views.message import Message
from knowledge.query_language import read_question
from knowledge.results import Hit, Outcome, Remark, Results
from tests.bot.judged import buttons, check_manners, links, quoted
from tests.bot.views.made import ENGLISH, excerpt, hit, place, results
from tests.slack_types.judge import check_message

CLOSE: tuple[tuple[tuple[Hit, ...], Outcome], ...] = (((hit(),), "closest"), ((), "nothing"))
EXACTLY = Remark("exactly", "exactly “{}”", "a &amp; b")
BY = Remark("by", "by “{}” or “{}”", "<!here>", "Ann")
TAG = Remark("tag", "`{}`: write a tag right after the colon, such as tag:testing.", "tag:")
FIVE = [place(title, day=dt.date(2024 - number, 3, 5)) for number, title in enumerate("ABCDE")]


def test_an_answer_is_the_source_the_quote_with_its_matches_in_bold_and_nothing_else() -> None:
    message = answer.answer(results(hit(places=[place(headings=("Releases", "When it breaks"))])), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    source, quote = message.blocks
    assert source["elements"] == [
        {
            "type": "rich_text_section",
            "elements": [
                {
                    "type": "link",
                    "url": "https://blog.example.com/rolling-back/#:~:text=To%20roll",
                    "text": "Rolling back",
                    "style": {"bold": True},
                },
                {"type": "text", "text": " · Releases › When it breaks · 5 March 2024"},
            ],
        }
    ]
    assert quote["elements"] == [
        {
            "type": "rich_text_quote",
            "elements": [
                {"type": "text", "text": "To "},
                {"type": "text", "text": "roll", "style": {"bold": True}},
                {"type": "text", "text": " back, press the button."},
            ],
        }
    ]


def test_read_aloud_it_is_source_quote_and_the_address_of_the_post_without_percent_signs() -> None:
    message = answer.answer(results(hit(places=[place(headings=("Releases",))])), ENGLISH)
    assert message.text == (
        "Rolling back, Releases, 5 March 2024: “To roll back, press the button.” https://blog.example.com/rolling-back/"
    )


def test_a_paragraph_of_five_posts_names_the_other_four_with_their_years() -> None:
    message = answer.answer(results(hit(places=FIVE)), ENGLISH)
    check_message(message.payload)
    assert " Also said in 4 other posts, 2020–2023: B; C; D; E. " in message.text
    assert list(links(message.payload)) == ["A", "B", "C", "D", "E"]


def test_a_paragraph_of_two_posts_names_the_other_one() -> None:
    message = answer.answer(results(hit(places=FIVE[:2])), ENGLISH)
    assert " Also said in 1 other post, 2023: B. " in message.text


def test_of_sixty_posts_five_are_named_and_the_others_counted() -> None:
    message = answer.answer(results(hit(places=[place(f"Post {number}") for number in range(60)])), ENGLISH)
    check_message(message.payload)
    assert "Also said in 59 other posts" in str(message.blocks[-1])
    assert str(message.blocks[-1]).endswith("and 54 more', 'verbatim': True}]}")


def test_posts_without_dates_are_named_without_years() -> None:
    message = answer.answer(results(hit(places=[place("A", day=None), place("B", day=None)])), ENGLISH)
    assert message.text == (
        "A: “To roll back, press the button.” Also said in 1 other post: B. https://blog.example.com/rolling-back/"
    )


def test_a_post_that_nothing_serves_is_named_without_a_link() -> None:
    message = answer.answer(results(hit(places=[place(url=None), place("B", url=None)])), ENGLISH)
    check_message(message.payload)
    assert not links(message.payload)
    assert message.text.endswith("Also said in 1 other post, 2024: B.")


@pytest.mark.parametrize("landing", ["#:~:text=" + "%20word" * 100, "#" + "x" * 2000])
def test_a_link_too_long_for_small_print_leads_to_the_post_instead(landing: str) -> None:
    message = answer.answer(results(hit(places=[place(title, landing=landing) for title in "ABCDEF"])), ENGLISH)
    check_message(message.payload)
    linked = links(message.payload)
    assert [linked[title] for title in "BCDEF"] == ["https://blog.example.com/rolling-back/"] * 5


def test_an_address_too_long_for_any_link_leaves_the_title() -> None:
    url = "https://blog.example.com/" + "x" * 3000
    message = answer.answer(results(hit(places=[place("A", url=url), place("B", url=url)])), ENGLISH)
    check_message(message.payload)
    assert not links(message.payload)


def test_the_closest_paragraphs_are_said_to_be_only_that() -> None:
    message = answer.answer(results(hit(), outcome="closest", unknown=["<!here>"]), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    said = "No paragraph answers this outright; the closest come first. No post contains “&lt;!here&gt;”."
    assert message.text.startswith(said + " — Rolling back")
    assert message.blocks[0]["text"] == {"type": "mrkdwn", "text": said, "verbatim": True}


def test_finding_nothing_is_said_plainly() -> None:
    message = answer.answer(results(outcome="nothing", unknown=["wombats"]), ENGLISH)
    assert message.text == "Nothing found in 9 posts. No post contains “wombats”."


def test_a_question_without_a_word_asks_for_one() -> None:
    message = answer.answer(results(question="!!!", outcome="nothing"), ENGLISH)
    check_message(message.payload)
    assert message.text == ENGLISH("answer-no-word")


def with_buttons(found: Results, *, own: bool) -> Message:
    message = answer.headed(answer.answer(found, ENGLISH), ENGLISH("answer-asked", question=found.question))
    return answer.with_buttons(message, "7Q4K", found.outcome, Names(), ENGLISH, own=own)


def test_the_asker_sees_the_question_the_number_and_what_can_be_done() -> None:
    message = with_buttons(results(hit()), own=True)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text.startswith("You asked: how do we roll back? — Rolling back")
    assert message.text.endswith(" — Answer #7Q4K. /ask #7Q4K shows it again.")
    assert buttons(message.payload) == ["More", "Why this?", "Not this", "Share"]
    assert '"value": "up:7Q4K"' in json.dumps(message.blocks)


def test_everyone_sees_the_same_without_a_button_that_shares() -> None:
    assert buttons(with_buttons(results(hit()), own=False).payload) == ["More", "Why this?", "Not this"]


def test_below_what_does_not_answer_a_gap_can_be_recorded() -> None:
    closest, nothing = (with_buttons(results(*hits, outcome=outcome), own=True) for hits, outcome in CLOSE)
    assert buttons(closest.payload) == ["Record as a gap", "More", "Why this?", "Not this", "Share"]
    assert buttons(nothing.payload) == ["Record as a gap"]
    assert "feedback" not in json.dumps(nothing.blocks)
    check_message(nothing.payload)


def test_a_heading_is_escaped_and_cut() -> None:
    message = answer.headed(answer.answer(results(hit()), ENGLISH), "<@U0ANN> asked: " + "x & " * 200)
    check_message(message.payload)
    assert message.text.startswith("&lt;@U0ANN&gt; asked: x &amp; x")
    assert "…" in str(message.blocks[0])


@pytest.mark.parametrize(("value", "vote"), [("up:7Q4K", ("7Q4K", True)), ("down:7Q4K", ("7Q4K", False))])
def test_a_feedback_button_says_which_answer_it_is_about(value: str, vote: tuple[str, bool]) -> None:
    assert answer.read_vote(value) == vote


def test_a_quote_that_is_too_long_ends_with_an_ellipsis_and_nothing_follows_it() -> None:
    long = "Words " * 182 + "and *matched words* " * 4
    message = answer.answer(results(hit(excerpt(long, "Another line."))), ENGLISH)
    check_message(message.payload)
    assert quoted(message.payload).endswith("…")
    assert long.replace("*", "").startswith(quoted(message.payload).removesuffix("…"))
    assert "Another line." not in quoted(message.payload)


@pytest.mark.parametrize("length", [1098, 1099, 1100, 1101, 1102])
def test_a_line_that_just_fits_is_whole_and_a_line_left_out_leaves_an_ellipsis(length: int) -> None:
    message = answer.answer(results(hit(excerpt("x" * length, "Another line."))), ENGLISH)
    check_message(message.payload)
    text = quoted(message.payload)
    assert text.endswith("…")
    assert text.startswith("x" * min(length, 1099))


def test_lines_without_text_after_one_that_just_fits_leave_nothing_out() -> None:
    message = answer.answer(results(hit(excerpt("x" * 1100, "", ""))), ENGLISH)
    check_message(message.payload)
    assert quoted(message.payload) == "x" * 1100


def test_code_stands_by_itself_between_quotes_and_keeps_its_lines() -> None:
    first, code, last = excerpt("Type:"), excerpt("git revert\n  HEAD", kind="code"), excerpt("Then *push*.", "Done.")
    mixed = type(first)((*first.lines, *code.lines, *last.lines))
    message = answer.answer(results(hit(mixed)), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    elements = message.blocks[1]["elements"]
    assert isinstance(elements, list)
    assert [each["type"] for each in elements] == ["rich_text_quote", "rich_text_preformatted", "rich_text_quote"]
    assert elements[1]["elements"] == [{"type": "text", "text": "git revert\n  HEAD"}]
    assert "".join(piece["text"] for piece in elements[2]["elements"]) == "Then push.\nDone."


def test_code_alone_has_no_empty_quote_above() -> None:
    message = answer.answer(results(hit(excerpt("git revert", kind="code"))), ENGLISH)
    check_message(message.payload)
    elements = message.blocks[1]["elements"]
    assert isinstance(elements, list)
    assert [each["type"] for each in elements] == ["rich_text_preformatted"]


@pytest.mark.parametrize("empty", [excerpt(), excerpt("", ""), excerpt("", kind="code")])
def test_an_excerpt_without_text_is_still_a_message(empty: object) -> None:
    assert isinstance(empty, type(excerpt()))
    message = answer.answer(results(hit(empty)), ENGLISH)
    check_message(message.payload)


def test_a_text_for_screen_readers_that_is_too_long_is_never_cut_within_an_entity() -> None:
    for shift in range(8):
        hits = [hit(excerpt("x" * shift + "&" * 1000)) for _ in range(3)]
        message = answer.answer(results(*hits), ENGLISH)
        check_message(message.payload)
        assert len(message.text) <= 4000
        assert message.text.endswith(" …")


def test_what_was_searched_beside_the_words_stands_last_in_small_print() -> None:
    found = replace(results(replace(hit(), expanded=("kubernetes",))), added=("kubernetes", "container"))
    message = answer.answer(found, ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.blocks[-1]["type"] == "context"
    assert "Also searched: kubernetes'" in str(message.blocks[-1])
    assert message.text.endswith(" — Also searched: kubernetes")


def test_how_operators_were_read_and_what_was_not_understood_is_shown_and_escaped() -> None:
    found = replace(results(hit()), read_as=(EXACTLY, BY), mistakes=(TAG,))
    message = answer.answer(found, ENGLISH)
    check_message(message.payload)
    said = "Searched: exactly “a &amp;amp; b”; by “&lt;!here&gt;” or “Ann” · Not understood: `tag:`: write a tag right"
    assert said in message.text
    assert said in str(message.blocks[-1])


@pytest.mark.parametrize(
    "typed", ["after:2022 before:2023 x", "x after:2023 before:2022", "-kafka", "x -tag:a after:never"]
)
def test_every_remark_on_a_question_is_the_same_as_the_library_makes_it(typed: str) -> None:
    asked = read_question(typed)
    shown = answer.answer(replace(results(hit()), read_as=asked.read_as, mistakes=asked.mistakes), ENGLISH)
    for remark in (*asked.read_as, *asked.mistakes):
        assert remark in shown.text


def test_what_was_not_understood_is_shown_where_nothing_was_found_too() -> None:
    found = replace(results(outcome="nothing", unknown=["wombats"]), mistakes=(TAG,))
    message = answer.answer(found, ENGLISH)
    check_message(message.payload)
    assert message.text.endswith(f"contains “wombats”. — Not understood: {TAG}")


@pytest.mark.parametrize("added", [(), ("kubernetes",)])
def test_nothing_is_said_of_how_a_plain_question_was_read(added: tuple[str, ...]) -> None:
    message = answer.answer(replace(results(hit()), added=added), ENGLISH)
    assert "earched" not in message.text
    assert "Not understood" not in str(message.blocks)


def test_a_long_account_of_how_a_question_was_read_is_cut() -> None:
    found = replace(results(hit()), read_as=tuple(Remark("exactly", "", f"{number} & more") for number in range(200)))
    message = answer.answer(found, ENGLISH)
    check_message(message.payload)
    assert "…" in str(message.blocks[-1])


def test_hits_far_below_an_answer_are_not_shown() -> None:
    best, near, far = (
        replace(hit(places=[place(title)]), score=score) for title, score in (("A", 10.0), ("B", 6.0), ("C", 5.9))
    )
    message = answer.answer(results(best, near, far), ENGLISH)
    assert list(links(message.payload)) == ["A", "B"]
    assert "C, 5 March" not in message.text
    assert list(links(answer.answer(results(best, near, far, outcome="closest"), ENGLISH).payload)) == ["A", "B", "C"]


def test_a_copy_is_no_second_voice_and_listed_apart() -> None:
    first, told, copy = place("A"), place("B"), place("C")
    copied = replace(copy, copy_of=told.post.key)
    message = answer.answer(results(hit(places=[first, told, copied])), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert " Also said in 1 other post, 2024: B. Published again: C. " in message.text
    assert list(links(message.payload)) == ["A", "B", "C"]
    only = answer.answer(results(hit(places=[first, replace(copy, copy_of=first.post.key)])), ENGLISH)
    assert "Also said" not in only.text
    assert "Published again: C. " in only.text


@pytest.mark.parametrize(("day", "dated"), [(dt.date(2025, 1, 2), ", 2 January 2025"), (None, "")])
def test_a_newer_post_with_other_figures_is_linked(day: dt.date | None, dated: str) -> None:
    message = answer.answer(results(replace(hit(), newer=place("Now in 200 ms", day=day))), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert f"A newer post says it differently: Now in 200 ms{dated}" in message.text
    assert "Now in 200 ms" in links(message.payload)


def test_an_old_answer_says_when_its_post_was_last_worked_on() -> None:
    old = replace(hit(), stale=True)
    message = answer.answer(results(old), ENGLISH)
    check_message(message.payload)
    assert message.text.endswith(" — Last worked on 5 March 2024")
    assert "Last worked on" not in answer.answer(results(hit()), ENGLISH).text
    undated = replace(hit(places=[place(day=None)]), stale=True)
    assert "Last worked on" not in answer.answer(results(undated), ENGLISH).text


def test_the_day_of_an_update_stands_beside_the_date() -> None:
    stands = place()
    updated = replace(stands, post=replace(stands.post, updated=dt.date(2025, 6, 1)))
    assert "5 March 2024, updated 1 June 2025: “" in answer.answer(results(hit(places=[updated])), ENGLISH).text
    same = replace(stands, post=replace(stands.post, updated=stands.post.date))
    assert "updated" not in answer.answer(results(hit(places=[same])), ENGLISH).text
