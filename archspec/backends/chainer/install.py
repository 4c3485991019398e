"""How Chainer is installed."""

from archspec.backends.contract.install import Install, Step

INSTALL = Install(
    (
        # A source distribution, whose build needs pkg_resources.
        Step(("numpy", "setuptools<82", "wheel")),
        Step(("--no-build-isolation", "chainer==7.8.1")),
    ),
    compat="puts back the names that NumPy 1.24 and later dropped, and replaces Chainer's "
    "check of the environment, which imports modules that Python dropped",
)
