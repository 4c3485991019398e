"""Renders a user's templates: reads only their folder, and bounds their work."""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, cast

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateRuntimeError,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from archspec import assets
from archspec.templating.folder import Folder
from archspec.templating.language import SPEND, count_work, named, refuse_foreign
from archspec.text.files import read_source
from archspec.text.problems import suggest
from archspec.text.source import Source

MAX_FILES = 32  # templates of one emitted file
MAX_WORK = 5_000_000  # nodes of templates that run
OWN = "archspec/module.py.j2"  # the template that comes with archspec


class Sandbox(ImmutableSandboxedEnvironment):
    """Renders a template of a folder.

    Args:
        folder: the folder that it reads.
        room: the number of characters that it prints at most.
    """

    def __init__(self, folder: Folder, room: int):
        self.files = FolderLoader(folder)
        self._work = MAX_WORK
        self._room = self._left = room
        super().__init__(
            loader=self.files,
            undefined=StrictUndefined,
            finalize=self._count_text,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,  # no constant is computed before the work is counted
            auto_reload=False,
        )
        self.globals = {}
        self.filters = {name: self._counted(call) for name, call in FILTERS.items()}
        self.filters[SPEND] = self._spend
        self.tests = {"defined": _is_defined, "none": _is_none}

    def get_template(
        self,
        name: "str | Template",
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """A template, which spends work each time that it is used."""
        template = super().get_template(name, parent, globals)
        self._spend("", self.files.work[template.name or ""])
        return template

    def _spend(self, text: str, work: int) -> str:
        self._work -= work
        if self._work < 0:
            message = f"the templates take more than {MAX_WORK:,} steps"
            raise TemplateRuntimeError(message)
        return text

    @pass_context  # so that Jinja does not call it before the template runs
    def _count_text(self, context: Context, value: object) -> object:
        """The text that is printed for ``value``."""
        del context
        if isinstance(value, Undefined):
            return str(value)  # raises
        if not isinstance(value, str | int):
            kind = type(value).__name__
            raise TemplateRuntimeError(f"only a text can be printed, not a {kind}")
        self._spend("", 1)
        self._left -= len(value) if isinstance(value, str) else 1
        if self._left < 0:
            message = f"the templates print more than {self._room:,} characters"
            raise TemplateRuntimeError(message)
        return value

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """A filter that spends work in proportion to its value."""

        def counted(value: Any, *args: Any) -> Any:
            between = _length(args[0]) if args else 0
            self._spend("", _length(value) * (1 + between))
            return call(value, *args)

        return counted


class FolderLoader(BaseLoader):
    """Loads the templates of a folder, and ``OWN``.

    Attributes:
        sources: the templates that were read, by name.
        work: the work that each takes.
    """

    def __init__(self, folder: Folder):
        self._folder = folder
        self._blocks: dict[str, set[str]] = {}
        self.sources: dict[str, Source] = {}
        self.work: dict[str, int] = {}

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """Read, check and compile a template."""
        if name in self.sources:
            raise TemplateRuntimeError(f"'{name}' extends itself")
        if len(self.sources) >= MAX_FILES:
            message = f"one file uses more than {MAX_FILES} templates"
            raise TemplateRuntimeError(message)
        self.sources[name] = source = self._read(name)
        tree = environment.parse(source.text, name, name)
        refuse_foreign(tree, name)
        for other, line in named(tree):
            fault = None if other == OWN else self._folder.fault(other)
            if fault is not None:
                raise TemplateSyntaxError(fault.message, line, name)
        self._check_blocks(environment, tree, name)
        self.work[name] = count_work(tree)
        tree.set_environment(environment)
        code = environment.compile(tree, name, name)
        return environment.template_class.from_code(
            environment, code, {} if globals is None else globals
        )

    def _read(self, name: str) -> Source:
        if name != OWN:
            return self._folder.read(name)
        path = assets.folder("templates") / "module.py.j2"
        return Source(name, read_source(path).text)

    def _check_blocks(
        self, environment: Environment, tree: nodes.Template, name: str
    ) -> None:
        """Refuse a block that replaces none of the extended template: it would be lost."""
        own = {block.name for block in tree.find_all(nodes.Block)}
        self._blocks[name] = own
        extended = tree.find(nodes.Extends)
        if extended is None:
            return
        assert isinstance(extended.template, nodes.Const)
        parent = extended.template.value
        environment.get_template(parent)
        self._blocks[name] = own | self._blocks[parent]
        for node in tree.body:
            if isinstance(node, nodes.Block) and node.name not in self._blocks[parent]:
                message = f"'{parent}' has no block {node.name!r}"
                hint = suggest(node.name, self._blocks[parent])
                message += f"; {hint}" if hint else ""
                raise TemplateSyntaxError(message, node.lineno, name)


def _length(value: Any) -> int:
    """The characters of a text or of a list of texts; 1 for anything else."""
    match value:
        case str():
            return len(value)
        case list():
            items = cast("list[object]", value)
            return sum(len(item) if isinstance(item, str) else 1 for item in items)
        case _:
            return 1


def _is_defined(value: object) -> bool:
    return not isinstance(value, Undefined)


def _is_none(value: object) -> bool:
    return value is None


def _default(value: object, other: object) -> object:
    return other if isinstance(value, Undefined) else value


def _join(values: list[str], between: str = "") -> str:
    return between.join(values)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "default": _default,
    "join": _join,
    "length": len,
    "lower": str.lower,
    "title": str.title,
    "trim": str.strip,
    "upper": str.upper,
}
