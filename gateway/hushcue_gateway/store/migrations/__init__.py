"""Alembic's environment and the steps from each version of the store to the next."""
