"""The levels of a proof: functions that return, or raise the difference."""

from collections.abc import Callable, Mapping

from archspec.proof.backend_proof import BackendProof
from archspec.proof.levels.forward import prove_forward
from archspec.proof.levels.grad import prove_grad
from archspec.proof.levels.init import prove_init
from archspec.proof.levels.shape import prove_shape
from archspec.proof.levels.train import prove_train
from archspec.proof.reports.report import Level, LevelResult

PROOFS: Mapping[Level, Callable[[BackendProof], LevelResult]] = {
    "shape": prove_shape,
    "init": prove_init,
    "forward": prove_forward,
    "grad": prove_grad,
    "train": prove_train,
}

__all__ = ["PROOFS"]
