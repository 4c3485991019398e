from torch import nn


class NormsFlat(nn.Module):
    """Normalisations of vectors."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1d(6)
        self.fc = nn.Linear(6, 8)
        self.ln = nn.LayerNorm(8)
        self.bn_plain = nn.BatchNorm1d(8, eps=0.001, affine=False)

    def forward(self, x):
        x = self.ln(self.fc(self.bn(x)))
        return self.bn_plain(x)
