"""``archspec completion``: completion scripts for shells."""

import click

from archspec.cli.complete import VARIABLE

SHELLS = ("bash", "zsh", "fish")

# click's own script offers either names or files, adds a space after a folder, and does
# not handle `--backend=`, which bash splits into three words.
BASH = """\
%(complete_func)s() {
    local kind value word words=()
    for word in "${COMP_WORDS[@]:0:COMP_CWORD}"; do
        [[ $word == = ]] || words+=("$word")
    done
    local place=${#words[@]}
    words+=("${COMP_WORDS[COMP_CWORD]}")
    while IFS=, read -r kind value; do
        if [[ $kind == file || $kind == dir ]]; then
            compopt -o filenames
            mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$value")
        else
            COMPREPLY+=("$value")
        fi
    done < <(
        IFS=$'\\n'
        env COMP_WORDS="${words[*]}" COMP_CWORD="$place" \\
            %(complete_var)s=bash_complete "$1"
    )
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a script with which SHELL completes commands, options, backends and specs.

    \b
    For example:
      archspec completion bash >> ~/.bashrc
      archspec completion zsh >> ~/.zshrc
      archspec completion fish > ~/.config/fish/completions/archspec.fish

    It takes effect in new shells. In zsh, 'autoload -Uz compinit' and 'compinit' must
    precede it.
    """
    from click.shell_completion import ShellComplete, get_completion_class

    from archspec.cli.output.report import put

    group = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(group, {}, "archspec", VARIABLE)
    # Not `script.source()`, which runs bash to find its version.
    put(
        BASH % script.source_vars() if shell == "bash" else ShellComplete.source(script)
    )
