"""What all scripts share; for any Python from 3.6 on."""

import json

import numpy as np


def network():
    """ResNet-50 in PyTorch with the weights of this folder, in evaluation mode."""
    import torch
    from resnet50 import ResNet50

    net = ResNet50()
    state = net.state_dict()
    with np.load("weights.npz") as weights:
        for name in weights.files:
            state[name].copy_(torch.from_numpy(weights[name]))
    return net.eval()


def image():
    """The input, of shape (1, 3, 224, 224)."""
    return np.load("x.npy")


def report(seconds, output, source, names):
    """Leave the output and the answer in files."""
    np.save("found.npy", output)
    with open("answer.json", "w") as file:
        json.dump({"seconds": seconds, "source": source, "names": names}, file)
