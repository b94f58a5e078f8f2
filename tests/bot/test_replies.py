from random import Random

import pytest

from bot import replies
from bot.replies import Replies
from bot.views.notices import Names
from knowledge import KnowledgeBase


def test_of_very_many_people_the_one_longest_away_starts_again(
    knowledge_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "_MOST_BAGS", 2)
    made = Replies(knowledge_base, Names(), Random(1))
    for person in ("ann", "ben", "ann", "eva"):
        made.lesson("", ("T1", person))
    assert list(made._bags) == [("T1", "ann"), ("T1", "eva")]
