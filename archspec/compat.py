"""Makes frameworks importable that are no longer maintained.

No release of them will follow current Python and NumPy. Only small changes stop them,
and all of these are made up for before the import:

    from archspec.compat import revive

    revive(name)  # of a module; then import it

Nothing is hidden: no warning is filtered, and no check of archspec replaces one of theirs.
The changes themselves are in ``compat.py`` of each backend that needs some.
"""

from importlib import import_module

from archspec.backends import REGISTRY, has_part


def revive(name: str) -> None:
    """Prepare the import of the framework whose module is called ``name``.

    Any other name, and one that needs no change, has no effect. May be called any number
    of times, before or after the import.

    The names that NumPy removed stay in place afterwards, because the frameworks also
    use some of them at run time. A name that the installed NumPy still has is never
    changed.

    Raises ImportError if NumPy is not installed.
    """
    for backend in REGISTRY:
        if backend.module == name and has_part(backend.name, "compat"):
            import_module(f"{backend.folder}.compat").revive()
