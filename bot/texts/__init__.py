"""The catalogue: every text that a person reads in Slack, by language. A language is a folder of Fluent files here.

Views take the texts of one language as an argument. English is complete; what a language lacks is said in English.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Protocol

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch"}
_LOCALES = {"en": "en-GB", "de": "de-DE"}
_DAY = "d MMMM y"  # what no country reads wrongly: 5 March 2024
_DAYS = {"de": "d. MMMM y"}
_LONG, _MARK = 500, "\x00{}\x00"  # Fluent refuses a value of a thousand characters, so a long one is put in afterwards


class Texts(Protocol):
    """The texts of one language."""

    @property
    def language(self) -> str:
        """Its code, as in `LANGUAGES`."""

    def __call__(self, name: str, /, **values: str | int) -> str:
        """A text by its name, with its values put in as they are. Raises KeyError for a name that is not there."""

    def day(self, day: date) -> str:
        """A date that no reader takes for another."""

    def time(self, moment: datetime) -> str:
        """A weekday with its date and time of day, in the moment's own zone."""

    def weekday(self, number: int) -> str:
        """The name of a weekday; 0 is Monday."""

    def all_of(self, parts: list[str]) -> str:
        """Several things in one sentence: a, b and c."""


class Catalogue:
    """The texts of one language, read from its files."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._locale = _LOCALES[language].replace("-", "_")
        self._bundles = [_bundle(each) for each in dict.fromkeys((language, ENGLISH))]

    @property
    def language(self) -> str:
        return self._language

    def __call__(self, name: str, /, **values: str | int) -> str:
        bundle = next((each for each in self._bundles if each.has_message(name)), self._bundles[-1])
        pattern = bundle.get_message(name).value
        if pattern is None:
            raise KeyError(f"text {name!r} in {self._language!r} is empty")
        long = {name: value for name, value in values.items() if isinstance(value, str) and len(value) > _LONG}
        said, mistakes = bundle.format_pattern(pattern, {**values, **{name: _MARK.format(name) for name in long}})
        if mistakes:
            raise KeyError(f"text {name!r} in {self._language!r}: {mistakes[0]}")
        text = str(said)
        for each, value in long.items():
            text = text.replace(_MARK.format(each), value)
        return text

    def day(self, day: date) -> str:
        return format_date(day, _DAYS.get(self._language, _DAY), locale=self._locale)

    def time(self, moment: datetime) -> str:
        return format_datetime(moment, "EEEE " + _DAYS.get(self._language, _DAY) + ", HH:mm", locale=self._locale)

    def weekday(self, number: int) -> str:
        return format_date(date(2024, 1, 1 + number), "EEEE", locale=self._locale)  # that day was a Monday

    def all_of(self, parts: list[str]) -> str:
        return format_list(parts, locale=self._locale)


@cache
def texts_in(locale: str) -> Catalogue:
    """The texts for a locale such as `de-DE`; English where its language is not among ours."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    return Catalogue(language if language in LANGUAGES else ENGLISH)


def _bundle(language: str) -> FluentBundle:
    """One language's files together. Isolating marks stay out: the blocks already part what is ours from what is not."""
    bundle = FluentBundle([_LOCALES[language]], use_isolating=False)
    for file in sorted(files("bot.texts").joinpath(language).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
