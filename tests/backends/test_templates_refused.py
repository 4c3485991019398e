"""Templates of a user: nothing else is read or run, work is bounded, nothing is lost."""

import os
import resource
from pathlib import Path

import pytest

from archspec import CompileError, Spec
from tests.backends.template_folders import EXTENDS, refused, tiny, write
from tests.commands import bad, good
from tests.wording import Wording


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Spec:
    return tiny(tmp_path_factory.mktemp("spec"))


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A folder for templates, which does not exist yet."""
    return tmp_path / "ours"


FORBIDDEN = (
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ classes|attr('__class__') }}",
    "{{ classes[0]._x }}",
    "{{ self.__init__ }}",
    "{{ super.__self__ }}",
    "{{ cycler }}",
    "{{ nothing }}",
    "{{ network.nothing }}",
    "{{ classes }}",
    "{{ none }}",
    "{{ network.upper }}",
    "{{ network.upper() }}",
    "{% for i in range(10**9) %}x{% endfor %}",
    "{{ lipsum(n=1000000) }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 999999999 }}",
    "{{ -1 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ 'a' ~ 'a' }}",
    "{{ 'a'|center(1000000000) }}",
    "{{ network|join }}{{ 1|join }}",
    "{{ 'a'|upper(1) }}",
    "{% set super = network.upper %}{{ super() }}",
    "{% for loop in network %}{% endfor %}",
    "{% set x %}a{% endset %}",
    "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% import 'part.j2' as p %}",
    "{% from 'part.j2' import p %}",
    "{% filter upper %}a{% endfilter %}",
    "{% for x in network recursive %}{% endfor %}",
    "{% for x in network if x %}{% endfor %}",
    "{{ 'a' in network }}",
    "{{ network[1:] }}",
    "{{ 1e999 }}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{% include '/etc/passwd' %}",
    "{% include '../tiny.yaml' %}",
    "{% include 'torch/../../tiny.yaml' %}",
    "{% include 'C:\\\\x' %}",
    "{% include 'archspec/../../README.md' %}",
    "{% include 'archspec/starter.yaml' %}",
    "{% include 'gone.j2' %}",
    "{% include network %}",
    "{% include ['a', 'b'] %}",
    "{% if %}",
    "{% for x in network %}",
    "{{ 'unclosed }}",
    "{% frobnicate %}",
    "{{ 1|int }}",
)
DEEP = {
    "brackets": f"{{{{ {'(' * 5000}1{')' * 5000} }}}}",
    "loops": "{% for a in network %}" * 30 + "{% endfor %}" * 30,
    "conditions": "{% if network %}" * 200 + "{% endif %}" * 200,
    "attributes": f"{{{{ network{'.upper' * 5000} }}}}",
    "inclusion": "{% include 'header.j2' %}",
}


@pytest.mark.quick
@pytest.mark.parametrize("text", FORBIDDEN, ids=lambda text: text[:40])
def test_a_template_asks_for_more_than_text(
    text: str, spec: Spec, ours: Path, wording: Wording
) -> None:
    write(ours, module=f"# first line\n{text}\n")
    wording(refused(spec, str(ours), "module.py.j2:2:"))


@pytest.mark.quick
@pytest.mark.parametrize("kind", DEEP)
def test_a_template_nests_too_deeply(
    kind: str, spec: Spec, ours: Path, wording: Wording
) -> None:
    wording(refused(spec, write(ours, header=DEEP[kind]), "header.j2:1:"))


LARGE = {
    "loops": "{% for line in network %}" * 19 + "{% endfor %}" * 19,
    "text": "{% for a in network %}" * 5 + "x" * 60000 + "{% endfor %}" * 5,
    "conditions": "{% for a in network %}" * 8
    + "{% if a %}{% endif %}" * 900
    + "{% endfor %}" * 8,
    "joins": "{% for a in network %}" * 12
    + f"{{% if network|join('{'x' * 9000}') %}}{{% endif %}}"
    + "{% endfor %}" * 12,
}


@pytest.mark.parametrize("kind", LARGE)
def test_a_template_that_would_not_end(
    kind: str, spec: Spec, ours: Path, wording: Wording
) -> None:
    write(ours, header=LARGE[kind])
    before = resource.getrusage(resource.RUSAGE_SELF)
    wording(refused(spec, str(ours), "header.j2:1:"))
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert (
        after.ru_utime - before.ru_utime < 20
    )  # a second or two, where little else runs
    assert after.ru_maxrss - before.ru_maxrss < 300 * 1024


def doubled(form: str, last: str, count: int) -> dict[str, str]:
    """Templates p0.j2, p1.j2 and so on, each of which names the next one."""
    parts = {f"p{k}.j2": form.replace("NEXT", f"p{k + 1}.j2") for k in range(count)}
    return {**parts, f"p{count}.j2": last}


def test_templates_that_double_one_another(
    spec: Spec, ours: Path, wording: Wording
) -> None:
    form = "{% include 'NEXT' %}" * 2
    write(ours, header="{% include 'p0.j2' %}", **doubled(form, "x", 28))
    wording(refused(spec, str(ours)))
    form = "{% block b %}{{ super() }}{{ super() }}{% endblock %}"
    parts = doubled("{% extends 'NEXT' %}" + form, "{% block b %}xx{% endblock %}", 28)
    wording(refused(spec, write(ours, header="{% extends 'p0.j2' %}", **parts)))
    wording(refused(spec, write(ours, header="{% extends 'header.j2' %}")))
    parts = doubled("{% include 'NEXT' %}", "x", 40)
    wording(refused(spec, write(ours, header="{% include 'p0.j2' %}", **parts)))


def test_a_block_that_is_filled_in_a_loop(
    spec: Spec, ours: Path, wording: Wording
) -> None:
    loops = "{% for a in network %}" * 12
    part = loops + "{% block b scoped %}{% endblock %}" + "{% endfor %}" * 12
    text = "{% extends 'part.j2' %}{% block b %}" + "x" * 60000 + "{% endblock %}"
    wording(refused(spec, write(ours, header=text, part=part)))


@pytest.mark.quick
def test_files_that_are_no_templates(spec: Spec, ours: Path, wording: Wording) -> None:
    write(ours, header="# x")
    header = ours / "header.j2"
    header.write_bytes(b"# \xff\n")
    wording(refused(spec, str(ours), "header.j2:1:"))
    header.write_bytes(b"# \0\n")
    wording(refused(spec, str(ours)))
    with header.open("wb") as file:
        file.truncate(100 * 2**20)
    wording(refused(spec, str(ours)))
    header.unlink()
    os.mkfifo(header)
    wording(refused(spec, str(ours)))


@pytest.mark.quick
def test_links_that_lead_out(
    spec: Spec, ours: Path, tmp_path: Path, wording: Wording
) -> None:
    write(ours, part="# linked")
    header = ours / "header.j2"
    for target in ("/etc/hostname", "/dev/zero", "../beside.j2", __file__):
        header.symlink_to(target)
        wording(refused(spec, str(ours)))
        header.unlink()
    write(tmp_path / "beside", part="# x")
    header.write_text("{% include 'torch/part.j2' %}")
    (ours / "torch").symlink_to(tmp_path / "beside")
    wording(refused(spec, str(ours), "header.j2:1:"))
    (ours / "torch").unlink()
    header.unlink()
    header.symlink_to("part.j2")
    (tmp_path / "linked").symlink_to(ours)
    assert spec.emit("torch", tmp_path / "linked").startswith("# linked\n")


@pytest.mark.quick
def test_what_overrides_nothing(spec: Spec, ours: Path, wording: Wording) -> None:
    wording(refused(spec, str(ours)))
    wording(refused(spec, __file__))
    wording(refused(spec, write(ours, part="x")))
    wrong = {"torch/PadConv2D.py": "x = 1", "PadConv2d.py": "", "pytorch/header.j2": ""}
    write(ours, **wrong)
    wording(refused(spec, str(ours)))


@pytest.mark.quick
def test_what_is_lost_beside_extends(spec: Spec, ours: Path, wording: Wording) -> None:
    write(ours, module=f"{EXTENDS}# lost\n")
    wording(refused(spec, str(ours), "module.py.j2:2:"))
    block = "{% block imports %}{% endblock %}"
    for lost in (
        "{% if network %}lost{% endif %}",
        f"{{% if none %}}{block}{{% endif %}}",
    ):
        write(ours, module=f"{EXTENDS}{lost}")
        wording(refused(spec, str(ours), "module.py.j2:2:"))
    write(ours, module=EXTENDS * 2)
    wording(refused(spec, str(ours), "module.py.j2:2:"))
    write(ours, module=f"{EXTENDS}{{% set a = network %}}\n{block}")
    wording(refused(spec, str(ours)))
    write(ours, module=f"{EXTENDS}{{% block import %}}{{% endblock %}}")
    wording(refused(spec, str(ours)))
    part = "{% extends 'header.j2' %}\n{% block b %}{% endblock %}"
    write(ours, header="# x", part=part, module="{% extends 'part.j2' %}")
    wording(refused(spec, str(ours), "part.j2:2:"))


@pytest.mark.quick
def test_what_is_printed_is_python(spec: Spec, ours: Path, wording: Wording) -> None:
    write(ours, header="# one\nAll rights reserved\n")
    refused(spec, str(ours), "header.j2, as printed", ":2:1")
    write(ours, header="# one", module="{% if true %}\nx = (\n{% endif %}\n")
    assert "header.j2" not in refused(spec, str(ours), "module.py.j2")
    write(ours, module="x = 1\n")
    wording(refused(spec, str(ours)))
    loop = "{% for class in classes %}\nclass {{ class.name }}:\n  y\n{% endfor %}"
    wording(refused(spec, write(ours, module=loop)))
    refused(spec, write(ours, module="{{ '\\0' }}"))
    loop = "{% for a in classes[0].methods[0][0] %}{{ a }}1{% endfor %}"
    refused(spec, write(ours, module=loop))


@pytest.mark.quick
@pytest.mark.parametrize(
    "text", ["-", "not ", "lambda: ", "y = ", "y + ", "y if y else "]
)
def test_what_is_printed_nests_deeply(text: str, spec: Spec, ours: Path) -> None:
    for count in (90, 300, 1000, 4000):
        write(ours, header=f"y = {text * count}1")
        try:
            assert spec.emit("torch", ours).startswith(f"y = {text}")
        except CompileError as error:
            assert "header.j2" in str(error)


@pytest.mark.quick
def test_a_helper_is_python(spec: Spec, ours: Path, wording: Wording) -> None:
    def helper(text: str, *parts: str) -> str:
        return refused(spec, write(ours, **{"torch/PadConv2d.py": text}), *parts)

    helper("class PadConv2d(\n", "PadConv2d.py:1:")
    wording(helper("\n\nclass Padded:\n    pass\n"))
    wording(helper("class PadConv2d(np.A):\n    pass\n"))


@pytest.mark.parametrize("line", ["# coding: utf-7", "# vim: fileencoding=latin-1"])
def test_a_file_is_read_as_it_was_printed(
    line: str, spec: Spec, ours: Path, wording: Wording
) -> None:
    write(ours, header=f"{line}\n# +AAo-import os é\n")
    wording(refused(spec, str(ours)))
    write(ours, header="# coding: utf-8\n# é\n")
    assert spec.emit("torch", ours).startswith("# coding: utf-8\n# é\n\n")


def test_nothing_is_written(ours: Path, tmp_path: Path, wording: Wording) -> None:
    tiny(tmp_path)
    given = str(tmp_path / "tiny.yaml"), "-b", "torch", "--template"
    write(ours, header="{{ x }}")
    target = ["-o", str(tmp_path / "net.py")]
    for more in (["--check"], ["--source-map", str(tmp_path / "map.json")], []):
        wording(bad(1, "emit", *given, str(ours), *target, *more))
    bad(1, "verify", *given, str(ours))
    assert {path.name for path in tmp_path.iterdir()} == {"tiny.yaml", "ours"}
    write(ours, header="# x")
    assert good("emit", *given, str(ours)).startswith("# x\n\n")
