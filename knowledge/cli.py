"""The library's commands: ask, lesson, link, check, stats, init, evaluate. Each is one library call, then printing."""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO

from knowledge import json_format, terminal
from knowledge.access import OWNER
from knowledge.base import KnowledgeBase
from knowledge.lessons import ShuffleBag
from knowledge.model import FILE_NAME
from knowledge.progress import Progress, shown

FOUND, NOT_FOUND = 0, 1
_WIDEST = 100
Command = Callable[[argparse.Namespace], int]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the library's commands to a command line; each leaves its function in `command`."""
    ask = _add(commands, "ask", _ask, "answer a question with the paragraphs that say it")
    ask.add_argument("question", nargs="+", help="the question; - reads questions from stdin, one a line (with --json)")
    ask.add_argument("--limit", type=_positive, default=3, metavar="N", help="show at most N paragraphs (3)")
    lesson = _add(commands, "lesson", _lesson, "show a random lesson, about a topic if one is named")
    lesson.add_argument("topic", nargs="*", help="what it should be about")
    _add(commands, "link", _link, "find the posts that a text on stdin is about")
    _add(
        commands,
        "check",
        _check,
        "name every problem in the posts, and where their links lead; exit code 1 if there is one",
    )
    _add(commands, "stats", _stats, "count posts, paragraphs, passages and lessons")
    _add_init(commands)
    _add_evaluate(commands)


