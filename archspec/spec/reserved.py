"""The table of names that a spec cannot use, with the reasons.

A child, param or ``let`` value becomes an attribute of the emitted class, and setting
an attribute that the framework's base class needs breaks the class, often silently. The
table is the union over all backends, so that a spec that compiles for one compiles for
all. Measured with ``dir()`` of an instance: torch 2.13.0 ``nn.Module``, mxnet 1.9.1
``HybridBlock``, paddle 3.3.1 ``nn.Layer``, chainer 7.8.1 ``Chain``.
"""

import builtins
import keyword
import os

from archspec import assets
from archspec.expr import FUNCTIONS

_FRAMEWORK_NAMES = """
T_destination add_hook add_link add_module add_param add_parameter add_persistent
add_sublayer addgrads apply astype backward bfloat16 buffers call_super_init cast
children clear_gradients cleargrads collect_params compile copy copyparams
count_params cpu create_parameter create_tensor create_variable cuda delete_hook
device device_resident_accept disable_update double dump_patches enable_update eval
export extra_repr float float16 forward from_chx from_params full full_name
get_buffer get_extra_state get_parameter get_sublayer get_submodule half
hybrid_forward hybridize infer_shape infer_type init_scope initialize ipu links load
load_dict load_parameters load_params load_state_dict local_link_hooks modules mtia
name name_scope named_buffers named_children named_modules named_parameters
named_sublayers namedlinks namedparams optimize_for parameters params prefix
printable_specs register_backward_hook register_buffer register_child
register_forward_hook register_forward_post_hook register_forward_pre_hook
register_full_backward_hook register_full_backward_pre_hook
register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module
register_op_hook register_parameter register_persistent register_state_dict_hook
register_state_dict_post_hook register_state_dict_pre_hook repeat requires_grad_
save save_parameters save_params serialize set_dict set_extra_state set_state_dict
set_sublayer set_submodule sharded_state_dict share_memory state_dict sublayers
summary to to_chx to_cpu to_device to_empty to_gpu to_intel64 to_static_state_dict
train training type update_enabled within_init_scope xp xpu zero_grad zerograds

_abc_impl _active _alias _apply _backend _backend_opts _backward_hooks
_backward_pre_hooks _buffers _build_cache _build_once _built _cached_graph
_cached_op _cached_op_args _call_cached_op _call_impl _callback
_cast_to_low_precision _check_container_with_block _children _clear_cached_op
_collect_params_with_prefix _compiled_call_impl _customized_attrs
_deferred_infer_shape _device _device_id _dtype _dygraph_call_func _empty_prefix
_flags _forward_hooks _forward_hooks_always_called _forward_hooks_with_kwargs
_forward_post_hooks _forward_post_hooks_always_called
_forward_post_hooks_with_kwargs_flag _forward_pre_hooks
_forward_pre_hooks_with_kwargs _forward_pre_hooks_with_kwargs_flag _full_name
_get_backward_hooks _get_backward_pre_hooks _get_graph _get_name _helper _in_format
_infer_attrs _init_in_dynamic_mode _is_full_backward_hook _load_from_state_dict
_load_state_dict_post_hooks _load_state_dict_pre_hooks _loaddict_holder
_local_link_hooks _maybe_warn_non_full_backward_hook _modules _monitor_all
_n_local_link_hooks _name _named_members _non_persistable_buffer_names_set
_non_persistent_buffers_set _obtain_parameters_buffers _op_recorder _original_funcs
_out_format _overridden_to_methods _parameters _params _persistent _prefix
_reg_params _register_load_state_dict_pre_hook _register_state_dict_hook
_replicate_for_data_parallel _save_to_state_dict _scope _set_op_attrs _slow_forward
_startup_program _state_dict_hooks _state_dict_impl _state_dict_pre_hooks
_sub_layers _to_impl _transform _version _within_init_scope _wrapped_call_impl
"""
FRAMEWORK_NAMES = frozenset(_FRAMEWORK_NAMES.split())

# torch's nn.Sequential refuses a child of these names (KeyError, measured).
_CONTAINER_NAMES = frozenset({"append", "extend", "insert", "pop"})

# Names that the emitted files import, or call in a method.
_ALIASES = frozenset(
    {"chainer", "mx", "mxnet", "nn", "np", "paddle", "torch", "F", "L", "I", "math"}
)
_CALLED = frozenset({"len", "range", "enumerate", "zip", "super", "dict", "list"})

# Small functions and classes that the emitted files define when they need them: a file each.
_HELPERS = frozenset(
    entry.name.removesuffix(".py")
    for folder in os.scandir(assets.folder("templates"))
    if folder.is_dir()
    for entry in os.scandir(folder)
    if entry.name.endswith(".py")
)
_HELPER_FUNCTIONS = frozenset(name for name in _HELPERS if name[0].islower())

# A framework's, or a helper class's, names of tensors that differ from the language's.
# A tensor that is named by the path of its node alone would be mistaken for one of
# these.
TENSOR_NAMES = frozenset(
    [
        "W",
        "N",
        "_mean",
        "_variance",
        "_weight",
        "alpha",
        "avg_mean",
        "avg_var",
        "b",
        "beta",
        "factors",
        "gamma",
        "num_batches_tracked",
    ]
)

NODE_KEYS = ("op", "from", "when", "only", "init")  # on every node


_REASONS = {
    "a Python keyword": keyword.kwlist,
    "a function of expressions": FUNCTIONS,
    "the name of a type": ("int", "float", "bool", "str"),
    "a value of YAML": ("true", "false", "null"),
    "a module of the emitted code": _ALIASES,
    "used by the emitted code": _CALLED | _HELPER_FUNCTIONS | {"self", "in_features"},
    "the channel count of the input": ("in_channels",),
}

# Names that no param, index, row name, input or output may have, with the reasons.
_SHADOWING = {name: reason for reason, names in _REASONS.items() for name in names}


_DUNDER = "private to Python (two underscores)"


def shadowing(name: str) -> str | None:
    """Why ``name`` cannot be a variable of a method; None if it can."""
    return _DUNDER if name.startswith("__") else _SHADOWING.get(name)


def reserved(name: str) -> str | None:
    """Why ``name`` cannot name a child, param or ``let`` value; None if it can."""
    if name in keyword.kwlist:
        return "a Python keyword"
    if name.startswith("__"):
        return _DUNDER
    if name in ("x", "input"):
        return "the input of a class"
    if name == "names" or name == "self" or name in _CALLED:
        return "used by the emitted code"
    if name in _ALIASES:
        return "a module of the emitted code"
    if name in FRAMEWORK_NAMES or name in _CONTAINER_NAMES:
        return "an attribute of a framework's base class"
    return None


# Classes that the emitted files import or define themselves.
_CLASSES = (_HELPERS - _HELPER_FUNCTIONS) | {"Block", "HybridBlock", "OrderedDict"}


def reserved_class(name: str) -> str | None:
    """Why ``name`` cannot name a block or a network; None if it can."""
    if name in keyword.kwlist:
        return "a Python keyword"
    if name.startswith("__"):
        return _DUNDER
    if name in _ALIASES:
        return "a module of the emitted code"
    if name == "self":
        return "used by the emitted code"
    if name in _CLASSES or hasattr(builtins, name):
        return "a class that the emitted code uses"
    return None
