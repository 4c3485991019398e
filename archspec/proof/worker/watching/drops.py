"""The commands about dropout."""

from __future__ import annotations

from typing import Any

import numpy as np

from archspec.proof.worker.network.holder import Holder
from archspec.proof.worker.watching.masks import DropoutCounts
from archspec.proof.worker.watching.matching import Matcher
from archspec.proof.worker.watching.randomness import Rates, Script, whole


class Drops(Holder):
    """Starts passes, and tests dropouts separately."""

    def dropout(self, rates: Rates, passes: int, copies: int) -> dict[str, Any]:
        """Test each dropout separately, in a pass in which none of them acts.

        Masks that are not functions are observed in ``passes`` more passes, on
        ``copies`` copies of the inputs.
        """
        net = self._create("float64")
        self._prepare(net)
        recorder, given = self._recorder, self._list("input:")
        matcher = self._matcher("train:")
        self._begin(matcher, "train", False, lawful=True, rates=whole(rates))
        self._probe.run_training(net, given)
        draws = [vars(draw) for draw in recorder.draws]
        own, alone = recorder.own, self._script()
        assert own is not None
        laws = {one.index: DropoutCounts(own.rates[one.index][1]) for one in own.found}
        left = [one for one in own.found if one.again is None]
        for _ in range(passes if left else 0):
            self._begin(None, "train", False, rates=own.rates, script=alone)
            tiled = [np.tile(x, (copies, *[1] * (x.ndim - 1))) for x in given]
            self._probe.run_training(net, tiled)
            for one in recorder.own.found if recorder.own else ():
                if one.states is not None:
                    laws[one.index].add(one.states, one.factors)
        recorder.own = own
        found = [
            {
                "line": one.line,
                "sources": [one.index],
                "path": "",
                "within": one.within,
                "changed": True,
                "law": recorder.law(one.index, one.again, one.states.ndim)
                if one.again and one.states is not None
                else laws[one.index].plain(),
            }
            for one in own.found
        ]
        return {"draws": [*draws, *found], "own": own.unused()}

    def _script(self) -> Script | None:
        return self._recorder.own.script if self._recorder.own else None

    def _begin(
        self, matcher: Matcher | None, mode: str, random: bool = True, **more: Any
    ) -> None:
        """Start a pass; ``more`` has further arguments of `Recorder.begin`."""
        outputs = self._recorder.outputs
        if outputs is not None:
            outputs.begin(dict(self._interface["outputs"][mode]))
        self._recorder.begin(matcher, random=random, **more)
