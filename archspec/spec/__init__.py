"""The file format: Pydantic models of a network, its blocks and its nodes.

The node types of the operators are generated from ``ops.OPS``; a network can also be
written with them in Python::

    from archspec.spec import Network, node

    Network(name="Tiny", input=[3, 8, 8], body={"conv": node("conv", channels=4,
    kernel=3)})

A value that may be an expression is kept as ``archspec.expr.Expr``. Names are resolved
later, in ``archspec.check``: a model here is well-formed, not yet meaningful.
"""

from archspec.spec.base import BlockCall, Node, OpNode
from archspec.spec.faults import fault
from archspec.spec.fields import (
    NAME,
    Expression,
    Scalar,
    Strict,
    Template,
    check_name,
    template_parts,
)
from archspec.spec.init import INIT_WORDS, Init, Initializer
from archspec.spec.lints import LINTS, unknown_lint
from archspec.spec.network import Block, Definition, Network, Output, output
from archspec.spec.nodes import (
    OPERATORS,
    STRUCTURE,
    Body,
    Branch,
    Join,
    Repeat,
    Residual,
    Reuse,
    Seq,
    node_type,
    to_body,
    to_branch,
    to_node,
)
from archspec.spec.params import PARAM_TYPES, Param, type_of
from archspec.spec.producer import node

__all__ = [
    "INIT_WORDS",
    "LINTS",
    "NAME",
    "OPERATORS",
    "PARAM_TYPES",
    "STRUCTURE",
    "Block",
    "BlockCall",
    "Body",
    "Branch",
    "Definition",
    "Expression",
    "Init",
    "Initializer",
    "Join",
    "Network",
    "Node",
    "OpNode",
    "Output",
    "Param",
    "Repeat",
    "Residual",
    "Reuse",
    "Scalar",
    "Seq",
    "Strict",
    "Template",
    "check_name",
    "fault",
    "node",
    "node_type",
    "output",
    "template_parts",
    "to_body",
    "to_branch",
    "to_node",
    "type_of",
    "unknown_lint",
]
