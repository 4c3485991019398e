"""Folders of data files: inside the installed package, or beside it in a checkout."""

from pathlib import Path
from typing import Literal


def folder(name: Literal["specs", "templates"]) -> Path:
    """The folder of these files."""
    package = Path(__file__).resolve().parent
    installed = package / f"_{name}"
    return installed if installed.is_dir() else package.parent / name
