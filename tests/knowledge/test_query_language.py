import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.analysis.analyzer import Analyzer
from knowledge.model import Place, Post
from knowledge.query_language import Asked, read_question
from knowledge.results import Remark

TERMS = Analyzer().terms
POST = Post(
    source="Team Handbook",
    path="a.md",
    title="A",
    date=date(2022, 5, 17),
    authors=("Ann B. Smith", "Łukasz Đorđević"),
    tags=("Continuous-Delivery", "testing"),
)
PIECES = st.sampled_from(
    'a kafka tag: author: in: after: since: until:2022 2022-05 - -- -x − " “ ” „ « » ( ) [ , . : :: / \x00 \u200f ש ſ '.split(
        " "
    )
)


def _place(post: Post = POST) -> Place:
    return Place(post, (), 0, last=True)


def _accepts(typed: str, post: Post = POST) -> bool:
    return read_question(typed).accepts(_place(post))


def _allows(typed: str, text: str) -> bool:
    return read_question(typed).allows(text, TERMS)


def test_a_plain_question_is_its_own_words() -> None:
    asked = read_question("  how do\twe roll back? ")
    assert asked == Asked("how do we roll back?")
    assert not asked.is_filtered
    assert asked.read_as == ()
    assert asked.accepts(_place())
    assert asked.allows("anything", TERMS)


def test_all_operators_are_taken_out_of_the_words() -> None:
    asked = read_question(
        'how "blue green" -kafka deploys -"big bang" tag:ci author:ann in:handbook after:2022 before:2023-05 work'
    )
    assert asked == Asked(
        words="how blue green deploys work",
        phrases=("blue green",),
        excluded=("kafka", "big bang"),
        tags=("ci",),
        authors=("ann",),
        sources=("handbook",),
        after=date(2022, 1, 1),
        before=date(2023, 5, 1),
    )
    assert asked.is_filtered


def test_operators_are_echoed_as_they_were_understood() -> None:
    typed = '"blue  green" -kafka tag:testing tag:ci author:Ann in:handbook after:2022-05 until:2023'
    assert read_question(typed).read_as == (
        "exactly “blue green”",
        "without “kafka”",
        "tagged “testing” or “ci”",
        "by “Ann”",
        "in “handbook”",
        "from 2022-05-01 on",
        "before 2023-01-01",
    )


def test_an_echo_of_a_long_value_is_cut() -> None:
    (echo,) = read_question(f"tag:{'x' * 100}").read_as
    assert echo == f"tagged “{'x' * 59}…”"


@pytest.mark.parametrize(
    "typed",
    [
        "our on-call rota",
        "build - deploy",
        "build – deploy —and test",
        "what does --flag do",
        "-1 and -3.5 and −40 and -2fa",
        "foo- bar",
        "kubectl -n prod -v, or java -Dkey=value -XX:MaxHeap -main()",
        "see https://example.org/in:x?a=-b",
        "at 10:30, ratio 1:1",
        "foo::bar std:string tag::x In::y -tag::x",
        "error:timeout note: nothing tags:x",
        "can't say 'single quotes' isn’t",
        'a 24" screen of 24 " or 5" at ".',
        'x="y" print("z") say:"w"',
        "Home » Blog » Post « done",
        "-_- :-) -> -. -",
        "ſince:2022 ın:x",
        "[ ( {",
    ],
)
def test_what_only_looks_like_an_operator_stays_in_the_words(typed: str) -> None:
    assert read_question(typed) == Asked(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *('"blue green"', "“blue green”", "„blue green“", "”blue green”", "‟blue green”", '“blue green"'),
        *("«blue green»", "« blue green »", "»blue green«", "»blue green»", '"blue\n green "', '"blue green?"'),
    ],
)
def test_a_phrase_stands_between_quotes_of_any_kind(typed: str) -> None:
    assert read_question(typed).phrases == ("blue green",)


def test_a_phrase_may_stand_in_brackets_and_before_marks() -> None:
    asked = read_question('how ("canary", really) and ["x"]s')
    assert asked.phrases == ("canary", "x")
    assert asked.words == "how (canary, really) and [x]s"


def test_marks_alone_between_quotes_are_no_phrase() -> None:
    assert read_question('what is "..."').phrases == ()


def test_a_phrase_twice_counts_once() -> None:
    assert read_question('"a" "a"').phrases == ("a",)


@pytest.mark.parametrize(
    ("typed", "excluded"),
    [
        ("x -kafka?", "kafka"),
        ("x (−kafka)", "kafka"),
        ("x -on-call", "on-call"),
        ("x -c++", "c++"),
        ("x -.net", ".net"),
        ("x -猫", "猫"),
        ("x -हिन्दी", "हिन्दी"),
        ('x -"2fa",', "2fa"),
        ("x -“big bang”.", "big bang"),
    ],
)
def test_a_hyphen_before_a_word_or_phrase_excludes_it(typed: str, excluded: str) -> None:
    asked = read_question(typed)
    assert asked.words == "x"
    assert asked.excluded == (excluded,)


