import pytest

from bot.calls import Call, marked, read_call
from bot.names import Names

OTHER = Names("/lessons-ask", "/tip", "Devbot")


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("how do we roll back?", Call("ask", "how do we roll back?")),
        ("/ask how do we roll back?", Call("ask", "how do we roll back?")),
        ("!ask how do we roll back?", Call("ask", "how do we roll back?")),
        ("!ask", Call("ask", "")),
        ("!asking for a friend", Call("ask", "!asking for a friend")),
        ("lesson", Call("lesson", "")),
        ("Lesson feature flags", Call("lesson", "feature flags")),
        ("lesson learned from rolling back a release", Call("ask", "lesson learned from rolling back a release")),
        ("/lesson learned from rolling back a release", Call("lesson", "learned from rolling back a release")),
        ("more", Call("more", "")),
        ("More!", Call("more", "")),
        ("mehr", Call("more", "")),
        ("more of the same", Call("ask", "more of the same")),
        ("", Call("ask", "")),
    ],
)
def test_a_text_says_what_it_wishes_for(text: str, call: Call) -> None:
    assert read_call(text, Names()) == call


def test_the_commands_go_by_their_names_here() -> None:
    assert marked(OTHER) == "!lessons-ask"
    assert read_call("!lessons-ask why?", OTHER) == Call("ask", "why?")
    assert read_call("tip testing", OTHER) == Call("lesson", "testing")
    assert read_call("lesson testing", OTHER) == Call("ask", "lesson testing")
