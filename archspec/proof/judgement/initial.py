"""Compares the initial values of a network with the laws of the spec."""

from collections.abc import Mapping, Sequence
from math import prod, sqrt
from statistics import NormalDist
from typing import Any, TypeAlias

from archspec.graph.nodes import Graph, TensorInfo, TensorStart
from archspec.proof.judgement.chance import (
    least_reach,
    mean_margin,
    square_margin,
    surprise,
    unlikely_count,
)
from archspec.proof.judgement.gradients import owners_of
from archspec.proof.judgement.places import Places
from archspec.proof.reports.report import Finding
from archspec.record import record

Drawn: TypeAlias = Mapping[
    str, Any
]  # a result of `worker.network.fresh.Fresh.statistics`

EXACT = 1e-6  # relative error of a constant: frameworks keep it in float32
BOUND = 1 + 1e-6  # of a uniform law, relative to it, for the same reason
DISTINCT = 0.5  # least share of values that occur once
ENOUGH = (
    1000  # values needed to distinguish a normal law from a uniform or a truncated one
)
TESTS = 2 * 32 + 8  # of a tensor, or of a pool


@record
class InitialLaw:
    """The law of a tensor's initial values.

    Attributes:
        word: the kind of ``init``.
        law: "constant", "normal" or "uniform".
        mean: the mean.
        scale: the standard deviation.
    """

    word: str
    law: str
    mean: float
    scale: float = 0.0

    def plain(self) -> dict[str, Any]:
        """The law as JSON for a worker."""
        return {"law": self.law, "mean": self.mean, "scale": self.scale}

    def expected(self) -> dict[str, float]:
        """The law's statistics for a finding."""
        told = {"mean": self.mean, "std": self.scale}
        if self.law == "normal":
            return told
        reach = sqrt(3) * self.scale
        return {**told, "min": self.mean - reach, "max": self.mean + reach}


def laws_of(graph: Graph) -> dict[str, InitialLaw]:
    """The law of every tensor for which the spec or the language specifies one."""
    tensors = graph.tensors
    return {name: _law(start, tensors[name]) for name, start in graph.starts.items()}


def _law(start: TensorStart, tensor: TensorInfo) -> InitialLaw:
    match start.kind, start.args:
        case "zeros", _:
            return InitialLaw("zeros", "constant", 0.0)
        case "ones", _:
            return InitialLaw("ones", "constant", 1.0)
        case "constant", (value,):
            return InitialLaw("constant", "constant", value)
        case "normal", (std,):
            return InitialLaw("normal", "normal" if std else "constant", 0.0, std)
        case "uniform", (low, high):
            law = "uniform" if low < high else "constant"
            return InitialLaw("uniform", law, (low + high) / 2, (high - low) / sqrt(12))
        case _:
            scheme, _, law = start.kind.partition("_")
            return InitialLaw(start.kind, law, 0.0, sqrt(_variance(scheme, tensor)))


def _variance(scheme: str, tensor: TensorInfo) -> float:
    if scheme == "xavier":
        taps = prod(tensor.shape[2:])
        return 2 / ((tensor.shape[0] + tensor.shape[1]) * taps)
    return {"he": 2, "lecun": 1}[scheme] / tensor.fan_in


