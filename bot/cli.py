"""`commonplace`: the library's commands, and play, run, manifest, doctor, backup and key.

What a command needs is imported by it: `ask` answers from a saved snapshot faster than Slack's packages are imported.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from knowledge.cli import add_commands, add_config_option
from knowledge.errors import KnowledgeError

USAGE_ERROR = 2
TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: whoever supervises the bot starts it again


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Run one command; 0 is success, 1 found nothing or found problems, 2 could not be done, 75 not now, with a line on why."""
    environment = os.environ if environment is None else environment
    parser = _parser(environment)
    parsed = parser.parse_args(arguments)
    _name_config(parsed, environment)
    try:
        result: int = parsed.command(parsed)
        sys.stdout.flush()  # here, where a reader that has gone away is expected
    except (KnowledgeError, ValueError) as error:
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
    parser.set_defaults(cache=cache_folder(environment), plain="NO_COLOR" in environment)
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_commands(commands)
    _add_play(commands, environment)
    run = _added(commands, "run", "connect to Slack and answer")
    run.set_defaults(command=partial(_run, environment))
    add_config_option(run)
    _add_transport(run)
    run.add_argument("--host", help="the address to listen on, with --http (HOST, or 127.0.0.1)")
    run.add_argument("--port", help="the port to listen on, with --http (PORT, or 3000)")
    _add_manifest(commands, environment)
    _add_care(commands, environment)
    return parser


def _name_config(parsed: argparse.Namespace, environment: Mapping[str, str]) -> None:
    """Let the environment name the configuration of a command that reads one, where its options name nothing to read."""
    named = environment.get("COMMONPLACE_CONFIG", "").strip()
    if named and getattr(parsed, "config", parsed) is None and not getattr(parsed, "place", ""):
        parsed.config = Path(named)


