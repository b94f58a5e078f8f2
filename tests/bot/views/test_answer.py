import datetime as dt
import json
from dataclasses import replace

import pytest

from bot.views import answer
from tests.bot.judged import buttons, check_manners, links, quoted
from tests.bot.views.made import excerpt, hit, place, results
from tests.slack_types.judge import check_message

FIVE = [place(title, day=dt.date(2024 - number, 3, 5)) for number, title in enumerate("ABCDE")]


def test_an_answer_is_the_source_the_quote_with_its_matches_in_bold_and_nothing_else() -> None:
    message = answer.answer(results(hit(places=[place(headings=("Releases", "When it breaks"))])))
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
    message = answer.answer(results(hit(places=[place(headings=("Releases",))])))
    assert message.text == (
        "Rolling back, Releases, 5 March 2024: “To roll back, press the button.” https://blog.example.com/rolling-back/"
    )


def test_a_paragraph_of_five_posts_names_the_other_four_with_their_years() -> None:
    message = answer.answer(results(hit(places=FIVE)))
    check_message(message.payload)
    assert " Also said in 4 other posts, 2020–2023: B; C; D; E. " in message.text
    assert list(links(message.payload)) == ["A", "B", "C", "D", "E"]


def test_a_paragraph_of_two_posts_names_the_other_one() -> None:
    message = answer.answer(results(hit(places=FIVE[:2])))
    assert " Also said in 1 other post, 2023: B. " in message.text


def test_of_sixty_posts_five_are_named_and_the_others_counted() -> None:
    message = answer.answer(results(hit(places=FIVE * 12)))
    check_message(message.payload)
    assert "Also said in 59 other posts" in str(message.blocks[-1])
    assert str(message.blocks[-1]).endswith("and 54 more', 'verbatim': True}]}")


def test_posts_without_dates_are_named_without_years() -> None:
    message = answer.answer(results(hit(places=[place("A", day=None), place("B", day=None)])))
    assert message.text == (
        "A: “To roll back, press the button.” Also said in 1 other post: B. https://blog.example.com/rolling-back/"
    )


def test_a_post_that_nothing_serves_is_named_without_a_link() -> None:
    message = answer.answer(results(hit(places=[place(url=None), place("B", url=None)])))
    check_message(message.payload)
    assert not links(message.payload)
    assert message.text.endswith("Also said in 1 other post, 2024: B.")


@pytest.mark.parametrize("landing", ["#:~:text=" + "%20word" * 100, "#" + "x" * 2000])
def test_a_link_too_long_for_small_print_leads_to_the_post_instead(landing: str) -> None:
    message = answer.answer(results(hit(places=[place(title, landing=landing) for title in "ABCDEF"])))
    check_message(message.payload)
    linked = links(message.payload)
    assert [linked[title] for title in "BCDEF"] == ["https://blog.example.com/rolling-back/"] * 5


def test_an_address_too_long_for_any_link_leaves_the_title() -> None:
    url = "https://blog.example.com/" + "x" * 3000
    message = answer.answer(results(hit(places=[place("A", url=url), place("B", url=url)])))
    check_message(message.payload)
    assert not links(message.payload)


def test_the_closest_paragraphs_are_said_to_be_only_that() -> None:
    message = answer.answer(results(hit(), outcome="closest", unknown=["<!here>"]))
    check_message(message.payload)
    check_manners(message.payload)
    said = "No paragraph answers this outright; the closest come first. No post contains “&lt;!here&gt;”."
    assert message.text.startswith(said + " — Rolling back")
    assert message.blocks[0]["text"] == {"type": "mrkdwn", "text": said, "verbatim": True}


def test_finding_nothing_is_said_plainly() -> None:
    message = answer.answer(results(outcome="nothing", unknown=["wombats"]))
    assert message.text == "Nothing found in 9 posts. No post contains “wombats”."


def test_a_question_without_a_word_asks_for_one() -> None:
    message = answer.own_answer(results(question="!!!", outcome="nothing"))
    check_message(message.payload)
    assert message.text == f"You asked: !!! — {answer.NO_WORD}"
    assert not buttons(message.payload)


def test_the_asker_sees_the_question_and_a_button_that_carries_it() -> None:
    found = results(hit())
    message = answer.own_answer(found)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text.startswith("You asked: how do we roll back? — Rolling back")
    assert buttons(message.payload) == ["Share"]
    (share,) = json.loads(json.dumps(message.blocks[-1]))["elements"]
    assert share["accessibility_label"] == "Share this answer with everyone in the channel"
    assert answer.read_share(share["value"]) == ("how do we roll back?", answer.digest(found))


def test_everyone_sees_the_same_with_the_name_of_who_asked() -> None:
    found = results(hit(), question="<roll> & back")
    own, shared = answer.own_answer(found), answer.shared_answer(found, "<@U0ANN>")
    check_message(shared.payload)
    assert shared.text.startswith("&lt;@U0ANN&gt; asked: &lt;roll&gt; &amp; back — Rolling back")
    assert quoted(shared.payload) == quoted(own.payload)
    assert not buttons(shared.payload)


def test_the_digest_changes_with_what_is_said_and_only_then() -> None:
    assert answer.digest(results(hit())) == answer.digest(results(hit(), question="roll back?"))
    assert answer.digest(results(hit())) != answer.digest(results(hit(excerpt("Something else."))))
    assert answer.digest(results(hit())) != answer.digest(results(hit(places=[place("B")])))


