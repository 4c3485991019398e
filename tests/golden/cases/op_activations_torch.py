import torch
from torch import nn
from torch.nn import functional as F


class Activations(nn.Module):
    """Every activation among named nodes."""

    def __init__(self):
        super().__init__()
        self.all_16 = nn.PReLU()
        self.all_17 = nn.PReLU(4)
        self.all_19 = nn.PReLU(4)

    def forward(self, x):
        branch1 = F.relu(x)
        branch2 = F.relu6(x)
        branch3 = torch.sigmoid(x)
        branch4 = torch.tanh(x)
        branch5 = F.silu(x)
        branch6 = F.mish(x)
        branch7 = F.softplus(x, threshold=40)
        branch8 = F.selu(x)
        branch9 = F.hardsigmoid(x)
        branch10 = F.hardswish(x)
        branch11 = F.leaky_relu(x)
        branch12 = F.leaky_relu(x, 0.2)
        branch13 = F.elu(x)
        branch14 = F.elu(x, 0.5)
        branch15 = F.gelu(x)
        branch16 = F.gelu(x, approximate="tanh")
        branch17 = self.all_16(x)
        branch18 = self.all_17(x)
        branch19 = F.leaky_relu(x, 0.3)
        branch20 = self.all_19(x)
        branch21 = F.gelu(x, approximate="tanh")
        branch22 = F.softmax(x, dim=1)
        branch23 = F.log_softmax(x, dim=1)
        return torch.cat(
            (
                branch1,
                branch2,
                branch3,
                branch4,
                branch5,
                branch6,
                branch7,
                branch8,
                branch9,
                branch10,
                branch11,
                branch12,
                branch13,
                branch14,
                branch15,
                branch16,
                branch17,
                branch18,
                branch19,
                branch20,
                branch21,
                branch22,
                branch23,
            ),
            dim=1,
        )
