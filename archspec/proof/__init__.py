"""The proof that a file computes the function that its spec describes.

The unchanged emitted file runs in its framework beside the NumPy reference, with the
same weights and inputs: every node's value is compared, then gradients, then two
training steps. The proof does not depend on how a file is emitted, so it works for
hand-written files as well.

`archspec.proof.specs` is the entry point; `archspec.proof.reports.result` is the
result.
"""