@pytest.mark.parametrize("typed", ["TAG:ci,cd", "Tag:ci tag:cd tag:ci", "tag:ci (tag:cd).", 'tag:"ci" tag:,cd,'])
def test_several_values_of_an_operator_are_gathered(typed: str) -> None:
    asked = read_question(typed)
    assert asked.tags == ("ci", "cd")
    assert not asked.words
    assert not asked.mistakes


def test_a_quoted_value_is_one_value() -> None:
    assert read_question('author:"Smith,  Ann" runs').authors == ("Smith, Ann",)


@pytest.mark.parametrize("written", ["2022-05-17", "2022/5/17", "2022.05.17", "2022–05–17.", '"2022-05-17"'])
def test_a_day_is_read_with_any_mark_between(written: str) -> None:
    assert read_question(f"after:{written}").after == date(2022, 5, 17)


def test_dates_have_synonyms_and_begin_with_their_year_or_month() -> None:
    asked = read_question("Since:2022 UNTIL:2022-05")
    assert (asked.after, asked.before) == (date(2022, 1, 1), date(2022, 5, 1))


def test_of_several_dates_the_narrowest_counts() -> None:
    asked = read_question("after:2021 after:2022 after:2020 before:2024 before:2023")
    assert (asked.after, asked.before) == (date(2022, 1, 1), date(2023, 1, 1))


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        (
            "x after:yesterday",
            "`after:yesterday`: write a year, a month or a day, such as after:2022 or after:2022-05-17.",
        ),
        (
            "x until:05/2022",
            "`until:05/2022`: write a year, a month or a day, such as before:2022 or before:2022-05-17.",
        ),
        ("x after:2022-02-30", "`after:2022-02-30`: there is no such date."),
        ("x after:0000", "`after:0000`: there is no such date."),
        ("tag: x", "`tag:`: write a tag right after the colon, such as tag:testing."),
        ("x (In:)", "`In:`: write the name of a source right after the colon, such as in:handbook."),
        (
            'x author:""',
            '`author:""`: write a name right after the colon, such as author:ann or author:"Ann Smith".',
        ),
        ('x ""', '`""`: write the words to look for between the quotes.'),
        ('x -""', '`-""`: write the words to leave out between the quotes.'),
        ("x -tag:ci", "`-tag:ci`: only words and phrases can be left out, so this does not count."),
    ],
)
def test_an_operator_that_cannot_be_read_is_explained_and_the_rest_counts(typed: str, mistake: str) -> None:
    assert read_question(typed) == Asked("x", mistakes=(Remark("", mistake),))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('x "blue green', Asked("x blue green")),
        ("x («blue green", Asked("x (blue green")),
        ('x author:"Ann', Asked("x", authors=("Ann",))),
        ('x -"kafka', Asked("x", excluded=("kafka",))),
    ],
)
def test_a_quote_that_never_closes_is_explained_and_left_out(typed: str, read: Asked) -> None:
    asked = read_question(typed)
    (mistake,) = asked.mistakes
    assert mistake.endswith(": the quote is never closed, so it does not count.")
    assert asked == Asked(read.words, excluded=read.excluded, authors=read.authors, mistakes=(mistake,))


def test_dates_that_nothing_can_match_are_explained_and_kept() -> None:
    asked = read_question("x since:2022-06 before:2022")
    (mistake,) = asked.mistakes
    assert mistake == (
        "`since:2022-06` and `before:2022`: nothing can match, because no post is both from 2022-06-01 on"
        " and before 2022-01-01."
    )
    assert asked.is_filtered
    assert read_question("x after:2022 before:2022").mistakes
    assert not read_question("x after:2022 before:2022-01-02").mistakes


@pytest.mark.parametrize(
    ("typed", "named"), [("-kafka", "-kafka"), ('-"big bang" -kafka', '-"big bang"'), ("-kafka ?", "-kafka")]
)
def test_a_question_of_only_exclusions_is_explained(typed: str, named: str) -> None:
    assert read_question(typed).mistakes == (f"`{named}`: say what to look for, too, not only what to leave out.",)


@pytest.mark.parametrize("typed", ["-kafka x", "-kafka tag:x", '-kafka "x"'])
def test_an_exclusion_beside_anything_else_is_no_mistake(typed: str) -> None:
    assert not read_question(typed).mistakes


def test_a_mistake_names_what_was_typed_once_and_without_its_backticks() -> None:
    assert [each[:13] for each in read_question("after:`a` after:`a`").mistakes] == ["`after:'a'`: "]


