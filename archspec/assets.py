"""Folders of files that are no code: inside an installed package, beside it in a checkout."""

from pathlib import Path
from typing import Literal


def folder(name: Literal["specs", "templates"]) -> Path:
    """Where the files of this kind are."""
    package = Path(__file__).resolve().parent
    installed = package / f"_{name}"
    return installed if installed.is_dir() else package.parent / name