def _add_play(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", environment: Mapping[str, str]) -> None:
    play = _added(commands, "play", "try the bot in a browser, without Slack")
    play.set_defaults(command=partial(_play, environment))
    what = (
        "a folder or an address to read, recognised as by init (else the configuration, or the posts that come along)"
    )
    play.add_argument("place", nargs="?", default="", metavar="FOLDER|URL", help=what)
    add_config_option(play)
    play.add_argument("--terminal", action="store_true", help="talk in this terminal instead")
    play.add_argument("--no-browser", action="store_true", help="print the address, and open nothing")
    play.add_argument("--port", type=int, default=0, help="the port on this computer (any that is free)")


def _added(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, what: str
) -> argparse.ArgumentParser:
    """A command that says what it does in the list of all and in its own help."""
    return commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")


def _add_transport(parser: argparse.ArgumentParser) -> None:
    transport = parser.add_mutually_exclusive_group()
    transport.add_argument("--http", dest="transport", action="store_const", const="http", help="requests over HTTP")
    transport.add_argument("--socket", dest="transport", action="store_const", const="socket", help="Socket Mode")


def _add_manifest(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", environment: Mapping[str, str]
) -> None:
    manifest = _added(commands, "manifest", "print the app manifest for api.slack.com/apps")
    manifest.set_defaults(command=partial(_manifest, environment))
    manifest.add_argument(
        "--url", default="", metavar="URL", help="where Slack reaches the bot over HTTP (else Socket Mode)"
    )
    manifest.add_argument(
        "--variant",
        choices=("slash", "standard", "full"),
        default="standard",
        help="commands alone; calls by name and direct messages too (the default); follow-ups in threads too",
    )
    manifest.add_argument("--many", action="store_true", help="many workspaces, or whole organisations, may install it")
    manifest.add_argument(
        "--sign-in", action="store_true", help="people sign in with Slack to read the posts, at --url"
    )
    manifest.add_argument("--agent", action="store_true", help="an agent with suggested prompts, on Slack's paid plans")
    add_config_option(manifest)


def _add_care(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", environment: Mapping[str, str]) -> None:
    what = "look at settings, tokens, scopes, clock, database and posts; exit code 1 if something is to be mended"
    doctor = _added(commands, "doctor", what)
    doctor.set_defaults(command=partial(_doctor, environment))
    add_config_option(doctor)
    _add_transport(doctor)
    doctor.add_argument("--json", action="store_true", help="print JSON")
    backup = _added(commands, "backup", "copy the SQLite database into a new file, while the bot runs")
    backup.set_defaults(command=partial(_backup, environment))
    backup.add_argument("file", type=Path, metavar="FILE", help="where to")
    key = _added(commands, "key", "print a new key for COMMONPLACE_TOKEN_KEY, or seal all tokens with its first")
    steps = key.add_subparsers(title="what to do", metavar="STEP", required=True)
    steps.add_parser("new", help="print a new key").set_defaults(command=_new_key)
    renew = steps.add_parser("renew", help="seal all tokens with the first key of COMMONPLACE_TOKEN_KEY")
    renew.set_defaults(command=partial(_renew_keys, environment))


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """The user's own folder for what can be made again; None where the environment names none."""
    named = environment.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):  # noqa: PTH117 - the XDG Base Directory Specification wants others passed over
        return Path(named) / "commonplace"
    home = environment.get("HOME") or environment.get("USERPROFILE")
    return Path(home) / ".cache" / "commonplace" if home else None


def store_file(environment: Mapping[str, str]) -> Path:
    """Where the bot keeps its state if no database is named: in the user's own folder for data, else the working one."""
    named = environment.get("XDG_DATA_HOME", "")
    home = environment.get("HOME") or environment.get("USERPROFILE")
    own = Path(home) / ".local" / "share" if home else Path()
    folder = Path(named) if os.path.isabs(named) else own  # noqa: PTH117 - as above
    return folder / "commonplace" / "commonplace.db"


class _Version(argparse.Action):
    """Prints the version; argparse's own action wants it before it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415 - see above

        print(parser.prog, version("commonplace-bot"))
        parser.exit()


def _play(environment: Mapping[str, str], arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - see above

    from bot.playing import Played, browser, play_in_browser, play_in_terminal  # noqa: PLC0415 - see above
    from bot.settings import read_names  # noqa: PLC0415 - see above

    if arguments.place and arguments.config:
        raise ValueError("--config and a folder or address exclude each other: name what to read once")
    played = Played(read_names(environment), arguments.place, arguments.config, arguments.port)
    if arguments.terminal:
        asyncio.run(play_in_terminal(played, environment))
    else:
        asyncio.run(play_in_browser(played, None if arguments.no_browser else browser))
    return 0


def _run(environment: Mapping[str, str], arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - see above
    from dataclasses import replace  # noqa: PLC0415 - see above

    from bot import logs  # noqa: PLC0415 - see above
    from bot.running import TryAgainError, run  # noqa: PLC0415 - see above
    from bot.settings import read_settings  # noqa: PLC0415 - see above

    given = {"HOST": arguments.host, "PORT": arguments.port}
    read = {**environment, **{name: value for name, value in given.items() if value}}
    settings = replace(read_settings(read, arguments.transport), config=arguments.config, cache=arguments.cache)
    file = store_file(environment)
    settings = replace(settings, store_url=settings.store_url or str(file), state=file.parent)
    logs.set_up(settings.log_level, settings.log_format, plain=arguments.plain)
    try:
        asyncio.run(run(settings))
    except TryAgainError as error:
        print(f"commonplace: {error}", file=sys.stderr)
        return TRY_AGAIN
    return 0


def _manifest(environment: Mapping[str, str], arguments: argparse.Namespace) -> int:
    import json  # noqa: PLC0415 - see above

    from bot.manifest import Wanted, build_manifest, domains_of  # noqa: PLC0415 - see above
    from bot.settings import read_names  # noqa: PLC0415 - see above
    from knowledge import load_config  # noqa: PLC0415 - see above

    if arguments.url and not arguments.url.startswith("https://"):
        raise ValueError(f"--url must start with https://, is {arguments.url!r}")
    config = load_config(arguments.config)
    domains = domains_of([source.base_url for source in config.sources])
    wanted = Wanted(
        arguments.variant,
        arguments.url,
        domains,
        arguments.agent,
        arguments.many,
        config.names_groups,
        arguments.sign_in,
    )
    print(json.dumps(build_manifest(read_names(environment), wanted), indent=2))
    return 0


def _doctor(environment: Mapping[str, str], arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - see above
    import json  # noqa: PLC0415 - see above

    from bot.doctor import examine  # noqa: PLC0415 - see above
    from bot.doctoring.findings import as_json, drawn, is_well  # noqa: PLC0415 - see above
    from bot.parts import now  # noqa: PLC0415 - see above

    findings = asyncio.run(examine(environment, now, store_file(environment), arguments.transport, arguments.config))
    print(json.dumps(as_json(findings), indent=2, ensure_ascii=False) if arguments.json else drawn(findings))
    return 0 if is_well(findings) else 1


def _backup(environment: Mapping[str, str], arguments: argparse.Namespace) -> int:
    from bot.doctoring.stores import back_up  # noqa: PLC0415 - see above

    size = back_up(environment.get("DATABASE_URL", "").strip() or str(store_file(environment)), arguments.file)
    print(f"{arguments.file}: {size} bytes")
    return 0


def _new_key(_: argparse.Namespace) -> int:
    from bot.store.sealing import new_key  # noqa: PLC0415 - see above

    print(new_key())
    return 0


def _renew_keys(environment: Mapping[str, str], _: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - see above

    from bot.parts import now  # noqa: PLC0415 - see above
    from bot.settings import read_token_keys  # noqa: PLC0415 - see above
    from bot.store.renewing import renew  # noqa: PLC0415 - see above

    written = environment.get("DATABASE_URL", "").strip() or str(store_file(environment))
    renewed, wrong = asyncio.run(renew(written, read_token_keys(environment), now))
    print(f"tokens sealed with the first key now: {renewed}")
    for each in wrong:
        print(each, file=sys.stderr)
    return 1 if wrong else 0
