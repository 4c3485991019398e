"""The display of a network in an interpreter, in a terminal and in a notebook."""

import re
from html.parser import HTMLParser

import pytest

import archspec
from archspec.spec import Network
from archspec.view.html import LIMIT
from archspec.view.levels import totals
from archspec.view.words import spell_value
from tests.commands import good

pytestmark = pytest.mark.quick

ALLOWED = {
    "div",
    "style",
    "p",
    "b",
    "small",
    "pre",
    "details",
    "summary",
    "table",
    "tr",
    "th",
    "td",
}


class Checker(HTMLParser):
    """Checks that every element is closed and known, and has no attribute but a class."""

    def __init__(self, html: str):
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        assert {name for name, _ in attrs} <= {"class"}, attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"] and data.strip():
            self.texts.append(data)


def chain(count: int, doc: str = "") -> archspec.Spec:
    """A network of many nodes."""
    written = {
        "name": "Chain",
        "doc": doc,
        "input": [3, 4, 4],
        "body": {"all": {"op": "repeat", "times": count, "body": "relu"}},
    }
    return archspec.compile(Network.model_validate(written))


def test_the_one_line_tells_shapes_and_totals() -> None:
    assert repr(archspec.load("resnet50")) == (
        "<Spec ResNet50: (3, 224, 224) -> (1000,), 25,557,032 parameters, "
        "4,089,184,256 MACs>"
    )
    assert "-> (128, 28, 28), (512, 7, 7), " in repr(
        archspec.load("resnet18").cut(["layer2", "layer4"])
    )


@pytest.mark.parametrize("name", ["lenet5", "googlenet"])
def test_code_shows_what_the_command_shows(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = good("show", name)
    assert archspec.load(name).show() is None
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize("name", ["lenet5", "resnet50", "googlenet", "resnet50_fpn"])
def test_a_notebook_has_every_node_and_total(name: str) -> None:
    spec = archspec.load(name)
    found = Checker(spec._repr_html_())
    cells = " ".join(found.texts)
    for node in spec.graph.nodes:
        assert node.path.rpartition(".")[2] in found.texts
    assert f"{spec.graph.param_count:,} parameters" in cells
    assert f"{spec.graph.macs:,} MACs" in cells
    for path, total in totals(spec.graph).items():
        assert total.nodes == sum(
            node.path.startswith(f"{path}.") for node in spec.graph.nodes
        )
    top = [total for path, total in totals(spec.graph).items() if "." not in path]
    assert sum(total.cost.macs for total in top) <= spec.graph.macs


def test_blocks_fold_with_their_class_and_totals() -> None:
    html = archspec.load("resnet18")._repr_html_()
    assert (
        "<summary><b>0</b> BasicBlock (64, 56, 56) "
        "<small>7 nodes, 73,984 parameters, 231,211,008 MACs</small></summary>"
    ) in html
    assert "<small>channels: 64, kernel: 7, stride: 2, padding: 3, bias: false" in html


@pytest.mark.parametrize(
    "doc",
    [
        "<script>alert(1)</script>",
        "</p></div><img src=x onerror=alert(1)>",
        "\"'&lt;\u202e\x00\x1b[31m",
        "a" * 100_000,
        "<" * 100_000,
    ],
)
def test_hostile_text_stays_text(doc: str) -> None:
    html = chain(2, doc)._repr_html_()
    found = Checker(html)
    assert "\x1b" not in html and "\u202e" not in html and len(html) < 10_000
    start = re.sub(r"[^ -~]", "\ufffd", doc)[:20]
    assert any(text.startswith(start) for text in found.texts)
    assert not re.search(r"https?:|<script|url\(|@import", html)


def test_params_of_any_value_stay_text() -> None:
    written = {
        "name": "Net",
        "input": [3, 4, 4],
        "params": {"kind": "relu", "sizes": [8] * 500},
        "body": {
            "conv": {"op": "conv", "channels": "sizes[0]", "kernel": 1},
            "act": {"op": "activation", "kind": "kind"},
        },
    }
    html = archspec.compile(Network.model_validate(written))._repr_html_()
    Checker(html)
    assert "sizes=[8, 8" in html and len(html) < 5_000


def test_a_huge_network_is_cut() -> None:
    spec = chain(50_000)
    html = spec._repr_html_()
    found = Checker(html)
    assert found.texts.count("relu") == LIMIT - 1  # the input is one
    assert f"{50_001 - LIMIT:,}" in html
    assert "50,000 nodes" in html and len(html) < 300_000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((3, 3), "3"),
        ((1, 3), "[1, 3]"),
        (((1, 1), (1, 1)), "1"),
        (((0, 1), (2, 2)), "[[0, 1], 2]"),
        (True, "true"),
        ("depthwise", "depthwise"),
        (1e-5, "1e-05"),
        ([], "[]"),
        ("\x1b[31m", r"'\x1b[31m'"),
    ],
)
def test_values_are_spelt_as_a_spec_has_them(value: object, text: str) -> None:
    assert spell_value(value) == text
