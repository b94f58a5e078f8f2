"""Is the best passage good enough to be called an answer?"""

from collections.abc import Iterable

from knowledge.model import Outcome
from knowledge.query import Query
from knowledge.vocabulary import Vocabulary

# The share of a question's weight that a passage must hold to be called an answer. Over the development questions a
# third parts what is answered from what is not better than a quarter or a half.
ENOUGH = 1 / 3


def judge(query: Query, best: Iterable[str], vocabulary: Vocabulary) -> Outcome:
    """`answer` where the best passage (its terms) holds enough of the question, else `closest`."""
    return "answer" if query.coverage(best, vocabulary) >= ENOUGH else "closest"
