def amax(x, axis, keepdims=False):
    """The maximum; equal values share its gradient, which F.max gives to each."""
    top = F.max(x, axis, keepdims=True)
    ties = chainer.as_array(x) == top.array
    kept = F.where(ties, x, top.xp.zeros_like(top.array))
    return F.sum(kept, axis, keepdims) / ties.sum(axis, x.dtype, keepdims=keepdims)
