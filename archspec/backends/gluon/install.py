"""The installation of MXNet."""

from archspec.backends.contract.facts.install import Install, InstallStep

INSTALL = Install(
    (
        InstallStep(("numpy", "requests<3", "graphviz<0.9")),
        # For distutils, which Python 3.12 dropped and MXNet imports.
        InstallStep(("setuptools<82",), since=(3, 12)),
        # It asks for a NumPy below 2, which Python 3.13 does not have, and does not
        # need it.
        InstallStep(("--no-deps", "mxnet==1.9.1")),
    ),
    compat="puts back the names that NumPy 1.24 and later dropped",
)
