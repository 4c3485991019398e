"""Normalisations of a file with only a scale or only a shift."""

from collections.abc import Collection

from archspec.graph.nodes import GraphNode

_NORMS = ("bn", "group_norm", "layer_norm")
_FLAGS = {"weight": "scale", "bias": "center"}
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
    part = leaf if whole else _OTHER[leaf]
    letter, effect = _PARTS[part]
    text = f"the file's {letter} of {node.path} is fixed, so it has no {effect}"
    if node.kind == "group_norm":
        return f"{text}; the language has no group norm without {effect}"
    return f"{text}: write {{op: {node.kind}, {_FLAGS[part]}: false}}"
