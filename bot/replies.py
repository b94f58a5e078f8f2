"""What the bot says to a text: the straight line from plain text through the knowledge base to a message."""

from collections import OrderedDict
from dataclasses import dataclass, field
from random import Random

from bot.views import answer, lesson, notices, related
from bot.views.message import Message
from bot.views.notices import LESSON_GONE, LONGEST_QUESTION, POSTS_CHANGED, Names
from knowledge import KnowledgeBase, ShuffleBag

_MOST_BAGS = 10_000
Audience = tuple[str, str]  # workspace, and the person or channel in it


@dataclass(slots=True)
class Replies:
    """Answers from one knowledge base. `random` decides the order of lessons."""

    knowledge_base: KnowledgeBase
    names: Names
    random: Random
    _bags: OrderedDict[Audience, ShuffleBag] = field(default_factory=OrderedDict)

    def to_asker(self, text: str) -> Message:
        """The answer for the asker's eyes, with its button; usage for an empty, an over-long or a help text."""
        if reply := self._usage(text):
            return reply
        return answer.own_answer(self.knowledge_base.search(text))

    def to_call(self, text: str, audience: Audience) -> Message:
        """The reply to whoever called the bot by name: a lesson where the text asks for one, else an answer."""
        word, _, topic = text.partition(" ")
        if word.lower().lstrip("/") == self.names.lesson.lstrip("/") and len(topic.split()) <= _topic_words(word):
            return self.lesson(topic, audience, own=False)
        if word == self.names.ask:
            text = topic
        return self._usage(text) or answer.answer(self.knowledge_base.search(text))

    def lesson(self, topic: str, audience: Audience, *, own: bool = True) -> Message:
        """A lesson that this audience has not had yet; for the eyes of one person (`own`) with a button that shares it."""
        if topic.strip().lower() == "help":
            return notices.usage(self.names)
        if len(topic) > LONGEST_QUESTION:
            return notices.long_question(self.names, len(topic))
        found = self.knowledge_base.lesson(self._bag(audience), self.random, topic)
        if found is None:
            return lesson.no_lesson(topic, self.names.lesson)
        return lesson.own_lesson(found) if own else lesson.lesson(found)

    def related(self, text: str) -> Message:
        """The posts that a text is about."""
        return related.related(self.knowledge_base.related(text))

    def shared_answer(self, value: str, asker: str) -> Message | None:
        """The answer that a Share button stands under, for everyone; None where the posts have changed since."""
        question, digest = answer.read_share(value)
        results = self.knowledge_base.search(question)
        return answer.shared_answer(results, asker) if answer.digest(results) == digest else None

    def changed_answer(self, value: str) -> tuple[Message, Message]:
        """The word that the posts have changed, and the answer now."""
        question, _ = answer.read_share(value)
        return notices.notice(POSTS_CHANGED), self.to_asker(question)

    def shared_lesson(self, value: str) -> Message | None:
        """The lesson that a Share button stands under, for everyone; None where no post holds it any more."""
        passage, topic = lesson.read_share(value)
        found = self.knowledge_base.lesson_by_id(passage, topic)
        return lesson.shared_lesson(found) if found else None

    def other_lesson(self, audience: Audience) -> tuple[Message, Message]:
        """The word that no post holds a lesson any more, and another one."""
        return notices.notice(LESSON_GONE), self.lesson("", audience)

    def _usage(self, text: str) -> Message | None:
        if not text.strip():
            return notices.empty_question(self.names)
        if text.strip().lower() in ("help", "?"):
            return notices.usage(self.names)
        if len(text) > LONGEST_QUESTION:
            return notices.long_question(self.names, len(text))
        return None

    def _bag(self, audience: Audience) -> ShuffleBag:
        """This audience's bag; of very many the one unused for longest is forgotten."""
        bag = self._bags.setdefault(audience, ShuffleBag())
        self._bags.move_to_end(audience)
        if len(self._bags) > _MOST_BAGS:
            self._bags.popitem(last=False)
        return bag


def _topic_words(word: str) -> int:
    """How many words a topic may have after this word; without its slash, a longer text is a question on lessons."""
    return LONGEST_QUESTION if word.startswith("/") else 3
