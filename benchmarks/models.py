"""The frameworks' own models, and the specs that say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

SPECS = Path(__file__).parent / "specs"


@dataclass(frozen=True)
class Model:
    """A model that comes with a framework.

    Attributes:
        module: that has it.
        name: of the function or the class that makes it, with weights drawn at random.
        spec: the same network as a spec: a name of the zoo, or a file.
        arguments: what it is made with.
        layer: the output to ask for, where a call gives one of several by name.
    """

    module: str
    name: str
    spec: str
    arguments: Mapping[str, object] = field(default_factory=dict[str, object])
    layer: str = ""

    def load(self) -> Any:
        """What makes it; imports its module."""
        return getattr(import_module(self.module), self.name)

    def make(self) -> Any:
        """The model, in whatever mode it starts."""
        return self.load()(**self.arguments)


VISION, ZOO, PADDLE = (
    "torchvision.models",
    "mxnet.gluon.model_zoo.vision",
    "paddle.vision.models",
)
MODELS: Mapping[str, tuple[Model, ...]] = {
    "torch": (
        Model(VISION, "resnet50", "resnet50"),
        Model(VISION, "densenet121", "densenet121"),
        Model(VISION, "mobilenet_v2", "mobilenet_v2"),
    ),
    "gluon": (
        Model(ZOO, "resnet50_v1", f"{SPECS}/gluon_resnet50_v1.yaml"),
        Model(ZOO, "densenet121", "densenet121"),
        Model(ZOO, "mobilenet_v2_1_0", f"{SPECS}/gluon_mobilenet_v2.yaml"),
    ),
    "paddle": (
        Model(PADDLE, "resnet50", "resnet50"),
        Model(PADDLE, "densenet121", "densenet121"),
        Model(PADDLE, "mobilenet_v2", "mobilenet_v2"),
    ),
    "chainer": (
        Model(
            "chainer.links",
            "ResNet50Layers",
            f"{SPECS}/chainer_resnet50.yaml",
            {"pretrained_model": None, "downsample_fb": True},
            layer="fc6",
        ),
    ),
}
