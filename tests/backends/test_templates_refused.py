"""Templates of a user: nothing else is read or run, work is bounded, nothing is lost."""

import os
import resource
from pathlib import Path

import pytest

from archspec import CompileError, Spec
from tests.backends.template_folders import EXTENDS, refused, tiny, write
from tests.commands import bad, good


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Spec:
    return tiny(tmp_path_factory.mktemp("spec"))


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A folder of templates, which is not there yet."""
    return tmp_path / "ours"


FORBIDDEN = {
    "{{ ''.__class__ }}": "'__class__' is private",
    "{{ ''['__class__'] }}": "'__class__' is private",
    "{{ classes|attr('__class__') }}": "attr",
    "{{ classes[0]._x }}": "'_x' is private",
    "{{ self.__init__ }}": "private",
    "{{ super.__self__ }}": "private",
    "{{ cycler }}": "'cycler' is undefined",
    "{{ nothing }}": "'nothing' is undefined",
    "{{ network.nothing }}": "nothing",
    "{{ classes }}": "a list",
    "{{ none }}": "NoneType",
    "{{ network.upper }}": "only a text",
    "{{ network.upper() }}": "call only super()",
    "{% for i in range(10**9) %}x{% endfor %}": "call only super()",
    "{{ lipsum(n=1000000) }}": "call only super()",
    "{{ 'a' * 1000000000 }}": "arithmetic",
    "{{ 9 ** 999999999 }}": "arithmetic",
    "{{ -1 }}": "arithmetic",
    "{{ '%999999999d' % 1 }}": "arithmetic",
    "{{ 'a' ~ 'a' }}": "'~'",
    "{{ 'a'|center(1000000000) }}": "center",
    "{{ network|join }}{{ 1|join }}": "join",
    "{{ 'a'|upper(1) }}": "upper",
    "{% set super = network.upper %}{{ super() }}": "'super' has its own meaning",
    "{% for loop in network %}{% endfor %}": "'loop' has its own meaning",
    "{% set x %}a{% endset %}": "a block of 'set'",
    "{% macro m() %}{{ m() }}{% endmacro %}": "'macro'",
    "{% import 'part.j2' as p %}": "'import'",
    "{% from 'part.j2' import p %}": "'import'",
    "{% filter upper %}a{% endfilter %}": "a block of 'filter'",
    "{% for x in network recursive %}{% endfor %}": "'recursive'",
    "{% for x in network if x %}{% endfor %}": "'for ... if'",
    "{{ 'a' in network }}": "'in'",
    "{{ network[1:] }}": "slices",
    "{{ 1e999 }}": "fractions",
    "{{ [1, 2] }}": "lists",
    "{{ {'a': 1} }}": "dictionaries",
    "{% include '/etc/passwd' %}": "not the name of a template",
    "{% include '../tiny.yaml' %}": "not the name of a template",
    "{% include 'torch/../../tiny.yaml' %}": "not the name of a template",
    "{% include 'C:\\\\x' %}": "not the name of a template",
    "{% include 'archspec/../../README.md' %}": "not the name of a template",
    "{% include 'archspec/starter.yaml' %}": "archspec/starter.yaml",
    "{% include 'gone.j2' %}": "there is no file",
    "{% include network %}": "'include' takes the name",
    "{% include ['a', 'b'] %}": "'include' takes the name",
    "{% if %}": "Expected an expression",
    "{% for x in network %}": "end of template",
    "{{ 'unclosed }}": "unexpected char",
    "{% frobnicate %}": "unknown tag 'frobnicate'",
    "{{ 1|int }}": "int",
}
DEEP = {
    "brackets": f"{{{{ {'(' * 5000}1{')' * 5000} }}}}",
    "loops": "{% for a in network %}" * 30 + "{% endfor %}" * 30,
    "conditions": "{% if network %}" * 200 + "{% endif %}" * 200,
    "attributes": f"{{{{ network{'.upper' * 5000} }}}}",
    "inclusion": "{% include 'header.j2' %}",
}


@pytest.mark.quick
@pytest.mark.parametrize("text", FORBIDDEN, ids=lambda text: text[:40])
def test_a_template_asks_for_more_than_text(text: str, spec: Spec, ours: Path) -> None:
    write(ours, module=f"# first line\n{text}\n")
    refused(spec, str(ours), FORBIDDEN[text], "module.py.j2:2:")


@pytest.mark.quick
@pytest.mark.parametrize("kind", DEEP)
def test_a_template_nests_too_deeply(kind: str, spec: Spec, ours: Path) -> None:
    refused(spec, write(ours, header=DEEP[kind]), "nested too deeply", "header.j2:1:")


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
def test_a_template_that_would_not_end(kind: str, spec: Spec, ours: Path) -> None:
    write(ours, header=LARGE[kind])
    before = resource.getrusage(resource.RUSAGE_SELF)
    refused(spec, str(ours), "the templates", "header.j2:1:")
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert (
        after.ru_utime - before.ru_utime < 20
    )  # a second or two, where little else runs
    assert after.ru_maxrss - before.ru_maxrss < 300 * 1024


def doubled(form: str, last: str, count: int) -> dict[str, str]:
    """Templates p0.j2, p1.j2 and so on, each of which names the next one."""
    parts = {f"p{k}.j2": form.replace("NEXT", f"p{k + 1}.j2") for k in range(count)}
    return {**parts, f"p{count}.j2": last}


def test_templates_that_double_one_another(spec: Spec, ours: Path) -> None:
    form = "{% include 'NEXT' %}" * 2
    write(ours, header="{% include 'p0.j2' %}", **doubled(form, "x", 28))
    refused(spec, str(ours), "steps")
    form = "{% block b %}{{ super() }}{{ super() }}{% endblock %}"
    parts = doubled("{% extends 'NEXT' %}" + form, "{% block b %}xx{% endblock %}", 28)
    refused(spec, write(ours, header="{% extends 'p0.j2' %}", **parts), "the templates")
    refused(spec, write(ours, header="{% extends 'header.j2' %}"), "extends itself")
    parts = doubled("{% include 'NEXT' %}", "x", 40)
    refused(spec, write(ours, header="{% include 'p0.j2' %}", **parts), "more than 32")


def test_a_block_that_is_filled_in_a_loop(spec: Spec, ours: Path) -> None:
    loops = "{% for a in network %}" * 12
    part = loops + "{% block b scoped %}{% endblock %}" + "{% endfor %}" * 12
    text = "{% extends 'part.j2' %}{% block b %}" + "x" * 60000 + "{% endblock %}"
    refused(spec, write(ours, header=text, part=part), "the templates")


@pytest.mark.quick
def test_files_that_are_no_templates(spec: Spec, ours: Path) -> None:
    write(ours, header="# x")
    header = ours / "header.j2"
    header.write_bytes(b"# \xff\n")
    refused(spec, str(ours), "not UTF-8", "header.j2:1:")
    header.write_bytes(b"# \0\n")
    refused(spec, str(ours), "null bytes")
    with header.open("wb") as file:
        file.truncate(100 * 2**20)
    refused(spec, str(ours), "64 KiB")
    header.unlink()
    os.mkfifo(header)
    refused(spec, str(ours), "not a file")


@pytest.mark.quick
def test_links_that_lead_out(spec: Spec, ours: Path, tmp_path: Path) -> None:
    write(ours, part="# linked")
    header = ours / "header.j2"
    for target in ("/etc/hostname", "/dev/zero", "../beside.j2", __file__):
        header.symlink_to(target)
        refused(spec, str(ours), "a link to a place outside")
        header.unlink()
    write(tmp_path / "beside", part="# x")
    header.write_text("{% include 'torch/part.j2' %}")
    (ours / "torch").symlink_to(tmp_path / "beside")
    refused(spec, str(ours), "a link to a place outside", "header.j2:1:")
    (ours / "torch").unlink()
    header.unlink()
    header.symlink_to("part.j2")
    (tmp_path / "linked").symlink_to(ours)
    assert spec.emit("torch", tmp_path / "linked").startswith("# linked\n")


@pytest.mark.quick
def test_what_overrides_nothing(spec: Spec, ours: Path) -> None:
    refused(spec, str(ours), "there is no folder")
    refused(spec, __file__, "there is no folder")
    refused(spec, write(ours, part="x"), "has no templates")
    wrong = {"torch/PadConv2D.py": "x = 1", "PadConv2d.py": "", "pytorch/header.j2": ""}
    write(ours, **wrong)
    told = refused(spec, str(ours), "PadConv2d.py' has no effect")
    assert "no helper 'PadConv2D'" in told and "did you mean 'PadConv2d'?" in told
    assert "pytorch' does not have the name of a backend" in told


@pytest.mark.quick
def test_what_is_lost_beside_extends(spec: Spec, ours: Path) -> None:
    write(ours, module=f"{EXTENDS}# lost\n")
    refused(spec, str(ours), "belongs in a block", "module.py.j2:2:")
    block = "{% block imports %}{% endblock %}"
    for lost in (
        "{% if network %}lost{% endif %}",
        f"{{% if none %}}{block}{{% endif %}}",
    ):
        write(ours, module=f"{EXTENDS}{lost}")
        refused(spec, str(ours), "belongs in a block", "module.py.j2:2:")
    write(ours, module=EXTENDS * 2)
    refused(spec, str(ours), "only one other", "module.py.j2:2:")
    write(ours, module=f"{EXTENDS}{{% set a = network %}}\n{block}")
    refused(spec, str(ours), "does not define")
    write(ours, module=f"{EXTENDS}{{% block import %}}{{% endblock %}}")
    refused(spec, str(ours), "no block 'import'", "did you mean 'imports'?")
    part = "{% extends 'header.j2' %}\n{% block b %}{% endblock %}"
    write(ours, header="# x", part=part, module="{% extends 'part.j2' %}")
    refused(spec, str(ours), "no block 'b'", "part.j2:2:")


@pytest.mark.quick
def test_what_is_printed_is_python(spec: Spec, ours: Path) -> None:
    write(ours, header="# one\nAll rights reserved\n")
    refused(spec, str(ours), "header.j2, as printed", ":2:1", "not Python")
    write(ours, header="# one", module="{% if true %}\nx = (\n{% endif %}\n")
    assert "header.j2" not in refused(spec, str(ours), "module.py.j2", "not Python")
    write(ours, module="x = 1\n")
    refused(spec, str(ours), "does not print the class 'Tiny'")
    loop = "{% for class in classes %}\nclass {{ class.name }}:\n  y\n{% endfor %}"
    refused(spec, write(ours, module=loop), "does not define 'y'")
    refused(spec, write(ours, module="{{ '\\0' }}"), "not Python")
    loop = "{% for a in classes[0].methods[0][0] %}{{ a }}1{% endfor %}"
    refused(spec, write(ours, module=loop), "not Python")


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
def test_a_helper_is_python(spec: Spec, ours: Path) -> None:
    def helper(text: str, *parts: str) -> None:
        refused(spec, write(ours, **{"torch/PadConv2d.py": text}), *parts)

    helper("class PadConv2d(\n", "PadConv2d.py:1:", "not Python")
    helper("\n\nclass Padded:\n    pass\n", "does not define 'PadConv2d'")
    helper("class PadConv2d(np.A):\n    pass\n", "does not define 'np'", "'imports'")


@pytest.mark.parametrize("line", ["# coding: utf-7", "# vim: fileencoding=latin-1"])
def test_a_file_is_read_as_it_was_printed(line: str, spec: Spec, ours: Path) -> None:
    write(ours, header=f"{line}\n# +AAo-import os é\n")
    refused(spec, str(ours), "declares another encoding")
    write(ours, header="# coding: utf-8\n# é\n")
    assert spec.emit("torch", ours).startswith("# coding: utf-8\n# é\n\n")


def test_nothing_is_written(ours: Path, tmp_path: Path) -> None:
    tiny(tmp_path)
    given = str(tmp_path / "tiny.yaml"), "-b", "torch", "--template"
    write(ours, header="{{ x }}")
    target = ["-o", str(tmp_path / "net.py")]
    for more in (["--check"], ["--source-map", str(tmp_path / "map.json")], []):
        told = bad(1, "emit", *given, str(ours), *target, *more)
        assert told.startswith("error: 'x' is undefined\n --> ")
    bad(1, "verify", *given, str(ours))
    assert {path.name for path in tmp_path.iterdir()} == {"tiny.yaml", "ours"}
    write(ours, header="# x")
    assert good("emit", *given, str(ours)).startswith("# x\n\n")
