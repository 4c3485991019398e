"""ResNet-50 brought from one framework to another, each tool run in its environment.

A script is run in a folder with ``resnet50.py`` (as emitted for PyTorch), ``weights.npz``,
``weights.pt``, ``x.npy`` and ``y.npy`` (what the NumPy reference computes). It writes the
outputs of the converted network to ``found.npy``, and to ``answer.json`` the ``seconds`` of
the conversion alone, the ``source`` that the tool wrote, and the ``names`` of its layers.
"""
