"""Other forms in which a framework runs a network: compiled, exported, imported."""

from archspec.proof.backend_proof import BackendProof
from archspec.proof.judgement.trace import RANDOM
from archspec.proof.processes.process import WorkerError
from archspec.proof.reports.report import Level, Trial


def prove_forms(proof: BackendProof, level: Level, tolerance: float) -> None:
    """Compare the outputs of each form, to ``tolerance``. Raises Differs.

    In training only if nothing is random, because compiled code draws its own numbers.
    """
    train = level == "train"
    if train and any(node.kind in RANDOM for node in proof.graph.nodes):
        return
    names = proof.worker.ask("forms")["forms"]
    if names and (proof.file.call or proof.ignored):
        why = "only networks that take their inputs and return their outputs are"
        proof.forms += [Trial(name, "", None, why) for name in names if not train]
        return
    for name in names:
        said = f"{name}, in training mode" if train else name
        proof.forms.append(Trial(said, "", False))
        try:
            outputs = proof.worker.ask("form", name=name, train=train)["outputs"]
        except WorkerError as error:
            message = f"{said}: {error}"
            raise WorkerError(message, error.late, error.answer) from None
        error = outputs["error"]
        if error is None:
            message = (
                f"{said}, it returns {len(outputs['shapes'])} outputs of other shapes"
            )
            proof.raise_if_any(proof.places.finding(level, message))
        elif not error <= tolerance:
            message = f"{said}, it returns other outputs"
            proof.raise_if_any(proof.places.finding(level, message, error=error))
        proof.forms[-1] = Trial(said, "", True)
