"""Normalisations with only a scale or only a shift, which the language does not have."""

from collections.abc import Collection

from archspec.graph.nodes import GraphNode

_NORMS = {
    "bn": "batch norm",
    "group_norm": "group norm",
    "layer_norm": "layer norm",
}
_PARTS = {"weight": ("gamma", "scale"), "bias": ("beta", "shift")}
_OTHER = {"weight": "bias", "bias": "weight"}


def half_norm(node: GraphNode, leaf: str, had: Collection[str], whole: bool) -> str:
    """The message for a norm with only one of gamma and beta in the file, else "".

    Args:
        node: the node of the spec.
        leaf: the neutral word of the missing or unexpected tensor: "weight" or "bias".
        had: the words of the tensors of its layer in the file.
        whole: whether the spec's norm has both.
    """
    if node.kind not in _NORMS or leaf not in _PARTS:
        return ""
    if (_OTHER[leaf] in had) != whole:
        return ""
    letter, effect = _PARTS[leaf if whole else _OTHER[leaf]]
    return (
        f"the file's {letter} of {node.path} is fixed, so it has no {effect}; the "
        f"language has no {_NORMS[node.kind]} without {effect}"
    )
