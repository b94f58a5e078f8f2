"""Posts of which each says one thing that no other says, so that an answer shows which question it belongs to."""

import re
from pathlib import Path
from random import Random

from tests.benchmarks.made_up_posts import Vocabulary

COUNT = 60
_SYLLABLES = "ba co di fu ga he ji ko la mi nu po qua re si tu va we xi zo".split()
_MARK = re.compile(r"keeper (\d{4})")


def question(topic: int) -> str:
    """What somebody asks who wants to know of this topic."""
    return f"how do we keep {' '.join(_names(topic))}?"


def topic_of(text: str) -> int | None:
    """The topic of the answer that a text holds; None where it holds none."""
    found = _MARK.search(text)
    return int(found[1]) if found else None


def write_posts(folder: Path) -> Path:
    """Write a post for every topic, and the configuration that reads them; its path is returned."""
    posts = folder / "posts"
    posts.mkdir()
    vocabulary = Vocabulary(Random(1))
    for topic in range(COUNT):
        one, two = _names(topic)
        text = f"{one.capitalize()} and {two} are kept by keeper {topic:04d}. {vocabulary.text(25).capitalize()}."
        (posts / f"{topic}.md").write_text(f"---\ntitle: On {one} {topic}\n---\n\n{text}\n", encoding="utf-8")
    config = folder / "commonplace.yaml"
    config.write_text("sources:\n  - folder: posts\n    base_url: https://blog.example.com\n", encoding="utf-8")
    return config


def _names(topic: int) -> tuple[str, str]:
    """The two words that only this topic's post holds, unlike those of every other."""
    random = Random(topic)
    first, second = _SYLLABLES[topic % len(_SYLLABLES)], _SYLLABLES[topic // len(_SYLLABLES)]
    one, two = ("".join(random.choices(_SYLLABLES, k=3)) for _ in range(2))
    return f"{first}{second}{one}n", f"{second}{first}{two}m"
