from paddle import nn


class BroadcastRepeat(nn.Layer):
    """Only the number of copies decides whether a join broadcasts."""

    def __init__(self, times=3):
        super().__init__()
        self.pools = nn.Sequential(
            *(nn.MaxPool2D(2, padding=(0, 1, 1, 0)) for _ in range(times))
        )
        self.means = nn.Sequential(
            *(
                nn.Sequential(nn.ZeroPad2D((1, 0, 0, 1)), nn.AvgPool2D(2))
                for _ in range(times + 1)
            )
        )
        self.mean = nn.Sequential(
            *(
                nn.AvgPool2D(3, stride=2, padding=1, exclusive=False)
                for _ in range(2 * times)
            )
        )

    def forward(self, x):
        branch1 = self.pools(x)
        branch2 = self.means(x)
        branch3 = self.mean(x)
        return (branch1 + branch2 + branch3).flatten(1)
