"""Of which sources an answer shows something, and what it says of its question apart from what it quotes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_UNKNOWN = '["?"]'  # a source that is not known: where any is limited, what was shown before stays closed


def upgrade() -> None:
    """Add the columns; what they hold of answers that stand there already is not known."""
    for name, value in (("statement", ""), ("reading", "")):
        op.add_column("answers", sa.Column(name, sa.Text, nullable=False, server_default=value))
    op.add_column("answers", sa.Column("sources", sa.JSON, nullable=False, server_default=_UNKNOWN))
