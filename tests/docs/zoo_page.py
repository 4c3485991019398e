"""docs/zoo.md: what ``archspec zoo`` lists, as a page."""

from pathlib import Path

from archspec.api import load
from archspec.cli.output.zoo_table import row
from archspec.zoo import catalog

PAGE = Path(__file__).parent.parent.parent / "docs/zoo.md"

HEAD = """\
# The zoo

The specs that come with archspec. Each name serves wherever a spec is wanted, in any
folder: `archspec emit resnet50 --backend gluon`, `archspec.load("resnet50")`. The same
list is printed by `archspec zoo`, and by `archspec zoo 'resnet*'` a part of it.

Networks that torchvision has as well have its names of tensors, so their emitted PyTorch
module loads its `state_dict` with `strict=True`, and from there the weights go to the other
frameworks. GoogLeNet, Inception-v3 and the FCN have auxiliary heads: in training they are
further outputs, in evaluation they do not run, and `--outputs logits`, of the FCN
`--outputs out`, leaves them out. The tuple that training returns has torchvision's order:
`logits, aux_logits2, aux_logits1` of GoogLeNet, `logits, aux_logits` of Inception-v3.

A part of a network is chosen by `--outputs layer2,layer4` (`spec.cut(["layer2", "layer4"])`
from Python), and weights of the whole serve it; another head by `--set num_classes=10`
(`spec.replace_head(10)`), other channels by `--input 1,224,224`. docs/torchvision.md
compares each network with torchvision's own.

Numbers are those of the default params and of one example; MACs count every node,
those that run in training only as well. This page is written by `make golden`.
"""


def page() -> str:
    """The page as it should be."""
    return (
        "\n".join(
            [
                HEAD,
                *_table(False),
                "",
                "## Networks of tutorials",
                "",
                _TUTORIALS,
                *_table(True),
            ]
        )
        + "\n"
    )


_TUTORIALS = """\
As the tutorials of the frameworks have them, quirks included.
"""


def _table(tutorials: bool) -> list[str]:
    lines = ["| name | network | input | parameters | MACs |", "|---|---|---|--:|--:|"]
    names = [name for name in catalog.names() if ("/" in name) == tutorials]
    return lines + [
        f"| `{name}` | {' | '.join(row(name, load(name))[1:])} |" for name in names
    ]
