"""The installation of Chainer."""

from archspec.backends.contract.facts.install import Install, InstallStep

INSTALL = Install(
    (
        # A source distribution; its build needs pkg_resources.
        InstallStep(("numpy", "setuptools<82", "wheel")),
        InstallStep(("--no-build-isolation", "chainer==7.8.1")),
    ),
    compat="restores the names that NumPy 1.24 and later removed, and replaces Chainer's "
    "check of the environment, which imports modules that Python removed",
)
