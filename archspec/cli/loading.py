"""How commands load a spec."""

from archspec.api import Spec
from archspec.cli.options import Inputs, Outputs, Settings
from archspec.pipeline import front


def load_spec(
    path: str, settings: Settings, inputs: Inputs, outputs: Outputs = None
) -> Spec:
    """The spec in a file, or the part of it that computes ``outputs``.

    Raises CompileError.
    """
    # Not `archspec.load`: a param may have the name of one of its arguments.
    spec = Spec(front(path), settings, inputs)
    return spec.cut(outputs) if outputs else spec
