"""Templates of a user: what they print, that it is proved, and what they are given."""

import re
from pathlib import Path

import pytest

import archspec
from archspec import Spec, load
from archspec.backends import BACKENDS, dialect
from archspec.backends.printing.templates import About, FileParts, PrintedClass
from archspec.record import fields
from archspec.templating import environment, folder, user
from tests.backends.template_folders import EXTENDS, TEXT, refused, tiny, write
from tests.commands import ROOT, bad, good, process
from tests.emitted import assert_clean
from tests.wording import Wording

PAGE = ROOT / "docs" / "templates.md"


@pytest.fixture
def spec(tmp_path: Path) -> Spec:
    return tiny(tmp_path)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A folder for templates, which does not exist yet."""
    return tmp_path / "ours"


@pytest.mark.quick
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_skeleton_of_archspec_prints_the_same(
    backend: str, spec: Spec, ours: Path
) -> None:
    plain = spec.emit(backend)
    assert spec.emit(backend, template=write(ours, module=EXTENDS)) == plain
    copied = (ROOT / "templates/module.py.j2").read_text()
    assert spec.emit(backend, template=write(ours, module=copied)) == plain


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_header_and_a_docstring(
    backend: str, spec: Spec, ours: Path, tmp_path: Path
) -> None:
    plain = spec.emit(backend)
    write(ours, header="# Licensed to {{ backend }}.\n# From {{ source }}.\n")
    head = f"# Licensed to {backend}.\n# From tiny.yaml.\n\n"
    assert spec.emit(backend, ours) == head + plain
    block = '{% block docstring %}\n"""{{ network }}."""\n\n{% endblock %}\n'
    write(ours, module=EXTENDS + block)
    source = spec.emit(backend, ours)
    assert source == f'{head}"""Tiny."""\n\n{plain}'
    assert_clean({"net": source}, tmp_path)


def test_a_backend_has_its_own(spec: Spec, ours: Path, tmp_path: Path) -> None:
    write(ours, header="# all\n", **{"gluon/header.j2": "# one\n"})
    out, path = f"{tmp_path}/out/", str(tmp_path / "tiny.yaml")
    good("emit", path, "-b", "all", "-o", out, "--template", str(ours))
    for backend in BACKENDS:
        text = Path(out, f"tiny_{backend}.py").read_text()
        assert text.startswith("# one\n" if backend == "gluon" else "# all\n")
        assert text == spec.emit(backend, ours)


@pytest.mark.quick
def test_a_helper(spec: Spec, ours: Path) -> None:
    assert "class PadConv2d(nn.Conv2d):" in spec.emit("torch")
    text = (ROOT / "templates/torch/PadConv2d.py").read_text()
    write(ours, **{"torch/PadConv2d.py": f"# Ours.\n{text}\n\nOURS = math.pi\n"})
    source = spec.emit("torch", ours)
    assert "import math\n" in source and "OURS = math.pi\n\n\nclass Stem" in source
    assert "# Ours." not in source
    assert spec.emit("gluon", ours) == spec.emit("gluon")


@pytest.mark.quick
def test_parts_and_choices(spec: Spec, ours: Path) -> None:
    write(
        ours,
        header='{% include "part.j2" %}\n{% if backend == "torch" %}\n# T\n{% endif %}',
        part="# {{ network|upper }} {{ nothing|default('none') }}\n",
    )
    assert spec.emit("torch", ours).startswith("# TINY none\n# T\n\n")
    assert spec.emit("paddle", ours).startswith("# TINY none\n\nfrom paddle")


def network(name: str = "Net") -> Spec:
    """A spec without a file."""
    body = {"name": name, "input": [3, 8, 8], "body": ["relu"]}
    return archspec.compile(archspec.Network.model_validate(body))


def test_a_network_of_python_has_no_source(ours: Path) -> None:
    write(ours, header="# [{{ source }}]")
    assert network().emit("torch", ours).startswith("# []\n")


def test_the_name_of_a_spec_stays_a_name(
    ours: Path, tmp_path: Path, wording: Wording
) -> None:
    write(
        ours,
        header="# {{ source }}",
        module=EXTENDS + '{% block docstring %}\n"""{{ source }}"""\n{% endblock %}',
    )
    source = tiny(tmp_path, 'a"""\nimport os # \\.yaml').emit("torch", ours)
    assert '# a????import os # ?.yaml\n\n"""a????import os # ?.yaml"""\n' in source
    # Python would take it for an encoding.
    wording(refused(tiny(tmp_path, "coding: utf-7.yaml"), str(ours)))


# --- the proof and the source map --------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_source_map_counts_the_lines_that_are_printed(
    backend: str, spec: Spec, ours: Path
) -> None:
    block = "{% block classes %}\n\n\nX = 1\n{{ super() }}\n{% endblock %}"
    write(ours, header="# one\n# two\n", module=EXTENDS + block)
    plain, found = spec.source_map(backend), spec.source_map(backend, ours)
    before = spec.emit(backend).splitlines()
    after = spec.emit(backend, template=ours).splitlines()
    assert len(plain["statements"]) == len(found["statements"]) > 5
    for old, new in zip(plain["statements"], found["statements"], strict=True):
        (a, b), (c, d) = old["lines"], new["lines"]
        assert before[a - 1 : b] == after[c - 1 : d] and c > a
        assert old["nodes"] == new["nodes"]


