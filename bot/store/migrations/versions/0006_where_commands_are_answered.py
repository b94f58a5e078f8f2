"""Where the answer to a command goes that was acknowledged before it was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; no command was kept before."""
    op.add_column("deliveries", sa.Column("response_url", sa.Text, nullable=False, server_default=""))