@pytest.mark.parametrize("value", ["", "not JSON", "[]", "1", "{}", '{"q": "a"}', '{"q": 1, "d": "2"}'])
def test_any_other_value_of_a_share_button_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        answer.read_share(value)


def test_a_quote_that_is_too_long_ends_with_an_ellipsis_and_nothing_follows_it() -> None:
    long = "Words " * 182 + "and *matched words* " * 4
    message = answer.answer(results(hit(excerpt(long, "Another line."))))
    check_message(message.payload)
    assert quoted(message.payload).endswith("…")
    assert long.replace("*", "").startswith(quoted(message.payload).removesuffix("…"))
    assert "Another line." not in quoted(message.payload)


@pytest.mark.parametrize("length", [1098, 1099, 1100, 1101, 1102])
def test_a_line_that_just_fits_is_whole_and_a_line_left_out_leaves_an_ellipsis(length: int) -> None:
    message = answer.answer(results(hit(excerpt("x" * length, "Another line."))))
    check_message(message.payload)
    text = quoted(message.payload)
    assert text.endswith("…")
    assert text.startswith("x" * min(length, 1099))


def test_lines_without_text_after_one_that_just_fits_leave_nothing_out() -> None:
    message = answer.answer(results(hit(excerpt("x" * 1100, "", ""))))
    check_message(message.payload)
    assert quoted(message.payload) == "x" * 1100


def test_code_stands_by_itself_between_quotes_and_keeps_its_lines() -> None:
    first, code, last = excerpt("Type:"), excerpt("git revert\n  HEAD", kind="code"), excerpt("Then *push*.", "Done.")
    mixed = type(first)((*first.lines, *code.lines, *last.lines))
    message = answer.answer(results(hit(mixed)))
    check_message(message.payload)
    check_manners(message.payload)
    elements = message.blocks[1]["elements"]
    assert isinstance(elements, list)
    assert [each["type"] for each in elements] == ["rich_text_quote", "rich_text_preformatted", "rich_text_quote"]
    assert elements[1]["elements"] == [{"type": "text", "text": "git revert\n  HEAD"}]
    assert "".join(piece["text"] for piece in elements[2]["elements"]) == "Then push.\nDone."


@pytest.mark.parametrize("empty", [excerpt(), excerpt("", ""), excerpt("", kind="code")])
def test_an_excerpt_without_text_is_still_a_message(empty: object) -> None:
    assert isinstance(empty, type(excerpt()))
    message = answer.answer(results(hit(empty)))
    check_message(message.payload)


def test_a_text_for_screen_readers_that_is_too_long_is_never_cut_within_an_entity() -> None:
    for shift in range(8):
        hits = [hit(excerpt("x" * shift + "&" * 1000)) for _ in range(3)]
        message = answer.answer(results(*hits))
        check_message(message.payload)
        assert len(message.text) <= 4000
        assert message.text.endswith(" …")


def test_what_was_searched_beside_the_words_stands_last_in_small_print() -> None:
    found = replace(results(replace(hit(), expanded=("kubernetes",))), added=("kubernetes", "container"))
    message = answer.answer(found)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.blocks[-1]["type"] == "context"
    assert "Also searched: kubernetes'" in str(message.blocks[-1])
    assert message.text.endswith(" — Also searched: kubernetes")


def test_how_operators_were_read_and_what_was_not_understood_is_shown_and_escaped() -> None:
    found = replace(results(hit()), read_as=("exactly “a &amp; b”", "by “<!here>”"), mistakes=("`tag:`: write a tag.",))
    message = answer.own_answer(found)
    check_message(message.payload)
    said = "Searched: exactly “a &amp;amp; b”; by “&lt;!here&gt;” · Not understood: `tag:`: write a tag."
    assert said in message.text
    assert said in str(message.blocks[-2])


def test_what_was_not_understood_is_shown_where_nothing_was_found_too() -> None:
    found = replace(results(outcome="nothing", unknown=["wombats"]), mistakes=("`tag:`: write a tag.",))
    message = answer.answer(found)
    check_message(message.payload)
    assert message.text.endswith("contains “wombats”. — Not understood: `tag:`: write a tag.")


@pytest.mark.parametrize("added", [(), ("kubernetes",)])
def test_nothing_is_said_of_how_a_plain_question_was_read(added: tuple[str, ...]) -> None:
    message = answer.answer(replace(results(hit()), added=added))
    assert "earched" not in message.text
    assert "Not understood" not in str(message.blocks)


def test_a_long_account_of_how_a_question_was_read_is_cut() -> None:
    found = replace(results(hit()), read_as=tuple(f"exactly “{number} & more”" for number in range(200)))
    message = answer.answer(found)
    check_message(message.payload)
    assert "…" in str(message.blocks[-1])


def test_hits_far_below_an_answer_are_not_shown() -> None:
    best, near, far = (
        replace(hit(places=[place(title)]), score=score) for title, score in (("A", 10.0), ("B", 6.0), ("C", 5.9))
    )
    message = answer.answer(results(best, near, far))
    assert list(links(message.payload)) == ["A", "B"]
    assert "C, 5 March" not in message.text
    assert list(links(answer.answer(results(best, near, far, outcome="closest")).payload)) == ["A", "B", "C"]
