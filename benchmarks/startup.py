"""Commands as processes of their own, against the imports that they cannot do without."""

import os
import resource
import subprocess
import sys

from benchmarks.measure import Task, interleaved, milliseconds, ratio, table
from benchmarks.page import renew

ROUNDS = 15
IMPORTS = "from pydantic import BaseModel; import jinja2, yaml"
COMMANDS = {
    "--help": ["--help"],
    "check": ["check", "specs/resnet50.yaml"],
    "emit": ["emit", "specs/resnet50.yaml", "--backend", "paddle"],
    "show": ["show", "specs/resnet50.yaml"],
}


def section() -> str:
    """The results, in Markdown."""
    bare = process("-c", IMPORTS)
    commands = {
        name: process("-m", "archspec", *args) for name, args in COMMANDS.items()
    }
    taken = interleaved({"bare": bare, "again": bare, **commands}, ROUNDS)
    names = {"bare": f"`python -c '{IMPORTS}'`", "again": "the same again"}
    names |= {name: f"`archspec {' '.join(args)}`" for name, args in COMMANDS.items()}
    rows = [
        (names[name], milliseconds(times), f"{ratio(times, taken['bare']):.2f}")
        for name, times in taken.items()
    ]
    return f"""## Start-up

Each command runs in a separate process, with compiled bytecode for all modules, in {ROUNDS}
rounds.

{table(("command", "ms", "ratio"), rows)}"""


def process(*args: str) -> Task:
    """Runs Python with these arguments."""
    # Bytecode is written by the first round, as an installation does, and then used.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE"
    }

    def run() -> float:
        before = spent()
        subprocess.run(
            [sys.executable, *args], env=environment, capture_output=True, check=True
        )
        return spent() - before

    return run


def spent() -> float:
    """The processor time of all processes that were started and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    renew(section())
