"""How commands get at a spec."""

from archspec.api import Spec
from archspec.cli.options import Inputs, Settings
from archspec.pipeline import front


def load_spec(path: str, settings: Settings, inputs: Inputs) -> Spec:
    """The spec in a file. Raises CompileError."""
    # Not `archspec.load`, whose own arguments a param may be called like.
    return Spec(front(path), settings, inputs)
