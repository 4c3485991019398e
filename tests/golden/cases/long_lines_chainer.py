import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class ConvolutionWithNormalisationAndActivation(chainer.Chain):
    """Block ConvolutionWithNormalisationAndActivation."""

    def __init__(
        self,
        in_channels,
        output_channels,
        kernel_size=3,
        step=1,
        groups_of_channels=1,
        use_normalisation=True,
        use_activation=True,
    ):
        super().__init__()
        with self.init_scope():
            self.first_convolution_of_the_block = L.Convolution2D(
                in_channels,
                output_channels,
                kernel_size,
                stride=step,
                pad=kernel_size // 2,
                nobias=use_normalisation,
                groups=groups_of_channels,
            )
            if (
                use_normalisation
                and output_channels > 2
                and kernel_size < 7
                or not use_activation
            ):
                self.normalisation_after_the_convolution = L.BatchNormalization(
                    output_channels, eps=0.001
                )
            else:
                self.normalisation_after_the_convolution = F.identity
            self.use_activation_after_the_normalisation = use_activation

    def forward(self, x):
        x = self.first_convolution_of_the_block(x)
        x = self.normalisation_after_the_convolution(x)
        if self.use_activation_after_the_normalisation:
            x = F.leaky_relu(x, slope=0.1)
        return x


class LongNamesForLinesThatMustBeWrapped(chainer.Chain):
    """Calls, tables and conditions that do not fit into one line of eighty-eight
    columns, so that each kind breaks.
    """

    def __init__(
        self,
        first_stage_channels=4,
        second_stage_channels=6,
        third_stage_channels=8,
        number_of_classes=10,
    ):
        super().__init__()
        with self.init_scope():
            self.stages = Stack()
            channels = 3
            for (
                output_channels,
                kernel_size,
                step,
                groups_of_channels,
                use_normalisation,
            ) in (
                (4, 3, 1, 1, True),
                (8, 3, 2, 4, True),
                (8, 1, 1, 2, False),
                (12, 3, 1, 4, True),
                (12, 1, 1, 1, False),
            ):
                self.stages.append(
                    ConvolutionWithNormalisationAndActivation(
                        channels,
                        output_channels,
                        kernel_size=kernel_size,
                        step=step,
                        groups_of_channels=groups_of_channels,
                        use_normalisation=use_normalisation,
                    )
                )
                channels = output_channels
            self.first_branch_of_the_network = (
                ConvolutionWithNormalisationAndActivation(12, first_stage_channels)
            )
            self.second_branch_of_the_network = (
                ConvolutionWithNormalisationAndActivation(
                    12,
                    second_stage_channels
                    if third_stage_channels > first_stage_channels
                    else first_stage_channels,
                )
            )
            self.third_branch_of_the_network = (
                ConvolutionWithNormalisationAndActivation(12, third_stage_channels)
            )
            self.fourth_branch_of_the_network = (
                ConvolutionWithNormalisationAndActivation(
                    third_stage_channels, third_stage_channels, use_activation=False
                )
            )
            self.classification = L.Linear(
                first_stage_channels
                + (
                    second_stage_channels
                    if third_stage_channels > first_stage_channels
                    else first_stage_channels
                )
                + third_stage_channels,
                number_of_classes,
            )

    def forward(self, x):
        x = self.stages(x)
        branch1 = self.first_branch_of_the_network(x)
        branch2 = self.second_branch_of_the_network(x)
        branch3 = self.third_branch_of_the_network(x)
        branch3 = self.fourth_branch_of_the_network(branch3)
        x = F.concat((branch1, branch2, branch3), axis=1)
        x = F.average(x, axis=(2, 3))
        return self.classification(x)