@pytest.mark.parametrize(
    "typed",
    [
        *("tag:continuous_delivery", 'tag:"Continuous  Delivery"', "tag:#TESTING", "tag:x,testing"),
        *("tag:continuousdelivery", "in:team-handbook", "in:other in:TEAM_HANDBOOK"),
        *("author:ann", "author:SMITH,", 'author:"ann smith"', "author:x,Smith", "author:@lukasz", "author:dordevic"),
        *("after:2022", "after:2022-05-17", "before:2022-05-18", "after:2022 before:2023 author:ann tag:testing"),
    ],
)
def test_a_post_that_fits_the_filters_is_accepted(typed: str) -> None:
    assert _accepts(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("tag:test", "in:team", "tag:testing in:other", "author:ann tag:x"),
        *("author:smi", 'author:"ann jones"', "author:@"),
        *("after:2022-05-18", "before:2022-05-17", "after:2022 before:2022-05", "after:2023 before:2022"),
    ],
)
def test_a_post_that_does_not_fit_is_not_accepted(typed: str) -> None:
    assert not _accepts(typed)


@pytest.mark.parametrize("typed", ["after:2022", "before:2022"])
def test_a_post_without_a_date_fits_no_date_filter(typed: str) -> None:
    undated = Post("s", "a.md", "A")
    assert not _accepts(typed, undated)
    assert _accepts("in:s", undated)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ('"blue green"', "A Blue\n  green deploy"),
        ('"can\'t"', "You can’t."),
        ('"roll-back"', "a roll‑back"),
        ('"c++"', "in C++, mostly"),
        ('"café"', "the Cafe\u0301 team’s"),
        ('"a" "b"', "b, a"),
        ("x -kafka", "we use Rabbit"),
        ("x -on-call", "who to call"),
        ('x -"big bang"', "one bang, big"),
        ("x -the", "other themes"),
        ("x -हिन्दी", "हिन्दू"),
    ],
)
def test_a_text_that_holds_the_phrases_and_nothing_excluded_is_allowed(typed: str, text: str) -> None:
    assert _allows(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ('"blue green"', "blue-green"),
        ('"blue green"', "green blue"),
        ('"test"', "tests and foo_test"),
        ('"cafe"', "cafe\u0301"),
        ('"a" "b"', "a"),
        ("x -deploys", "we Deployed it"),
        ("x -on-call", "the on‑call rota"),
        ("x -the", "The end"),
        ('x -"big bang"', "a Big  Bang."),
        ("x -हिन्दी", "वह हिन्दी है"),
    ],
)
def test_a_text_that_lacks_a_phrase_or_holds_what_is_excluded_is_not_allowed(typed: str, text: str) -> None:
    assert not _allows(typed, text)


def _read_whole(typed: str) -> Asked:
    asked = read_question(typed)
    asked.accepts(_place())
    asked.allows(typed, TERMS)
    assert all(len(each) < 200 for each in asked.mistakes)
    return asked


@pytest.mark.no_cover
@given(st.text() | st.lists(PIECES | st.text(max_size=3)).map("".join) | st.lists(PIECES).map(" ".join))
def test_any_text_is_read(typed: str) -> None:
    asked = _read_whole(typed)
    assert asked.words == " ".join(asked.words.split())


@given(st.text(st.characters(exclude_characters='"“”„‟«»:-‐‑−')))
def test_a_question_without_the_marks_of_operators_is_its_own_words(typed: str) -> None:
    assert read_question(typed) == Asked(" ".join(typed.split()))


@given(st.lists(st.sampled_from(["canary", "-kafka", "tag:ci", '"b"', "after:2022"]), max_size=9))
def test_reading_the_words_that_are_left_finds_no_operator(typed: list[str]) -> None:
    words = read_question(" ".join(typed)).words
    assert read_question(words) == Asked(words)


@pytest.mark.parametrize(
    "piece",
    [
        *("a", '"', '"a ', '"a" ', "«", "«a ", "» ", "(", "(-", "-", "- ", "-a ", "-a.", "-a'a", ",", ":", "\x00"),
        *("tag:", "tag: ", 'tag:"', "tag:a,", "after:2 ", "שלום ", "\u0301", "\u0301\u0316", "a\u0301\u0316"),
    ],
)
def test_a_question_of_100_kb_is_read_in_no_time(piece: str) -> None:
    started = time.thread_time()
    asked = read_question(piece * (100_000 // len(piece)))
    asked.accepts(_place())
    assert time.thread_time() - started < 5


@pytest.mark.parametrize("inside", ["a", "a ", ". ", "\u0301\u0316", "a\u0301\u0316"])
def test_a_phrase_of_100_kb_is_looked_for_in_no_time(inside: str) -> None:
    text = inside * (100_000 // len(inside))
    started = time.thread_time()
    read_question(f'"{text}" -"{text}" author:"{text}"').allows(text * 2, TERMS)
    _accepts(f'author:"{text}"')
    assert time.thread_time() - started < 5


def test_a_plain_question_costs_microseconds() -> None:
    def cost() -> float:
        started = time.thread_time()
        for _ in range(1000):
            read_question("what's our on-call rota, and who do we wake at 10:30?")
        return (time.thread_time() - started) / 1000

    assert min(cost() for _ in range(5)) < 100e-6  # about 8 µs; room for a busy machine
