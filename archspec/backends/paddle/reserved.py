"""Names that a spec cannot use because of Paddle's code.

Attributes are those of an instance, by ``dir()``: paddle 3.3.1 ``nn.Layer``.
"""

from archspec.backends.contract.facts.reserved import ReservedNames

_ATTRIBUTES = """
add_module add_parameter add_sublayer apply astype backward bfloat16 buffers children
clear_gradients cpu create_parameter create_tensor create_variable cuda double eval
extra_repr float float16 forward full full_name get_buffer get_extra_state get_parameter
get_sublayer get_submodule half load_dict load_state_dict modules named_buffers
named_children named_modules named_parameters named_sublayers parameters register_buffer
register_forward_hook register_forward_post_hook register_forward_pre_hook
register_module register_parameter register_state_dict_hook requires_grad_ set_dict
set_state_dict set_sublayer set_submodule sharded_state_dict state_dict sublayers to
to_static_state_dict train training type xpu zero_grad

_apply _buffers _build_once _built _cast_to_low_precision _customized_attrs _dtype
_dygraph_call_func _forward_post_hooks _forward_post_hooks_always_called
_forward_post_hooks_with_kwargs_flag _forward_pre_hooks
_forward_pre_hooks_with_kwargs_flag _full_name _get_name _helper _init_in_dynamic_mode
_loaddict_holder _modules _non_persistable_buffer_names_set _non_persistent_buffers_set
_obtain_parameters_buffers _op_recorder _original_funcs _parameters _set_op_attrs
_startup_program _state_dict_hooks _state_dict_impl _sub_layers _to_impl _transform
"""

RESERVED = ReservedNames(
    attributes=frozenset(_ATTRIBUTES.split()),
    modules=frozenset(["F", "nn", "paddle"]),
)
