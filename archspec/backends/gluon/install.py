"""The installation of MXNet."""

from archspec.backends.contract.facts.install import Install, InstallStep

INSTALL = Install(
    (
        InstallStep(("numpy", "requests<3", "graphviz<0.9")),
        # For distutils, which MXNet imports and Python 3.12 removed.
        InstallStep(("setuptools<82",), since=(3, 12)),
        # It requires NumPy below 2, which is not available for Python 3.13, but works
        # without it.
        InstallStep(("--no-deps", "mxnet==1.9.1")),
    ),
    compat="restores the names that NumPy 1.24 and later removed",
)
