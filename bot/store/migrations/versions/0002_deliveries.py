"""What Slack delivered, and which process sees to it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of deliveries."""
    op.create_table(
        "deliveries",
        *_words("tenant", "key", "state", "holder"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        *_words("kind", "channel", "ts", "thread_ts", "person", "text"),
        sa.PrimaryKeyConstraint("tenant", "key", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_tenant_state", "deliveries", ["tenant", "state"])


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
