"""When two questions are the same question."""

from hashlib import blake2b


def question_key(question: str) -> str:
    """Short and equal for questions that differ in case and white space only.

    It stands in keys instead of the question: PostgreSQL indexes no text of more than 2,704 bytes, and Slack takes 40,000
    characters.
    """
    same = " ".join(question.casefold().split())
    return blake2b(same.encode(errors="replace"), digest_size=16).hexdigest()
