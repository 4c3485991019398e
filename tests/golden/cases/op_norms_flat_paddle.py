from paddle import nn


class NormsFlat(nn.Layer):
    """Normalisations of vectors."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1D(6)
        self.fc = nn.Linear(6, 8)
        self.ln = nn.GroupNorm(1, 8)
        self.bn_plain = nn.BatchNorm1D(
            8, epsilon=0.001, weight_attr=False, bias_attr=False
        )

    def forward(self, x):
        x = self.ln(self.fc(self.bn(x)))
        return self.bn_plain(x)
