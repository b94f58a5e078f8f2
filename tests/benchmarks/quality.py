"""Quality side by side: rank_bm25 and bm25s as their READMEs show them, and Commonplace, over the same texts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from knowledge.evaluation.intervals import mean
from knowledge.evaluation.measures import Answers, Asked, ask, hit_at, ndcg, reciprocal_rank
from knowledge.evaluation.questions import Judged
from tests.benchmarks.judged_collections import NAMES, SHARED, Collection, read_collection
from tests.benchmarks.tables import head, line
from tests.benchmarks.typos import with_typo

_FOREIGN = 100  # questions of each other collection


@dataclass(frozen=True)
class Row:
    """One measure of one collection, with the value aimed at."""

    collection: str
    measure: str
    value: Callable[[Asked], float]
    target: str
    kind: str = ""


def _reciprocal_rank_at_3(asked: Asked) -> float:
    return reciprocal_rank(replace(asked, grades=asked.grades[:3]))


ROWS = (
    Row("adocs", "nDCG@10", ndcg, ".815"),
    Row("adocs", "MRR@3", _reciprocal_rank_at_3, ".90"),
    Row("stackfaq", "nDCG@10", ndcg, ".765"),
    Row("scifact", "nDCG@10", ndcg, ".708"),
    Row("artsy", "plain, paragraph @1", hit_at(1), ".50", "plain"),
    Row("artsy", "plain, paragraph @3", hit_at(3), ".72", "plain"),
    Row("artsy", "hard, paragraph @3", hit_at(3), ".20", "hard"),
    Row("seed", "hit@1", hit_at(1), ".80"),
    Row("seed", "hit@3", hit_at(3), ".92"),
)


def measure() -> Iterator[str]:
    """Lines of Markdown tables, each as soon as it is measured."""
    collections = {name: found for name in NAMES if (found := read_collection(name))}
    missing = [name for name in NAMES if name not in collections]
    if missing:
        yield f"Skipped, not in {SHARED}: {', '.join(missing)}"
        yield ""
    if not collections:
        return
    yield from _ranking(collections.values())
    yield ""
    yield from _typos(collections.get("stackfaq"))
    yield from _foreign(list(collections.values()))


def _ranking(collections: Iterable[Collection]) -> Iterator[str]:
    yield from head("collection", "measure", "questions", "rank_bm25", "bm25s", "Commonplace", "target")
    for collection in collections:
        kinds = dict.fromkeys(row.kind for row in ROWS if row.collection == collection.name)
        for kind in kinds:
            judged = collection.of_kind(kind)
            asked = [ask(side, judged) for side in collection.sides]
            for row in ROWS:
                if (row.collection, row.kind) == (collection.name, kind):
                    values = (_three(mean(list(map(row.value, each)))) for each in asked)
                    yield line(collection.name, row.measure, len(judged.questions), *values, row.target)
        if collection.name == "artsy":
            yield _right_post(collection)


def _right_post(collection: Collection) -> str:
    """Whether one of the first three passages stands in the post that holds an accepted one."""
    judged = collection.of_kind("plain")
    paths = {passage.id: {place.post.path for place in passage.places} for passage in judged.corpus.passages}
    posts = [frozenset[str]().union(*(paths[key] for key in grades)) for grades in judged.grades]
    values = []
    for side in collection.sides:
        found = (_posts_found(side, question.text) for question in judged.questions)
        values.append(_three(mean([float(bool(own & three)) for own, three in zip(posts, found, strict=True)])))
    return line(collection.name, "plain, post @3", len(posts), *values, ".86")


def _posts_found(side: Answers, question: str) -> set[str]:
    return {place.post.path for hit in side.search(question, 3).hits for place in hit.passage.places}


def _typos(stackfaq: Collection | None) -> Iterator[str]:
    if stackfaq is None:
        return
    random = Random(1)
    right = stackfaq.judged
    wrong = replace(
        right, questions=tuple(replace(each, text=with_typo(each.text, random)) for each in right.questions)
    )
    yield from head("stackfaq, nDCG@10", "rank_bm25", "bm25s", "Commonplace", "target")
    values = [(_ndcg(side, right), _ndcg(side, wrong)) for side in stackfaq.sides]
    yield line("as asked", *(_three(before) for before, _ in values), "")
    yield line("one typo in every question", *(_three(after) for _, after in values), "")
    yield line("loss", *(f"{before - after:.4f}" for before, after in values), "≤ .005")
    yield ""


def _ndcg(side: Answers, judged: Judged) -> float:
    return mean([ndcg(each) for each in ask(side, judged)])


def _foreign(collections: Sequence[Collection]) -> Iterator[str]:
    """How many questions Commonplace calls answered (the others answer anything); foreign: those of other collections."""
    names = [collection.name for collection in collections]
    heads = ("Commonplace calls answered", "own answerable", "own without answer", "foreign")
    yield from head(*heads, *(f"of {name}" for name in names))
    targets = ["≥ 85 %", "", "≤ 6 %", *("" for _ in names)]
    for corpus in collections:
        by_origin = {
            each.name: [question.text for question in each.sample(_FOREIGN)] for each in collections if each != corpus
        }
        judged = corpus.judged.questions
        shares = (
            _answered(corpus, [question.text for question in judged if question.answerable]),
            _answered(corpus, [question.text for question in judged if not question.answerable]),
            _answered(corpus, [text for texts in by_origin.values() for text in texts]),
            *(_answered(corpus, by_origin.get(name, ())) for name in names),
        )
        yield line(corpus.name, *shares)
    yield line("target", *targets)


def _answered(corpus: Collection, questions: Sequence[str]) -> str:
    if not questions:
        return "–"
    answered = sum(corpus.ours.search(question, 1).outcome == "answer" for question in questions)
    return f"{answered / len(questions):.1%} of {len(questions)}"


def _three(value: float) -> str:
    return f"{value:.3f}"