MOVED = """\
{% for block in imports %}
{{ block|join('; ') }}
{% endfor %}
{% for class in classes %}
class {{ class.name }}({{ class.base }}):
{% for method in class.methods %}
{{ method|join('\n') }}  # {{ loop.index }}
{% endfor %}
{% endfor %}
"""


def test_lines_that_a_template_moves_or_joins(spec: Spec, ours: Path) -> None:
    write(ours, module=MOVED.replace("('\n')", "('\\n')"), part="")
    write(ours, **{"paddle/module.py.j2": EXTENDS})
    source = spec.emit("paddle", ours)
    assert source == spec.emit("paddle")
    body = TEXT.replace("{op: seq, body: [", "").replace("}]}", "}")
    (ours / "flat.yaml").write_text(body)
    flat = load(ours / "flat.yaml")
    source, found = flat.emit("torch", ours), flat.source_map("torch", ours)
    assert "  # 2\n" in source and "; " in source and "\0" not in source
    count = source.count("\n")
    (last,) = (one for one in found["statements"] if one["lines"][1] == count)
    assert source.splitlines()[-1].strip().startswith("return ") and last["nodes"]


def test_what_is_printed_is_proved(spec: Spec, ours: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "tiny.yaml")
    args = ("-b", "torch", "--template", str(ours))
    text = (ROOT / "templates/torch/PadConv2d.py").read_text()
    write(ours, header="# ours", **{"torch/PadConv2d.py": text})
    assert good("emit", path, "--check", *args) == spec.emit("torch", ours)
    write(
        ours, **{"torch/PadConv2d.py": text.replace("self.pads)", "self.pads[::-1])")}
    )
    assert not spec.verify(["torch"], "forward", template=ours).ok


def test_the_file_of_verify_is_printed_by_nobody(spec: Spec, ours: Path) -> None:
    path = write(ours, header="# x")
    args = ("--file", __file__, "-b", "torch", "--template", path)
    assert "--template" in bad(2, "verify", "resnet18", *args)
    with pytest.raises(TypeError, match="template"):
        spec.verify_file(__file__, "torch", template=ours)  # type: ignore[call-arg]


READS = """
import sys
read = []
sys.addaudithook(lambda event, args: event == "open" and read.append(str(args[0])))
import archspec
archspec.load(sys.argv[1]).emit("torch")
print(*sorted(name.partition("/templates/")[2] for name in read if "/templates/" in name))
print(*(name for name in ("archspec.templating", "jinja2.sandbox") if name in sys.modules))
"""


def test_only_what_is_printed_is_read(spec: Spec, tmp_path: Path) -> None:
    done = process("-c", READS, str(tmp_path / "tiny.yaml"))
    assert done.stdout == "module.py.j2 torch/PadConv2d.py\n\n", done.stderr


# --- what they are given -----------------------------------------------------------


@pytest.mark.quick
def test_the_page_names_what_there_is() -> None:
    text = PAGE.read_text()
    rows = re.findall(r"^\| ((?:`[a-z.]+`(?:, )?)+) \|", text, re.M)
    named = [name for row in rows for name in re.findall(r"`([a-z.]+)`", row)]
    assert [name for name in named if "." not in name] == [*fields(FileParts)]
    of_class = [name for name in named if "." in name]
    assert of_class == [f"class.{name}" for name in fields(PrintedClass)]
    plain = text.replace("\n", " ")
    listed = re.search(r"filters (.*?)\. ", plain)
    assert listed and re.findall(r"`(\w+)`", listed[1]) == [*environment.FILTERS]
    blocks = re.search(r"The blocks are (.*?)\. ", plain)
    skeleton = (ROOT / "templates/module.py.j2").read_text()
    assert blocks
    assert re.findall(r"`(\w+)`", blocks[1]) == re.findall(r"block (\w+) %", skeleton)
    assert f"{environment.MAX_WORK:,} steps" in plain
    assert f"by {user.ROOM // 2**10} KiB" in plain
    assert f"{folder.MAX_BYTES // 2**10} KiB" in plain
    assert f"at most {environment.MAX_FILES} make" in plain


@pytest.mark.quick
def test_a_template_is_given_what_the_page_says(spec: Spec, ours: Path) -> None:
    names = " ".join(f"{{{{ {name}|length }}}}" for name in fields(FileParts))
    write(
        ours,
        header="# {{ backend }} {{ network }} {{ source }}\n",
        module=f"{EXTENDS}{{% block docstring %}}\n# {names}\n{{% endblock %}}",
    )
    assert "# 5 4 9 1 1 2 22\n" in spec.emit("torch", ours)
    for name in fields(FileParts).keys() - fields(About).keys():
        write(ours, header=f"{{{{ {name}|length }}}}")
        refused(spec, str(ours), f"{name!r} is undefined")


def test_every_helper_can_be_replaced(ours: Path) -> None:
    files = {
        f"{backend}/{name}.py": file.read_text()
        for backend in BACKENDS
        for name, file in dialect(backend).helpers.items()
    }
    write(ours, **files)
    for path in ("convnext_tiny", "specs/tutorials/gluon_nin.yaml"):
        spec = load(ROOT / path if "/" in path else path)
        for backend in BACKENDS:
            assert spec.emit(backend, ours) == spec.emit(backend)
