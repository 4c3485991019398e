"""What every test process needs."""

from archspec.compat import revive

# pytest-xdist's controller imports the module of a warning's class, so the old frameworks
# have to be importable there too.
revive("mxnet")
revive("chainer")
