"""The project's own checks besides pytest: name, command line that changes nothing, command line that mends."""

import sys
from dataclasses import dataclass

PLACES = ("src", "tests")
TEMPLATES = "src/knutepunkt"


@dataclass(frozen=True, slots=True)
class Tool:
    """One check. `mend` is empty where only a person can."""

    name: str
    check: tuple[str, ...]
    mend: tuple[str, ...] = ()


def module(name: str, *arguments: str) -> tuple[str, ...]:
    """Run a tool of the private environment without its start script, whose first line breaks on long paths."""
    return (sys.executable, "-m", name, *arguments)


LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"

TOOLS = (
    Tool("ruff", module("ruff", "check", "--quiet", *PLACES), module("ruff", "check", "--quiet", "--fix", *PLACES)),
    Tool(
        "format", module("ruff", "format", "--check", "--quiet", *PLACES), module("ruff", "format", "--quiet", *PLACES)
    ),
    Tool("types", module("mypy", "--no-error-summary")),
    Tool("import contracts", (sys.executable, "-c", LINT_IMPORTS)),
    Tool("templates", module("djlint", "--lint", "--quiet", TEMPLATES, "--extension", "html")),
    Tool("generated docs", module("knutepunkt", "docs", "--check"), module("knutepunkt", "docs")),
)
