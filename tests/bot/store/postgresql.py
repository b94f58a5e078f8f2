"""A throw-away PostgreSQL server: found, started on a free port of this machine, and stopped."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_INSTALLED = Path("/usr/lib/postgresql")
"""Debian's packages put the server's programs below it, by version, and not on the PATH."""
_FOR_ROOT = "/usr/sbin:/sbin"
"""Where runuser is: not on everybody's PATH."""
_HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
_MANY = "-c max_connections=400"  # on a busy machine, the processes of connections that were cut off end late


class Server:
    """A running server that anyone on this machine may use as its owner."""

    def __init__(self, port: int) -> None:
        self._base = f"postgresql://postgres@127.0.0.1:{port}"
        self._numbers = count(1)

    def new_database(self) -> str:
        """The URL of a database with nothing in it."""
        name = f"made{next(self._numbers)}"
        self.execute(f"{self._base}/postgres", f"CREATE DATABASE {name}")
        return f"{self._base}/{name}"

    def execute(self, url: str, *statements: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def missing() -> str:
    """What must be installed before a server can be started; nothing where it can."""
    if not (_program("initdb") and _program("pg_ctl")):
        return "needs the PostgreSQL server (initdb and pg_ctl): apt-get install postgresql"
    if os.geteuid() == 0 and not _program("runuser"):
        return "PostgreSQL does not run as root: install runuser (util-linux), or run the tests as somebody else"
    return ""


@contextmanager
def running_server() -> Iterator[Server]:
    """A server until the block ends. Its folder is outside the home of root, where the server's own user may not look."""
    with tempfile.TemporaryDirectory(prefix="commonplace-postgresql-", dir="/tmp") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data, port = f"{folder}/data", _free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= {_HASTE} {_MANY}"
        _run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        _run("pg_ctl", "-D", data, "-l", f"{folder}/log", "-o", options, "-w", "start")
        try:
            yield Server(port)
        finally:
            _run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _program(name: str) -> str | None:
    installed = sorted(_INSTALLED.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    return shutil.which(name) or shutil.which(name, path=_FOR_ROOT) or (str(installed[-1]) if installed else None)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _run(name: str, *arguments: str) -> None:
    as_postgres = [str(_program("runuser")), "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*as_postgres, str(_program(name)), *arguments]
    subprocess.run(command, check=True, cwd="/tmp", stdout=subprocess.DEVNULL)
