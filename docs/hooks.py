"""Hooks of the site.

The pages can also be read in the repository. So the README becomes the home page, links to files
of the repository lead to copies, and lists get the indentation that Python-Markdown needs.
"""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
TOP = {"README.md": "index.md", "CHANGELOG.md": "changelog.md"}

_LINK = re.compile(r"(?<=\]\()([^)\s#:]+)(?=[#)])")
_FENCE = re.compile(r"`{3,}|~{3,}")
_ITEM = re.compile(r"([-*+]|\d+\.) +(?=\S)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the top folder under their names in the site."""
    for name, page in TOP.items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text()))
    return files


def on_page_markdown(
    markdown: str, page: Page, config: MkDocsConfig, files: Files
) -> str:
    """A page for the site."""
    written = {site: name for name, site in TOP.items()}
    source = written.get(page.file.src_uri, f"docs/{page.file.src_uri}")

    def linked(match: re.Match[str]) -> str:
        folder = posixpath.dirname(source)
        target = posixpath.normpath(posixpath.join(folder, match[1]))
        if (ROOT / target).is_dir():
            target += "/README.md"
        if not (ROOT / target).exists():
            return match[1]  # the strict build reports it
        here = TOP.get(target, target.removeprefix("docs/"))
        if here == target:
            here = f"files/{target}"
            if not files.get_file_from_path(here):
                path = str(ROOT / target)
                files.append(File.generated(config, here, abs_src_path=path))
        return posixpath.relpath(here, posixpath.dirname(page.file.src_uri) or ".")

    return indented(_LINK.sub(linked, markdown))


def indented(markdown: str) -> str:
    """What is in a list, four columns further in for each level of it."""
    lines: list[str] = []
    columns = [0]  # where the text of each open level starts
    fence, loose = "", False
    for line in markdown.splitlines():
        text, outside = line.lstrip(), columns == [0]
        if text and not fence:
            while len(line) - len(text) < columns[-1]:
                columns.pop()
        level, line = len(columns) - 1, line[columns[-1] :]
        if found := _FENCE.match(text):
            fence = "" if found[0] == fence else fence or found[0]
        elif not fence and (item := _ITEM.match(line)):
            if (outside or loose) and lines and lines[-1]:
                lines.append("")
            loose = False
            columns.append(columns[-1] + item.end())
        loose = loose or not line
        lines.append("    " * level + line if line else "")
    return "\n".join(lines) + "\n"
