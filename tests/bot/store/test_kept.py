"""What README says is kept is what the tables hold."""

import re
from pathlib import Path

from bot.store.kept import KEPT, readme_table
from bot.store.tables import METADATA

README = Path(__file__).parents[3] / "README.md"


def test_every_table_is_said_and_no_other() -> None:
    assert {table for each in KEPT for table in each.tables} == METADATA.tables.keys()


def test_readme_has_the_table_as_it_is() -> None:
    written = re.search(
        r"^\| what \| for what \| how long \|.*?(?=\n\n)", README.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert written is not None
    assert written[0] == readme_table(), f"README should have:\n{readme_table()}"
