"""Level ``init``: the laws of initial weights, in newly constructed networks."""

from collections.abc import Mapping

from archspec.proof.backend_proof import BackendProof
from archspec.proof.judgement.initial import (
    few_values,
    judge_initial,
    laws_of,
    more_networks,
)
from archspec.proof.reports.report import LEVELS, LevelResult


def sample_initial(proof: BackendProof, names: Mapping[str, str]) -> None:
    """Record the network's initial values before its weights are set, if requested.

    ``names`` has the spec's name for every tensor of the file.
    """
    if LEVELS.index(proof.options.level) < LEVELS.index("init"):
        return
    laws = {name: law.plain() for name, law in laws_of(proof.graph).items()}
    proof.worker.ask("sample", names=dict(names), laws=laws)


def prove_init(proof: BackendProof) -> LevelResult:
    """Compare initial values with the laws of the spec. Raises Differs."""
    laws = laws_of(proof.graph)
    more = more_networks(proof.graph, laws)
    drawn = proof.worker.ask("fresh", more=more)["tensors"]
    proof.raise_if_any(*judge_initial(proof.graph, laws, drawn, proof.places))
    return LevelResult("init", True, compared=len(laws), few=few_values(laws, drawn))
