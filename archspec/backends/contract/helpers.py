"""Helpers: definitions that an emitted file includes if it uses them, one per file."""

from collections.abc import Mapping
from pathlib import Path

from archspec import assets


def helper_files(backend: str, *names: str) -> Mapping[str, Path]:
    """The files of the helpers of ``backend`` by name, in the order of an emitted file."""
    folder = assets.folder("templates") / backend
    return {name: folder / f"{name}.py" for name in names}
