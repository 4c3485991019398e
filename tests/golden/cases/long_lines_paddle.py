import paddle
from paddle import nn
from paddle.nn import functional as F


class ConvolutionWithNormalisationAndActivation(nn.Layer):
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
        self.first_convolution_of_the_block = nn.Conv2D(
            in_channels,
            output_channels,
            kernel_size,
            stride=step,
            padding=kernel_size // 2,
            groups=groups_of_channels,
            bias_attr=not use_normalisation,
        )
        if (
            use_normalisation
            and output_channels > 2
            and kernel_size < 7
            or not use_activation
        ):
            self.normalisation_after_the_convolution = nn.BatchNorm2D(
                output_channels, epsilon=0.001
            )
        else:
            self.normalisation_after_the_convolution = nn.Identity()
        if use_activation:
            self.activation_after_the_normalisation = nn.LeakyReLU(0.1)
        else:
            self.activation_after_the_normalisation = nn.Identity()

    def forward(self, x):
        x = self.first_convolution_of_the_block(x)
        x = self.normalisation_after_the_convolution(x)
        return self.activation_after_the_normalisation(x)


class LongNamesForLinesThatMustBeWrapped(nn.Layer):
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
        self.stages = nn.Sequential()
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
        self.first_branch_of_the_network = ConvolutionWithNormalisationAndActivation(
            12, first_stage_channels
        )
        self.second_branch_of_the_network = ConvolutionWithNormalisationAndActivation(
            12,
            second_stage_channels
            if third_stage_channels > first_stage_channels
            else first_stage_channels,
        )
        self.third_branch_of_the_network = ConvolutionWithNormalisationAndActivation(
            12, third_stage_channels
        )
        self.fourth_branch_of_the_network = ConvolutionWithNormalisationAndActivation(
            third_stage_channels, third_stage_channels, use_activation=False
        )
        self.classification = nn.Linear(
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
        x = F.adaptive_avg_pool2d(paddle.concat((branch1, branch2, branch3), axis=1), 1)
        return self.classification(x.flatten(1))
