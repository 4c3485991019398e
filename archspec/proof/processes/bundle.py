"""The worker as one file, which Python 3.8 or later can run.

It is a zip archive (see the standard library's ``zipapp``) of the few modules that a
worker needs: the runtime and the probe of a backend, and ``proof/worker``. Their
packages are empty there, so nothing else of archspec is imported, and an interpreter
needs only the framework and NumPy.
"""

import zipfile
from importlib import import_module
from pathlib import Path

from archspec.backends import backend_of

_SHARED = tuple(
    f"backends/contract/{name}.py"
    for name in ("facts/compat", "loading", "probe", "runtime", "tensor_names")
)
# The modules of a backend, if it has them.
_OWN = ("compat.py", "probe.py", "runtime.py", "tensor_names.py")
# Guarded, because processes that a file spawns import it too.
_ENTRY = """\
if __name__ == "__main__":
    from archspec.proof.worker.loop import main

    main()
"""


def write_bundle(path: Path, backend: str) -> None:
    """Write the archive for ``backend``: ``python path PACKAGE FOLDER`` runs a worker.

    PACKAGE is the package of the backend.
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
