def amax(x, axis, keepdim=False):
    """The maximum of a volume over axes; Tensor.amax has a wrong gradient there."""
    kept = [i for i in range(x.ndim) if i not in axis]
    y = x.transpose(kept + axis).flatten(len(kept)).amax(-1)
    return y.unsqueeze(axis) if keepdim else y
