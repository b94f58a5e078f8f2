import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.formats.dialects import common_markdown as without_templates
from knowledge.formats.templates import RAW_BRACE, without_tags


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ('{% include image.html src="a.png" %}', ""),
        ("See [the docs]({{ site.url }}/docs).", "See [the docs](/docs)."),
        ('{{< youtube "abc" >}} and {{% note %}}', " and "),
        ("A paragraph.\n{: .lead #first}", "A paragraph.\n"),
        ("one {% x\ny %} two", "one \n two"),
        (":::note Mind this\nKeep a copy.\n:::", "<?title Mind this?>\nKeep a copy.\n"),
        ("Write {% raw %}{{ page.title }}{% endraw %} there.", "Write {{ page.title }} there."),
        ("Write {% raw %} alone.", "Write  alone."),
    ],
)
def test_what_is_meant_for_the_site_generator_is_taken_out(written: str, left: str) -> None:
    assert without_templates(written).replace(RAW_BRACE, "{") == left


@pytest.mark.parametrize(
    "text",
    [
        "Templates open with {{ and we stop here.",
        "A set {a, b} and a {: that ends\nnot} here.",
        "An `{{ inline }}` and a ``{{ with ` }}`` tick.",
        "```\n{{ fenced }}\n```",
        "~~~ liquid\n{% fenced %}\n~~~~",
        "- ```\n  {{ fenced in a list }}\n  ```",
        "> ```\n> {{ fenced in a quote }}\n> ```",
        "    {{ indented }}",
        "\t{{ indented }}",
        "```\n{{ never closed }}\n\n{{ still }}",
        "a [^a-z] expression",
        "Inline ``` is ` no fence",
    ],
)
def test_code_and_what_is_no_tag_stay(text: str) -> None:
    assert without_templates(text) == text


def test_a_tag_that_never_closes_does_not_swallow_the_next_paragraph() -> None:
    text = "They open with {{ here.\n\nA paragraph.\n\nThey close with }} there."
    assert without_templates(text) == text


def test_prose_after_code_is_prose_again() -> None:
    assert without_templates("```\n{{ a }}\n```\n{{ b }} c") == "```\n{{ a }}\n```\n c"
    assert without_templates("    {{ a }}\n{{ b }} c") == "    {{ a }}\n c"


def test_a_highlight_tag_is_a_fence() -> None:
    fence = "`" * 8
    assert without_templates("{% highlight ruby %}\nputs {{ 1 }}\n{% endhighlight %}\n{{ x }}y") == (
        f"{fence}\nputs {{{{ 1 }}}}\n{fence}\ny"
    )
    assert without_templates("{{< highlight go >}}\nx := 1\n{{< /highlight >}}") == f"{fence}\nx := 1\n{fence}"


def test_footnotes_become_a_list_and_their_marks_go() -> None:
    text = "We deploy daily[^1] and[^why] alone.\n\n[^1]: On weekdays.\n[^why]: For *reasons*."
    assert without_templates(text) == "We deploy daily and alone.\n\n- On weekdays.\n- For *reasons*."


def test_the_tags_of_one_paragraph_can_be_taken_out_alone() -> None:
    assert without_tags("Hello {{ name }}!") == "Hello !"


@given(st.text(alphabet=st.sampled_from("{}%:[]^`~ \n\tab-1>"), max_size=200))
def test_every_line_stays_where_it_was(body: str) -> None:
    assert without_templates(body).count("\n") == body.count("\n")


@pytest.mark.no_cover
@pytest.mark.parametrize("opening", ["{{", "{%", "{:", "[^", "`", "` ``", "{% raw %}", "```x\n", "~~~\n\n", "[^1]: "])
def test_many_openings_that_nothing_closes_take_no_time(opening: str) -> None:
    start = time.thread_time()
    without_templates(opening * 100_000)
    assert time.thread_time() - start < 5
