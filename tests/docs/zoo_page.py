"""docs/zoo.md: the list of ``archspec zoo`` as a page."""

from pathlib import Path

from archspec.api import load
from archspec.cli.output.zoo_table import row
from archspec.zoo import catalog

PAGE = Path(__file__).parent.parent.parent / "docs/zoo.md"

HEAD = """\
# The zoo

These specs come with archspec. Their names work wherever a spec is expected, in any folder:
`archspec emit resnet50 --backend gluon`, `archspec.load("resnet50")`. `archspec zoo` prints
the same list, and `archspec zoo 'resnet*'` a part of it.

Networks that torchvision also has use its names of tensors, so their emitted PyTorch module
loads its `state_dict` with `strict=True`, and the weights can be converted to the other
frameworks. GoogLeNet, Inception-v3 and the FCN have auxiliary heads: in training they are
further outputs, in evaluation they do not run. `--outputs logits` leaves them out, or
`--outputs out` for the FCN. In training, the tuple of outputs has torchvision's order:
`logits, aux_logits2, aux_logits1` for GoogLeNet, `logits, aux_logits` for Inception-v3.

`--outputs layer2,layer4` (`spec.cut(["layer2", "layer4"])` in Python) selects a part of a
network, which loads the weights of the full network; `--set num_classes=10`
(`spec.replace_head(10)`) replaces the head, and `--input 1,224,224` the number of channels.
docs/torchvision.md compares each network with torchvision's own.

Numbers are for the default params and one example; MACs count every node, including those
that only run in training. `make golden` writes this page.
"""


def page() -> str:
    """The text of the page."""
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
These networks are as in the frameworks' tutorials, quirks included.
"""


def _table(tutorials: bool) -> list[str]:
    lines = ["| name | network | input | parameters | MACs |", "|---|---|---|--:|--:|"]
    names = [name for name in catalog.names() if ("/" in name) == tutorials]
    return lines + [
        f"| `{name}` | {' | '.join(row(name, load(name))[1:])} |" for name in names
    ]
