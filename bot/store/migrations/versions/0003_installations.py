"""Where the bot was installed, and installations that somebody has begun."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "installations",
        *_words("tenant", "enterprise_id", "team_id", "name"),
        sa.Column("org_wide", sa.Boolean, nullable=False),
        *_words("app_id", "bot_id", "bot_user_id"),
        sa.Column("scopes", sa.JSON, nullable=False),
        *_words("token"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_words("refused"),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant", name="pk_installations"),
    )
    op.create_table(
        "install_states",
        *_words("tenant", "state"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "state", name="pk_install_states"),
    )


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
