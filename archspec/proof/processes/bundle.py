"""The worker as one file, which any Python from 3.8 on can run.

It is a zip archive (see the standard library's ``zipapp``) of the few modules that a
worker needs: `compat`, the runtimes and probes, and ``proof/worker``. Their own packages
are left empty there, so that nothing else of archspec is imported, and an interpreter
that has a framework and NumPy needs nothing more.
"""

import zipfile
from pathlib import Path

from archspec.backends import BACKENDS

_SHARED = (
    "compat.py",
    *(
        f"backends/contract/{name}.py"
        for name in ("loading", "probe", "runtime", "tensor_names")
    ),
)
_EACH = ("probe.py", "runtime.py", "tensor_names.py")
# Guarded, since processes that a file spawns import it too.
_ENTRY = """\
if __name__ == "__main__":
    from archspec.proof.worker.loop import main

    main()
"""


def write_bundle(path: Path) -> None:
    """Write the archive to ``path``: ``python path BACKEND FOLDER`` runs a worker."""
    root = Path(__file__).parent.parent.parent
    worker = [
        file.relative_to(root).as_posix() for file in root.glob("proof/worker/**/*.py")
    ]
    each = [f"backends/{name}/{file}" for name in BACKENDS for file in _EACH]
    names = [*_SHARED, *each, *worker]
    packages = {parent.as_posix() for name in names for parent in Path(name).parents}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__main__.py", _ENTRY)
        for package in sorted(packages):
            if f"{package}/__init__.py" in worker:
                continue
            archive.writestr(f"archspec/{package}/__init__.py".replace("/./", "/"), "")
        for name in names:
            archive.write(root / name, f"archspec/{name}")
