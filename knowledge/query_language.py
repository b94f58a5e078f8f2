"""The query language that people know from search engines: what was typed → Asked.

    "blue green"  “single”  «words too»    the passage holds this, word for word
    -kafka  -"big bang"                    the passage holds nothing of this
    tag:testing  author:ann  in:handbook   the post has this tag, this author, this source
    author:"Ann Smith"  tag:ci,cd          a value with spaces; several values
    after:2022  since:2022-05              the post is from that day on
    before:2022-05-17  until:2022/05/17    the post is older

Several values of one operator mean any of them; different operators must all fit; of several dates the narrowest counts.
An operator stands at the start of a word. `-v`, `-1` and `-Dkey=value` are no exclusions: an excluded word has two
letters or more, starts with a letter and holds no marks of code; in quotes anything can be excluded.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.query_language_asked import Asked, shown
from knowledge.results import Remark
from knowledge.typography import TYPED

__all__ = ["Asked", "read_question"]

_NAMES = "(?ai:tag|author|in|after|since|before|until):(?!:)"  # tag::x is code
_QUOTES = '"“”„‟«»'
_TAIL = ",;.:!?…)]}"  # what ends a sentence or a bracket, not a value

# Every part is possessive or ends where the next begins, so that the time is linear in the length of the question.
_OPERATOR = re.compile(
    rf"""(?<!\S)(?P<brackets>[(\[{{]*+)
    (?=[-‐‑−"“”„‟«»]|{_NAMES})
    (?P<minus>[-‐‑−])?
    (?P<name>{_NAMES})?
    (?:
        (?P<quoted>["“”„‟](?=\S)[^"“”„‟]*+["“”„‟]|«[^«»]*+»|»(?=\S)[^«»]*+[«»])(?P<tail>[,;.:!?…)\]}}]*+)
        | (?P<bare>\S*+)
    )""",
    re.VERBOSE,
)
_EXCLUDABLE = re.compile(r"\.?[^\W\d_][^\s=:;,()<>{}\[\]|\\$%*@]*+")
_WORD = re.compile(r"[^\W_]")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")

_SYNONYMS = {"since": "after", "until": "before"}
_EXPECTED = {
    "tag": "`{}`: write a tag right after the colon, such as tag:testing.",
    "author": '`{}`: write a name right after the colon, such as author:ann or author:"Ann Smith".',
    "in": "`{}`: write the name of a source right after the colon, such as in:handbook.",
    "after": "`{}`: write a year, a month or a day, such as after:2022 or after:2022-05-17.",
    "before": "`{}`: write a year, a month or a day, such as before:2022 or before:2022-05-17.",
    "phrase": "`{}`: write the words to look for between the quotes.",
    "exclusion": "`{}`: write the words to leave out between the quotes.",
    "words-only": "`{}`: only words and phrases can be left out, so this does not count.",
    "no-date": "`{}`: there is no such date.",
    "open-quote": "`{}`: the quote is never closed, so it does not count.",
    "nothing-sought": "`{}`: say what to look for, too, not only what to leave out.",
    "no-time": "`{}` and `{}`: nothing can match, because no post is both from {} on and before {}.",
}


def read_question(typed: str) -> Asked:
    """A question with its operators taken out of its words. Never raises; what cannot be read is among `mistakes`."""
    if _OPERATOR.search(typed) is None:
        return Asked(" ".join(typed.split()))
    reader = _Reader()
    words = _OPERATOR.sub(reader.take, typed)
    return reader.asked(" ".join(words.split()))


@dataclass(slots=True)
class _Reader:
    """Gathers the operators of one question, by the name of each; phrases and excluded ones by their marks."""

    values: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    dates: defaultdict[str, list[tuple[date, str]]] = field(default_factory=lambda: defaultdict(list))
    mistakes: list[Remark] = field(default_factory=list)

    def take(self, found: re.Match[str]) -> str:
        """Note an operator; what is left of it among the words."""
        if found["minus"]:
            return self._exclude(found)
        if found["name"]:
            self._filter(found, found["name"][:-1].lower())
            return ""
        return self._phrase(found)

    def asked(self, words: str) -> Asked:
        """Everything noted, with the words that are left."""
        after, since = max(self.dates["after"], default=(None, ""))
        before, until = min(self.dates["before"], default=(None, ""))
        kinds = ('"', "-", "tag", "author", "in")
        phrases, excluded, tags, authors, sources = (tuple(dict.fromkeys(self.values[kind])) for kind in kinds)
        asked = Asked(words, phrases, excluded, tags, authors, sources, after, before)
        if after and before and after >= before:
            self._mistake("no-time", since, until, str(after), str(before))
        if excluded and not phrases and not asked.is_filtered and not _WORD.search(words):
            first = f'"{excluded[0]}"' if " " in excluded[0] else excluded[0]
            self._mistake("nothing-sought", f"-{first}")
        return replace(asked, mistakes=tuple(dict.fromkeys(self.mistakes)))

    def _phrase(self, found: re.Match[str]) -> str:
        value = self._value(found)
        if found["quoted"] is None:
            return found["brackets"] + found["bare"][1:] if _WORD.search(found["bare"]) else found.group()
        if not value:
            self._mistake("phrase", _typed(found))
            return ""
        if not _WORD.search(value):  # marks alone are no phrase
            return found.group()
        self.values['"'].append(value)
        return found["brackets"] + found["quoted"][1:-1] + found["tail"]

    def _exclude(self, found: re.Match[str]) -> str:
        if found["name"]:
            self._mistake("words-only", _typed(found))
            return ""
        value = self._value(found)
        if found["quoted"] is None and not _is_excludable(value):
            return found.group()
        if value:
            self.values["-"].append(value)
        else:
            self._mistake("exclusion", _typed(found))
        return ""

    def _filter(self, found: re.Match[str], name: str) -> None:
        name = _SYNONYMS.get(name, name)
        value = self._value(found)
        if not value:
            self._mistake(name, _typed(found))
        elif name in ("after", "before"):
            self._date(name, value, _typed(found))
        elif found["quoted"] is not None:
            self.values[name].append(value)
        else:
            self.values[name] += filter(None, value.split(","))

    def _date(self, name: str, value: str, typed: str) -> None:
        read = _DATE.fullmatch(value.translate(TYPED))
        if read is None:
            self._mistake(name, typed)
            return
        year, month, day = (int(number or 1) for number in read.groups())
        try:
            self.dates[name].append((date(year, month, day), typed))
        except ValueError:
            self._mistake("no-date", typed)

    def _value(self, found: re.Match[str]) -> str:
        """What stands behind an operator or between quotes; a quote that never closes is reported and left out."""
        if found["quoted"] is not None:
            inside = " ".join(found["quoted"][1:-1].split())
            return inside.rstrip(_TAIL + " ") or inside
        bare = found["bare"]
        if bare.startswith(tuple(_QUOTES)) and _WORD.search(bare):
            self._mistake("open-quote", _typed(found))
        return bare.lstrip(_QUOTES).rstrip(_TAIL + _QUOTES)

    def _mistake(self, kind: str, *values: str) -> None:
        self.mistakes.append(Remark(kind, _EXPECTED[kind], *(shown(value).replace("`", "'") for value in values)))


def _typed(found: re.Match[str]) -> str:
    """An operator as it was typed, without brackets before it and marks after it."""
    value = found["bare"].rstrip(_TAIL) if found["quoted"] is None else found["quoted"]
    return f"{found['minus'] or ''}{found['name'] or ''}{value}"


def _is_excludable(value: str) -> bool:
    return _EXCLUDABLE.fullmatch(value) is not None and not (len(value) == 1 and value.isascii())
