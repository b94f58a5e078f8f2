"""What Alembic needs: the way into it (`env.py`), and a script for each change of the tables (`versions`)."""
