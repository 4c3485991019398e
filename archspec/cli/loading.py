"""How commands get at a spec."""

from archspec.api import Spec
from archspec.cli.options import Inputs, Outputs, Settings
from archspec.pipeline import front


def load_spec(
    path: str, settings: Settings, inputs: Inputs, outputs: Outputs = None
) -> Spec:
    """The spec in a file, or the part of it that gives ``outputs``.

    Raises CompileError.
    """
    # Not `archspec.load`, whose own arguments a param may be called like.
    spec = Spec(front(path), settings, inputs)
    return spec.cut(outputs) if outputs else spec
