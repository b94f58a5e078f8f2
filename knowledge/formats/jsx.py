"""Tags of HTML and JSX whose attributes hold expressions, as MDX and templates have them: where they end."""

import re

OPENING = r"</?(?=[A-Za-z>])"

NONE, UNCLOSED = -1, -2

_NAME = re.compile(r"</?[A-Za-z]?[\w.:-]*")
_COMPONENT = re.compile(r"</?(?:[A-Z]\w*[a-z]\w*(?:\.\w+)*|\w+(?:\.\w+)+)?")  # `<Tabs>`, `<>`; `<BR>` is of HTML
_ATTRIBUTE = re.compile(
    r"""\s+(?:[^\s"'<>/={}`]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|(?=\{)|[^\s"'=<>`{}]+))?|(?=\{))""",
)
_CLOSE = re.compile(r"\s*/?>")
_IN_BRACES = re.compile(r"""[{}"'`]""")
_LONGEST = 20_000  # characters of an expression
_STRING = re.compile(r"""\{\s*(["'`])([^"'`$]*)\1\s*\}""")
_ID = re.compile(r"\{/\*\s*(#[\w.:-]+)\s*\*/\}")


def end_of_tag(text: str, start: int) -> int:
    """Where the tag that opens here ends; NONE where it is none, UNCLOSED where an expression in it never ends."""
    named = _NAME.match(text, start)
    place = named.end() if named else start
    while attribute := _ATTRIBUTE.match(text, place):
        place = attribute.end()
        if text.startswith("{", place):
            place = end_of_braces(text, place)
            if place < 0:
                return UNCLOSED
    closed = _CLOSE.match(text, place)
    return closed.end() if closed else NONE


def end_of_braces(text: str, start: int) -> int:
    """Where the expression in braces that opens here ends; -1 where nothing closes it."""
    depth = 0
    place = start
    limit = start + _LONGEST
    while found := _IN_BRACES.search(text, place, limit):
        place = found.end()
        mark = found.group()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                return place
        else:
            place = max(place, text.find(mark, place, limit) + 1)
    return -1


def kept_of_tag(tag: str) -> str:
    """What stays of a tag: nothing of a component, of an element with expressions its name alone."""
    name = _NAME.match(tag)
    bare = name.group() if name else ""
    is_component = _COMPONENT.fullmatch(bare) is not None
    lines = "\n" * tag.count("\n")
    if is_component:
        return lines
    return f"{bare}>{lines}" if "{" in tag else tag


def kept_of_expression(expression: str) -> str:
    """What stays of an expression of MDX: the text of a string, the anchor in a comment, else nothing."""
    if found := _STRING.fullmatch(expression):
        return found.group(2)
    named = _ID.fullmatch(expression)
    return f"{{{named.group(1)}}}" if named else "\n" * expression.count("\n")
