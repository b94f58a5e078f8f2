"""`commonplace`: the library's commands, and play, run and manifest."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version

from bot.settings import SettingsError, read_names, read_settings
from knowledge.cli import add_commands, add_config_option
from knowledge.errors import KnowledgeError

USAGE_ERROR = 2


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Run one command; 0 is success, 1 found nothing or found problems, 2 could not be done, with a line on why."""
    parser = _parser(os.environ if environment is None else environment)
    parsed = parser.parse_args(arguments)
    try:
        result: int = parsed.command(parsed)
        sys.stdout.flush()  # here, where a reader that has gone away is expected
    except (KnowledgeError, SettingsError, ValueError) as error:
        print(f"commonplace: {error}", file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away; Python would complain when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result


def _parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="commonplace",
        description="Answers questions with the paragraph that says it, word for word, linked to every post that says it.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('commonplace-bot')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_commands(commands)
    play = commands.add_parser("play", help="talk to the bot in this terminal, without Slack")
    play.set_defaults(command=partial(_play, environment))
    add_config_option(play)
    run = commands.add_parser("run", help="connect to Slack and answer")
    run.set_defaults(command=partial(_run, environment))
    add_config_option(run)
    transport = run.add_mutually_exclusive_group()
    transport.add_argument("--http", dest="transport", action="store_const", const="http", help="requests over HTTP")
    transport.add_argument("--socket", dest="transport", action="store_const", const="socket", help="Socket Mode")
    run.add_argument("--host", help="the address to listen on, with --http (HOST, or 127.0.0.1)")
    run.add_argument("--port", help="the port to listen on, with --http (PORT, or 3000)")
    manifest = commands.add_parser("manifest", help="print the app manifest for api.slack.com/apps")
    manifest.set_defaults(command=partial(_manifest, environment))
    manifest.add_argument(
        "--url", default="", metavar="URL", help="where Slack reaches the bot over HTTP (else Socket Mode)"
    )
    return parser


def _play(environment: Mapping[str, str], arguments: argparse.Namespace) -> int:
    from bot.playing import play  # noqa: PLC0415 - it brings web servers, which no other command needs

    asyncio.run(play(arguments.config, read_names(environment), environment))
    return 0


def _run(environment: Mapping[str, str], arguments: argparse.Namespace) -> int:
    from bot import logs  # noqa: PLC0415 - as above
    from bot.running import run  # noqa: PLC0415 - as above

    given = {"HOST": arguments.host, "PORT": arguments.port}
    read = {**environment, **{name: value for name, value in given.items() if value}}
    settings = read_settings(read, arguments.transport)
    if arguments.config is not None:
        settings = replace(settings, config=arguments.config)
    logs.set_up(settings.log_level)
    asyncio.run(run(settings))
    return 0


def _manifest(environment: Mapping[str, str], arguments: argparse.Namespace) -> int:
    from bot.manifest import build_manifest  # noqa: PLC0415 - as above

    if arguments.url and not arguments.url.startswith("https://"):
        raise ValueError(f"--url must start with https://, is {arguments.url!r}")
    print(json.dumps(build_manifest(read_names(environment), arguments.url), indent=2))
    return 0
