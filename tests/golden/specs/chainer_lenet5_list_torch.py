import torch
from torch import nn
from torch.nn import functional as F


class LeNet5(nn.Module):
    """LeNet-5 of the Chainer tutorial, written there as a list of named layers.

    Another function than the first form, although the text calls it the same model:
    _mpool3 pools a 1x1 map (legal because pooling rounds up) and _sigm5 squashes the
    logits, so that softmax and loss act on values within 0 and 1.
    """

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self._mpool1 = nn.MaxPool2d(2, ceil_mode=True)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self._mpool2 = nn.MaxPool2d(2, ceil_mode=True)
        self.conv3 = nn.Conv2d(16, 120, 4)
        self._mpool3 = nn.MaxPool2d(2, ceil_mode=True)
        self.fc4 = nn.Linear(120, 84)
        self.fc5 = nn.Linear(84, 10)

    def forward(self, x):
        x = self._mpool1(torch.sigmoid(self.conv1(x)))
        x = self._mpool2(torch.sigmoid(self.conv2(x)))
        x = self._mpool3(torch.sigmoid(self.conv3(x))).flatten(1)
        x = torch.sigmoid(self.fc4(x))
        x = torch.sigmoid(self.fc5(x))
        if not self.training:
            x = F.softmax(x, dim=1)
        return x
