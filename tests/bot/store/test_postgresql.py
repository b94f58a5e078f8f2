"""The throw-away PostgreSQL server is found where Debian puts it, and what is missing is named."""

from pathlib import Path

import pytest

from tests.bot.store import postgresql


@pytest.fixture
def no_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer with nothing on its PATH; the folder where Debian would put PostgreSQL."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(postgresql, "_FOR_ROOT", str(tmp_path / "sbin"))
    monkeypatch.setattr(postgresql, "_INSTALLED", tmp_path / "installed")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return tmp_path


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


def test_the_newest_installed_server_is_found_without_a_path(no_path: Path) -> None:
    for version in ("9.6", "15", "11"):
        for name in ("initdb", "pg_ctl"):
            program(no_path / "installed" / version / "bin" / name)
    program(no_path / "sbin" / "runuser")
    assert not postgresql.missing()
    assert postgresql._program("initdb") == str(no_path / "installed/15/bin/initdb")


def test_a_missing_server_is_named(no_path: Path) -> None:
    program(no_path / "sbin" / "runuser")
    assert "apt-get install postgresql" in postgresql.missing()


def test_root_needs_a_way_to_be_somebody_else(no_path: Path) -> None:
    for name in ("initdb", "pg_ctl"):
        program(no_path / "installed" / "15" / "bin" / name)
    assert "runuser" in postgresql.missing()
