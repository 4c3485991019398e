"""The installation of Chainer."""

from archspec.backends.contract.facts.install import Install, InstallStep

INSTALL = Install(
    (
        # A source distribution, whose build needs pkg_resources.
        InstallStep(("numpy", "setuptools<82", "wheel")),
        InstallStep(("--no-build-isolation", "chainer==7.8.1")),
    ),
    compat="puts back the names that NumPy 1.24 and later dropped, and replaces Chainer's "
    "check of the environment, which imports modules that Python dropped",
)
