"""The proof that a file is the function that its spec describes.

The emitted file, as it stands, runs in its framework beside the NumPy reference, with
the same weights and inputs: every node's value is compared, then gradients, then two
steps of training. Nothing of how a file is emitted is used to judge it, so that files
written by hand are proved in the same way.

`archspec.proof.specs` is the way in; `archspec.proof.reports.result` is what comes out.
"""