def more_networks(graph: Graph, laws: Mapping[str, InitialLaw]) -> int:
    """The number of further networks that give small tensors enough values."""
    sizes = [
        prod(graph.tensors[name].shape)
        for name, law in laws.items()
        if law.law != "constant"
    ]
    if not sizes:
        return 0
    wanted = -(-WANTED // min(sizes))
    work = min(
        MOST_VALUES // max(graph.param_count, 1), MOST_TENSORS // len(graph.tensors)
    )
    return max(0, min(wanted - 1, work, MOST_NETWORKS))


WANTED = 2**14  # values of the smallest tensor
MOST_NETWORKS = 130
MOST_VALUES = 4_000_000  # drawn in all of these
MOST_TENSORS = 3_000  # constructed in all of these


def judge_initial(
    graph: Graph,
    laws: Mapping[str, InitialLaw],
    drawn: Mapping[str, Drawn],
    places: Places,
) -> list[Finding]:
    """Compare the initial values of each tensor, then of all with the same law."""
    owners = owners_of(graph)
    random = [name for name, law in laws.items() if law.law != "constant"]
    limit = surprise(TESTS * 2 * len(random))
    findings: list[Finding] = []
    for name, law in laws.items():
        one = drawn.get(name, {})
        fault = judge_law(law, one, limit) if one else "no values are known"
        if fault:
            found: Mapping[str, float] = one.get("found") or {}
            if one and not found:
                found = {"min": one["least"], "max": one["largest"]}
            message = f"{name} does not start with {_spell(law)}: {fault}"
            findings.append(
                places.finding(
                    "init",
                    message,
                    owners[name],
                    expected=law.expected(),
                    found=found,
                )
            )
    return findings or _pooled(laws, drawn, limit, owners, places)


def _pooled(
    laws: Mapping[str, InitialLaw],
    drawn: Mapping[str, Drawn],
    limit: float,
    owners: Mapping[str, Any],
    places: Places,
) -> list[Finding]:
    """Findings for laws that a group of tensors violates, each by too little to detect."""
    findings: list[Finding] = []
    for word in dict.fromkeys(law.word for law in laws.values()):
        names = [n for n, one in laws.items() if one.word == word and one.scale]
        if len(names) < 2:
            continue
        law = InitialLaw(word, laws[names[0]].law, 0.0, 1.0)
        fault = _drawn_fault(law, _pool([drawn[name] for name in names]), limit)
        if fault:
            message = f"{len(names)} tensors together do not start with {word}"
            message = f"{message}, scaled to deviation 1: {fault}"
            findings.append(places.finding("init", message, owners[names[0]]))
    return findings


def few_values(
    laws: Mapping[str, InitialLaw], drawn: Mapping[str, Drawn]
) -> tuple[str, ...]:
    """The tensors with too few values to identify their law."""
    return tuple(
        name
        for name, law in laws.items()
        if law.law != "constant" and drawn[name]["count"] < ENOUGH
    )


def _pool(drawn: Sequence[Drawn]) -> Drawn:
    count = sum(one["count"] for one in drawn)

    def mean(key: str) -> float:
        return sum(one[key] * one["count"] for one in drawn) / count

    return {
        "count": count,
        "mean": mean("mean"),
        "square": mean("square"),
        "reach": [
            min(one["reach"][0] for one in drawn),
            max(one["reach"][1] for one in drawn),
        ],
        "counts": [
            sum(bins) for bins in zip(*(d["counts"] for d in drawn), strict=True)
        ],
        "distinct": 1.0,
        "copy_of": "",
        "least": 0.0,
        "largest": 1.0,
    }


def judge_law(law: InitialLaw, drawn: Drawn, limit: float) -> str:
    """The violation of a law by initial values, or an empty text."""
    least, largest = drawn["least"], drawn["largest"]
    if law.law != "constant":
        return _drawn_fault(law, drawn, limit)
    near = EXACT * abs(law.mean)
    if law.mean - near <= least <= largest <= law.mean + near:
        return ""
    if least == largest:
        return f"it starts at {least:g}"
    return f"its values lie between {least:.6g} and {largest:.6g}"


def _drawn_fault(law: InitialLaw, drawn: Drawn, limit: float) -> str:
    count: int = drawn["count"]
    mean, square = drawn["mean"], drawn["square"]
    if not count:
        return "nothing is drawn"
    if drawn["least"] == drawn["largest"] and count > 1:
        return f"every value is {drawn['least']:g}"
    if drawn["copy_of"]:
        return f"its values equal those of {drawn['copy_of']}"
    down, up = square_margin(count, limit, law.law == "uniform")
    wide = not 1 - down <= square <= 1 + up
    if wide or not abs(mean) <= mean_margin(count, limit):
        deviation = law.scale * sqrt(max(square - mean * mean, 0.0))
        return (
            f"mean {law.mean + law.scale * mean:.4g} and standard deviation "
            f"{deviation:.4g}, not {law.mean:g} and {law.scale:.4g}"
        )
    if drawn["distinct"] < DISTINCT:
        return "its values repeat"
    return _shape_fault(law, drawn, limit)


def _shape_fault(law: InitialLaw, drawn: Drawn, limit: float) -> str:
    """The error in a distribution with the correct mean and deviation."""
    count: int = drawn["count"]
    reach = max(-drawn["reach"][0], drawn["reach"][1])
    likely = least_reach(count, limit)  # the probability of all closer values
    if law.law == "uniform":
        if not reach <= sqrt(3) * BOUND:
            bound = law.scale * sqrt(3)
            return f"values lie {law.scale * reach:.4g} from its middle, beyond {bound:.4g}"
        low = likely * sqrt(3)
    else:
        low = NormalDist().inv_cdf((1 + likely) / 2) if likely < 1 else 0.0
    if reach < low:
        return (
            f"of {count} values none is further than {reach:.3g} deviations from the "
            f"middle, as in a {'narrower' if law.law == 'uniform' else 'truncated'} law"
        )
    counts: list[int] = drawn["counts"]
    below = [sum(counts[:number]) for number in range(1, len(counts))]
    share = 1 / len(counts)
    uneven = any(unlikely_count(hits, count, share, limit) for hits in counts) or any(
        unlikely_count(hits, count, number * share, limit)
        for number, hits in enumerate(below, 1)
    )
    return f"its values are not spread as in a {law.law} law" if uneven else ""


def _spell(law: InitialLaw) -> str:
    return f"{law.mean:g}" if law.word == "constant" else law.word
