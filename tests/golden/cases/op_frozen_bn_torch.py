import torch
from torch import nn
from torch.nn import functional as F


class FrozenBatchNorm(nn.Module):
    """Batch normalisation whose statistics, scale and shift are constants."""

    def __init__(self, channels, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.register_buffer("weight", torch.ones(channels))
        self.register_buffer("bias", torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, x):
        return F.batch_norm(
            x,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            eps=self.eps,
        )


class FrozenNorms(nn.Module):
    """Batch norms whose tensors are constants."""

    def __init__(self, eps=0.7):
        super().__init__()
        self.f = FrozenBatchNorm(6)
        self.s = FrozenBatchNorm(3, eps=eps)
        self.conv = nn.Conv2d(4, 3, 3, padding=1, bias=False)
        self.i = nn.Sequential(
            FrozenBatchNorm(3),
            nn.ReLU(),
            nn.Conv2d(3, 2, 1),
            FrozenBatchNorm(2, eps=0.3),
        )

    def forward(self, flat, signal, image):
        x = self.f(flat)
        y = self.s(signal)
        z = self.conv(image)
        return (x, y, self.i(z))
