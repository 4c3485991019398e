"""Names that a spec cannot use because of Chainer's code.

Attributes are those of an instance, by ``dir()``: chainer 7.8.1 ``Chain``.
"""

from archspec.backends.contract.facts.reserved import ReservedNames

_ATTRIBUTES = """
add_hook add_link add_param add_persistent addgrads children cleargrads copy copyparams
count_params delete_hook device device_resident_accept disable_update enable_update
from_chx from_params init_scope links local_link_hooks name namedlinks namedparams
params printable_specs register_persistent repeat serialize to_chx to_cpu to_device
to_gpu to_intel64 update_enabled within_init_scope xp zerograds

_abc_impl _children _device _device_id _local_link_hooks _n_local_link_hooks
_overridden_to_methods _params _persistent _within_init_scope
"""

RESERVED = ReservedNames(
    attributes=frozenset(_ATTRIBUTES.split()),
    modules=frozenset(["F", "L", "chainer"]),
)
