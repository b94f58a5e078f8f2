"""What was turned down is known by its question's key alone; the words of the question go."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Remove the column."""
    op.drop_column("rejections", "question")
