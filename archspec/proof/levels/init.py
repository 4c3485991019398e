"""Level ``init``: the laws of initial weights, in newly constructed networks."""

from collections.abc import Mapping

from archspec.proof.judgement.initial import (
    few_values,
    judge_initial,
    laws_of,
    more_networks,
)
from archspec.proof.reports.report import LEVELS, LevelResult
from archspec.proof.talk import Talk


def sample_initial(talk: Talk, names: Mapping[str, str]) -> None:
    """Record the network's initial values before its weights are set, if requested.

    ``names`` has the spec's name for every tensor of the file.
    """
    if LEVELS.index(talk.options.level) < LEVELS.index("init"):
        return
    laws = {name: law.plain() for name, law in laws_of(talk.graph).items()}
    talk.worker.ask("sample", names=dict(names), laws=laws)


def prove_init(talk: Talk) -> LevelResult:
    """Compare initial values with the laws of the spec. Raises Differs."""
    laws = laws_of(talk.graph)
    more = more_networks(talk.graph, laws)
    drawn = talk.worker.ask("fresh", more=more)["tensors"]
    talk.hold(*judge_initial(talk.graph, laws, drawn, talk.places))
    return LevelResult("init", True, compared=len(laws), few=few_values(laws, drawn))
