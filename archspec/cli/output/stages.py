"""The output of ``show``, as plain data and as text."""

import json

from archspec.api import Spec
from archspec.cli.output.model import model_data, model_text
from archspec.cli.output.written import to_yaml, written
from archspec.pipeline import model
from archspec.spec import Network
from archspec.view.graph import graph_data, graph_text


def describe(what: Spec | Network, stage: str, style: str) -> str:
    """One stage of a spec: as a "table", "json" or "yaml".

    Args:
        what: the network for the stage "spec", else the spec.
        stage: "spec", "model" or "graph".
        style: the format.
    """
    if isinstance(what, Network):
        data = written(what)
        style = "yaml" if style == "table" else style
    elif stage == "model":
        data = model_data(model(what.network, what.graph))
    else:
        data = graph_data(what)
    if style == "json":
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    if style == "yaml":
        return to_yaml(data)
    return model_text(data) if stage == "model" else graph_text(data)
