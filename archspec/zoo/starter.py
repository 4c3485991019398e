"""The spec that ``archspec new`` writes."""

import re
import unicodedata
from string import Template

from archspec.assets import folder
from archspec.spec.reserved import reserved_class

BLOCKS = ("ResidualUnit",)  # defined by the starter


def starter(name: str, path: str) -> str:
    """An annotated spec of a class ``name``, with the commands that check the file
    ``path``.
    """
    text = (folder("templates") / "starter.yaml").read_text(encoding="utf-8")
    return Template(text).substitute(name=name, path=path)


def class_name(name: str) -> str:
    """``my-net`` as ``MyNet``, a valid name of a network.

    Raises ValueError if the text has no usable letter.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", plain)
    if not words:
        raise ValueError(f"{name!r} has no letter from a to z")
    made = "".join(word[:1].upper() + word[1:] for word in words)
    if made[0].isdigit():
        made = f"Net{made}"
    return f"{made}Net" if reserved_class(made) or made in BLOCKS else made
