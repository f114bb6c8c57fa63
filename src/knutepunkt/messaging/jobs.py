"""The jobs of the worker. Arguments are ids only."""

from typing import Any


def register(app: Any) -> None:
    """Called by procrastinate when its app is ready."""
