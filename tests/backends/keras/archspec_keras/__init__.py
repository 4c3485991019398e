"""A backend for Keras 3, as a package of its own: a few operators, and no proof yet."""

from archspec.backends import Backend

BACKEND = Backend("keras", "keras", "experimental", package=__name__)
