"""Compares analytic gradients of the reference with central differences on a sample."""

from collections.abc import Mapping, Sequence

import numpy as np

from archspec.graph.nodes import Graph
from archspec.record import record
from archspec.reference.backward import Pass
from archspec.reference.differences import central_difference
from archspec.reference.ops import Array

SIZE = 6  # coordinates; each takes two passes through the nodes after it
CHOICE = 32  # candidates for each coordinate
DRAWS = 10  # attempts for a coordinate, before another tensor is used
TOLERANCE = 1e-5  # relative
SMALL = 1e-6  # of the norm of all gradients, below which one counts as 0
STEP = 1e-6  # the change of a number
ROUNDING = 16 * 2.0**-52  # of the terms of the loss, which a difference divides by STEP


@record
class Sample:
    """The result: coordinates compared, the largest relative error, and its place.

    ``infinite`` is the index of the last node whose value has a gradient that is infinite
    or not a number; then nothing was compared.
    """

    count: int = 0
    worst: float = 0.0
    where: str = ""
    infinite: int | None = None

    @property
    def ok(self) -> bool:
        """Whether every coordinate agrees."""
        return self.worst <= TOLERANCE


def sample(
    graph: Graph,
    weights: Mapping[str, Array],
    cotangents: Sequence[Array],
    found: Pass,
    seed: int,
) -> Sample:
    """Compare coordinates of parameters and inputs, drawn by ``seed``.

    A coordinate at which a relu or a maximum changes its branch is drawn again, and so is
    one whose difference depends on the step: rounding or curvature spoils it.
    """
    rng = np.random.default_rng([seed, 2])
    gradients = dict(found.tensors)
    for name, index in graph.inputs.items():
        gradients[name] = found.grads[index]
    whole = float(np.sqrt(sum(np.square(g).sum() for g in gradients.values())))
    terms = [y * c for y, c in zip(found.outputs, cotangents, strict=True)]
    size = float(np.sqrt(sum(np.square(t[np.isfinite(t)]).sum() for t in terms)))
    least = max(SMALL * whole, ROUNDING * size / STEP / TOLERANCE)
    count, worst, where = 0, 0.0, ""
    for name in rng.permutation(list(gradients)).tolist():
        if count == SIZE:
            break

        def slope_at(
            place: tuple[int, ...], step: float, name: str = name
        ) -> float | None:
            values = found.values
            return central_difference(
                graph, weights, values, cotangents, name, place, step
            )

        for _ in range(DRAWS):
            place = _steep(rng, gradients[name])
            slope = slope_at(place, STEP)
            if slope is None:
                continue
            exact = float(gradients[name][place])
            difference = abs(slope - exact)
            error = difference and difference / max(abs(exact), least)
            if error > TOLERANCE:
                other = slope_at(place, STEP / 4)
                if other is None or abs(other - slope) > difference / 4:
                    continue
            count += 1
            if error >= worst:
                worst, where = error, f"{name}{list(place)}"
            break
    return Sample(count, worst, where)


def _steep(rng: np.random.Generator, gradient: Array) -> tuple[int, ...]:
    """The steepest of a few coordinates: differences at a flat one are lost in
    rounding.
    """
    places = (rng.random(CHOICE) * gradient.size).astype(np.intp)
    best = places[np.abs(gradient.reshape(-1)[places]).argmax()]
    return tuple(map(int, np.unravel_index(int(best), gradient.shape)))
