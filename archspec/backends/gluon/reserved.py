"""Names that a spec cannot use because of Gluon's code.

Attributes are those of an instance, by ``dir()``: mxnet 1.9.1 ``HybridBlock``.
"""

from archspec.backends.contract.facts.reserved import ReservedNames

_ATTRIBUTES = """
apply cast collect_params export forward hybrid_forward hybridize infer_shape infer_type
initialize load load_parameters load_params name name_scope optimize_for params prefix
register_child register_forward_hook register_forward_pre_hook register_op_hook save
save_parameters save_params summary

_active _alias _backend _backend_opts _build_cache _cached_graph _cached_op
_cached_op_args _call_cached_op _callback _check_container_with_block _children
_clear_cached_op _collect_params_with_prefix _deferred_infer_shape _empty_prefix _flags
_forward_hooks _forward_pre_hooks _get_graph _in_format _infer_attrs _monitor_all _name
_out_format _params _prefix _reg_params _scope
"""

RESERVED = ReservedNames(
    attributes=frozenset(_ATTRIBUTES.split()),
    modules=frozenset(["F", "mx", "mxnet", "nn"]),
    classes=frozenset(["Block", "HybridBlock"]),
)
