"""Parts of a seq that are outputs: paths as ``features.3``, whose numbers are certain."""

from archspec.check.report import listing
from archspec.spec import BlockCall, Network, Node, Repeat, Seq
from archspec.text.problems import suggest

Said = tuple[str, str]  # a message with its help


def why_no_part(network: Network, node: Node, path: list[str]) -> Said | None:
    """Why ``path``, from the name of ``node`` on, is no output; None where it is one."""
    around, *steps = path
    for step in steps:
        said = _why_closed(node, around)
        if said is None and isinstance(node, Seq):
            said = _why_no_item(node, around, step)
        if said is not None or not isinstance(node, Seq):
            return said
        body = node.body
        node = body[step] if isinstance(body, dict) else body[int(step)]
        around = f"{around}.{step}"
    block = network.blocks.get(node.op) if isinstance(node, BlockCall) else None
    if block is not None and len(block.outputs) > 1:
        message = f"'{around}' is a call of several outputs, which have no names here"
        return message, "name a node before or after it"
    return None


def _why_closed(node: Node, around: str) -> Said | None:
    help = f"name '{around}' itself, or make it a block with outputs"
    if not isinstance(node, Seq):
        return f"an output cannot be inside '{around}', which is no seq", help
    if node.when is not None or node.only is not None:
        key = "when" if node.when is not None else "only"
        return f"no part of '{around}' can be an output: {key!r} may skip it", help
    return None


def _why_no_item(node: Seq, around: str, step: str) -> Said | None:
    body = node.body
    names = list(body) if isinstance(body, dict) else list(map(str, range(len(body))))
    if step not in names:
        help = suggest(step, names) or listing(f"parts of '{around}'", names)
        return f"'{around}' has no part '{step}'", help
    place = names.index(step)
    if isinstance(body, dict):
        before = [body[step]]
    else:
        before = body[: place + 1]
        before += [item for item in body if isinstance(item, Repeat) and item.names]
    moving = (item for item in before if item.when is not None or _spliced(item, body))
    found = next(moving, None)
    if found is None:
        return None
    key = "when" if found.when is not None else "repeat"
    message = f"'{around}.{step}' depends on a '{key}' in '{around}'"
    return message, f"write its items out, or make '{around}' a block with outputs"


def _spliced(item: Node, body: object) -> bool:
    return isinstance(item, Repeat) and isinstance(body, list)
