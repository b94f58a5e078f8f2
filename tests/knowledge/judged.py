"""Questions, posts and BEIR folders for the tests of evaluation."""

import json
from pathlib import Path

from knowledge.config import Config, SourceConfig

POSTS = {
    "deploys.md": "# Deploys\n\nWe roll back with one command, and the “old” version is live again.\n\nSo.\n",
    "people.md": "# People\n\nOn-call lasts a week.\n\nEngineers who are on call rest on the day after.\n",
}


def write_posts(folder: Path) -> Config:
    folder.mkdir()
    for name, text in POSTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Config(sources=(SourceConfig(folder=folder),))


SHARED = "The bot says which version is live."
DOCUMENTS = (
    {"_id": "d1", "title": "Rollback", "text": f"We roll back with one command.\nIt is quick.\n\n{SHARED}"},
    {"_id": "d2", "title": "On-call", "text": f"Engineers take turns for a week.\n \n{SHARED}"},
    {"_id": "d3", "title": "Holidays", "text": ""},
)
ASKED = ({"_id": "q1", "text": "which quick command"}, {"_id": "q2", "text": "is it judged?"})
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t1\nq1\td3\t0\n"


def write_beir(folder: Path, qrels: str = QRELS, name: str = "qrels.tsv") -> Path:
    write_lines(folder / "corpus.jsonl", *DOCUMENTS)
    write_lines(folder / "queries.jsonl", *ASKED)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(qrels, encoding="utf-8")
    return folder


def write_lines(path: Path, *records: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path
