"""The worker as one file, which any Python from 3.8 on can run.

It is a zip archive (see the standard library's ``zipapp``) of the few modules that a
worker needs: the runtime and the probe of a backend, and ``proof/worker``. Their own packages
are left empty there, so that nothing else of archspec is imported, and an interpreter
that has a framework and NumPy needs nothing more.
"""

import zipfile
from importlib import import_module
from pathlib import Path

from archspec.backends import backend_of

_SHARED = tuple(
    f"backends/contract/{name}.py"
    for name in ("compat", "loading", "probe", "runtime", "tensor_names")
)
# Of a backend, those that it has.
_OWN = ("compat.py", "probe.py", "runtime.py", "tensor_names.py")
# Guarded, since processes that a file spawns import it too.
_ENTRY = """\
if __name__ == "__main__":
    from archspec.proof.worker.loop import main

    main()
"""


def write_bundle(path: Path, backend: str) -> None:
    """Write the archive for ``backend``: ``python path PACKAGE FOLDER`` runs a worker.

    PACKAGE is where the modules of the backend are.
    """
    root = Path(__file__).parent.parent.parent
    worker = [
        file.relative_to(root).as_posix() for file in root.glob("proof/worker/**/*.py")
    ]
    files = {f"archspec/{name}": root / name for name in (*_SHARED, *worker)}
    package = backend_of(backend).folder
    (folder,) = import_module(package).__path__
    for name in _OWN:
        if (file := Path(folder) / name).exists():
            files[f"{package.replace('.', '/')}/{name}"] = file
    packages = {parent.as_posix() for name in files for parent in Path(name).parents}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__main__.py", _ENTRY)
        for init in sorted(f"{package}/__init__.py" for package in packages - {"."}):
            if init not in files:
                archive.writestr(init, "")
        for name, file in files.items():
            archive.write(file, name)
