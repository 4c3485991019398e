def flatten(x):
    """Flatten an image in the order of its channels."""
    x = keras.ops.transpose(x, (0, 3, 1, 2))
    return keras.ops.reshape(x, (keras.ops.shape(x)[0], -1))