def _add_init(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    what = "write a commonplace.yaml for a folder, a web site or a repository"
    init = commands.add_parser("init", help=what, description=f"{what.capitalize()}.")
    init.set_defaults(command=_init)
    init.add_argument("place", nargs="?", default=".", help="the folder, or the address (the working folder)")
    init.add_argument("--force", action="store_true", help="overwrite the configuration that is there")
    init.add_argument(
        "--config", type=Path, default=Path(FILE_NAME), metavar="FILE", help=f"where to write it ({FILE_NAME})"
    )


def _add_evaluate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    evaluate = _add(commands, "evaluate", _evaluate, "measure the answers to questions whose answers are known")
    questions = "JSON Lines with q, answerable, accept, kind; or a folder in BEIR's form, which brings its own posts"
    evaluate.add_argument("questions", type=Path, help=questions)
    evaluate.add_argument("--compare", type=Path, metavar="FILE", help="another configuration, on the same questions")
    cuts = "where texts of a BEIR folder are cut into paragraphs (blank-lines)"
    evaluate.add_argument("--paragraphs", choices=("blank-lines", "lines"), help=cuts)


def add_config_option(parser: argparse.ArgumentParser) -> None:
    """Add `--config FILE`."""
    where = "the configuration (commonplace.yaml of the working folder; without it, the starter collection)"
    parser.add_argument("--config", type=Path, metavar="FILE", help=where)


def open_knowledge_base(arguments: argparse.Namespace) -> KnowledgeBase:
    """The knowledge base that `--config` describes, saved in the folder that the caller's defaults name as `cache`."""
    with _progress(arguments) as progress:
        return KnowledgeBase.open_file(arguments.config, cache=getattr(arguments, "cache", None), progress=progress)


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, command: Command, what: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
    parser.set_defaults(command=command)
    add_config_option(parser)
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    return parser


def _progress(arguments: argparse.Namespace) -> AbstractContextManager[Progress]:
    """Progress on stderr, which is for people."""
    return shown(sys.stderr, quiet=arguments.json or arguments.quiet)


def _ask(arguments: argparse.Namespace) -> int:
    question = " ".join(arguments.question).strip()
    if not question:
        raise ValueError('the question is empty; ask like this: commonplace ask "how do we cut our cloud bill?"')
    if question == "-" and not arguments.json:
        raise ValueError("reading questions from stdin needs --json")
    knowledge_base = open_knowledge_base(arguments)
    if question == "-":
        return _ask_each(knowledge_base, sys.stdin, arguments)
    results = knowledge_base.search(question, arguments.limit, audience=OWNER)
    if arguments.json:
        _print_json(json_format.results_json(results))
    else:
        print(terminal.results_text(results, _width(), colour=_is_coloured(sys.stdout, arguments)))
    return NOT_FOUND if results.outcome == "nothing" else FOUND


def _ask_each(knowledge_base: KnowledgeBase, lines: Iterable[str], arguments: argparse.Namespace) -> int:
    """Answer every line that is not blank, each as soon as it is read, as one line of JSON."""
    for line in lines:
        if line.strip():
            results = knowledge_base.search(line.strip(), arguments.limit, audience=OWNER)
            print(json.dumps(json_format.results_json(results), ensure_ascii=False), flush=True)
    return FOUND


def _lesson(arguments: argparse.Namespace) -> int:
    from random import Random  # noqa: PLC0415 - as light as the command allows

    topic = " ".join(arguments.topic)
    lesson = open_knowledge_base(arguments).lesson(ShuffleBag(), Random(), topic, audience=OWNER)  # noqa: S311 - chance, not a secret
    if arguments.json:
        _print_json(json_format.lesson_json(lesson))
    elif lesson is None:
        print(f"No lesson is about “{topic}”." if topic else "These posts hold no lesson.")
    else:
        print(terminal.lesson_text(lesson, _width()))
    return FOUND if lesson else NOT_FOUND


def _link(arguments: argparse.Namespace) -> int:
    found = open_knowledge_base(arguments).related(sys.stdin.read(), audience=OWNER)
    if arguments.json:
        _print_json(json_format.related_json(found))
    else:
        print(terminal.related_text(found, _width()))
    return FOUND if found else NOT_FOUND


def _check(arguments: argparse.Namespace) -> int:
    from knowledge.config import load_config  # noqa: PLC0415 - it brings pydantic
    from knowledge.links_check import read_and_check  # noqa: PLC0415 - no other command reads all documents at once
    from knowledge.opening import cache_folder  # noqa: PLC0415 - as above

    config = load_config(arguments.config)
    cache = cache_folder(config, getattr(arguments, "cache", None))
    with _progress(arguments) as progress:
        corpus, links = read_and_check(config.sources, cache=cache, progress=progress)
        # Indexed, since that may show what is wrong with the glossary.
        problems = KnowledgeBase(config, corpus, progress=progress).problems
    if arguments.json:
        _print_json(json_format.check_json(problems, links))
    else:
        print("\n".join(filter(None, (terminal.problems_text(problems), terminal.links_text(links)))))
    return NOT_FOUND if problems else FOUND


def _init(arguments: argparse.Namespace) -> int:
    from knowledge.initial_config import propose, write  # noqa: PLC0415 - no other command needs it

    if arguments.config.exists() and not arguments.force:
        raise ValueError(f"{arguments.config} is there already; --force overwrites it")
    proposal = propose(arguments.place, arguments.config.absolute().parent, getattr(arguments, "cache", None))
    print("\n".join(proposal.lines()))
    write(proposal, arguments.config)
    print(f"\nWritten to {arguments.config.absolute()}")
    return FOUND


def _stats(arguments: argparse.Namespace) -> int:
    stats = open_knowledge_base(arguments).stats
    if arguments.json:
        _print_json(json_format.stats_json(stats))
    else:
        print(terminal.stats_text(stats))
    return FOUND


def _evaluate(arguments: argparse.Namespace) -> int:
    from knowledge.config import load_config  # noqa: PLC0415 - it brings pydantic
    from knowledge.evaluation import report, run  # noqa: PLC0415 - no other command needs them

    named = (_name(arguments.config), load_config(arguments.config))
    asked = (arguments.questions, arguments.paragraphs)
    if arguments.compare:
        comparison = run.compare(named, (_name(arguments.compare), load_config(arguments.compare)), *asked)
        value, text = report.comparison_json(comparison), report.comparison_text(comparison)
    else:
        evaluation = run.evaluate(*named, *asked)
        value, text = report.evaluation_json(evaluation), report.evaluation_text(evaluation)
    if arguments.json:
        _print_json(value)
    else:
        print(text)
    return FOUND


def _name(config: Path | None) -> str:
    """What a report calls a configuration."""
    return str(config or (FILE_NAME if Path(FILE_NAME).exists() else "the starter collection"))


def _print_json(value: json_format.Json) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _is_coloured(stream: TextIO, arguments: argparse.Namespace) -> bool:
    """Whether to set words in bold: for a terminal, unless the caller's defaults say that it is `plain`."""
    return stream.isatty() and not getattr(arguments, "plain", False)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1, is {text!r}")
    return int(text)
