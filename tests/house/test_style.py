"""The house style runs: what house.md asks of code is executed here."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "knutepunkt"
ROOMS = [
    "foundation", "ui", "paper", "audit", "identity", "law", "access", "organisation", "tasks", "messaging", "people", "consent",
    "coordination", "plans", "intake", "exchange", "portal", "front", "demo",
]  # fmt: skip
# Rooms look down only; siblings are blind to each other (the same layers as in pyproject.toml).
LAYERS = [
    {"foundation"}, {"paper", "ui"}, {"audit"}, {"identity"}, {"law"}, {"access"}, {"organisation"}, {"tasks", "messaging"}, {"people"},
    {"consent"}, {"coordination"}, {"plans", "intake"}, {"front", "portal", "exchange"}, {"demo"}, {"config"}, {"command"},
]  # fmt: skip
HEIGHT = {room: height for height, layer in enumerate(LAYERS) for room in layer}
FILES = sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)
LONGEST_FILE = 300
LONGEST_FUNCTION = 60


def room_of(path):
    return path.relative_to(SRC).parts[0]


def name_of(path):
    return str(path.relative_to(SRC))


def tree_of(path):
    return ast.parse(path.read_text())


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_introduces_itself(room):
    doc = ast.get_docstring(ast.parse((SRC / room / "__init__.py").read_text()))

    assert doc
    assert len(doc.split()) >= 8


def test_files_and_functions_stay_small():
    long_files = {name_of(p): n for p in FILES if (n := p.read_text().count("\n")) > LONGEST_FILE}
    long_functions = {
        f"{name_of(p)}:{node.name}": size
        for p in FILES
        for node in ast.walk(tree_of(p))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (size := (node.end_lineno or 0) - node.lineno) > LONGEST_FUNCTION
    }

    assert (long_files, long_functions) == ({}, {})


def test_string_references_look_down_as_imports_do():
    wrong = []
    for path in FILES:
        room = room_of(path)
        if room not in HEIGHT:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                match = re.fullmatch(r"([a-z]+)\.[A-Z][A-Za-z]+", node.value)
                if match and match[1] in HEIGHT and match[1] != room and HEIGHT[match[1]] >= HEIGHT[room]:
                    wrong.append(f"{name_of(path)}:{node.lineno} {node.value}")

    assert wrong == []


def test_nothing_goes_around_the_import_direction():
    around = re.compile(r"apps\.get_model\(|import_module\(|__import__\(")
    allowed = {"command"}

    assert [name_of(p) for p in FILES if room_of(p) not in allowed and around.search(p.read_text())] == []


def test_a_state_changes_only_by_a_move():
    assigned = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        if name_of(path) != "access/moves.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]
    updated = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
        if any(keyword.arg == "state" for keyword in node.keywords) and room_of(path) != "messaging"
    ]

    assert (assigned, updated) == ([], [])


def test_views_reach_rows_only_through_what_the_actor_may_see():
    views = [p for p in FILES if "views" in p.parts or p.name.startswith("views")]
    assert views
    reaching = [
        f"{name_of(p)}:{number}"
        for p in views
        for number, line in enumerate(p.read_text().splitlines(), 1)
        if re.search(r"\b[A-Z]\w+\.objects\b", line) and "Account.objects" not in line
    ]

    assert reaching == []


def operations():
    """What a room offers as its operations: all of a module, or what a folder's `__all__` names."""
    for path in FILES:
        offered = None
        if path.parent.name == "operations":
            start = tree_of(path.parent / "__init__.py")
            offered = {
                constant.value
                for node in start.body
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
                for constant in ast.walk(node.value)
                if isinstance(constant, ast.Constant)
            }
        elif path.name != "operations.py":
            continue
        for node in tree_of(path).body:
            if (
                isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and (offered is None or node.name in offered)
            ):
                yield pytest.param(node, id=f"{name_of(path)}:{node.name}")


def test_there_are_operations():
    assert len(list(operations())) > 100


@pytest.mark.parametrize("node", list(operations()))
def test_an_operation_is_a_sentence(node):
    assert ast.get_docstring(node), "an operation tells its effect"
    if "by" in {arg.arg for arg in node.args.kwonlyargs}:
        assert len(node.args.args) <= 1, "arguments are named"
    else:
        assert "by" not in {arg.arg for arg in node.args.args}, "who acts is named"


def test_no_law_is_written_into_code():
    paragraph = re.compile(r"§")
    wrong = []
    for path in FILES:
        if room_of(path) in {"law", "demo"} or "data" in path.parts:
            continue
        tree = tree_of(path)
        docs = {id(node.body[0].value) for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list) and node.body
                and isinstance(node.body[0], ast.Expr)}  # fmt: skip
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docs
                and paragraph.search(node.value)
            ):
                wrong.append(f"{name_of(path)}:{node.lineno}")

    assert wrong == []


def test_no_age_is_written_into_code():
    wrong = []
    for path in FILES:
        if room_of(path) in {"law", "demo", "command", "ui", "paper"}:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Compare):
                names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} | {
                    n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)
                }
                numbers = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, int)}
                if any(
                    "age" in name.lower().split("_") or name.lower() in {"years", "alder"} for name in names
                ) and numbers - {0, 1}:
                    wrong.append(f"{name_of(path)}:{node.lineno}")

    assert wrong == []


SUPPRESSION = re.compile(r"#\s*(noqa(?!:)|noqa:[^#]*|type: ignore(\[[^\]]*\])?)(.*)$")


def test_every_exception_to_a_rule_carries_its_reason():
    bare = []
    for path in FILES:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if "noqa" in line and not re.search(r"noqa: [A-Z]+[0-9]+(, [A-Z]+[0-9]+)* -- \S+", line):
                bare.append(f"{name_of(path)}:{number}")
            if "type: ignore" in line and not re.search(r"type: ignore\[[a-z\-, ]+\]\s+# \S+", line):
                bare.append(f"{name_of(path)}:{number}")

    assert bare == []


def test_templates_hold_no_style_or_script_of_their_own():
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", re.IGNORECASE)

    assert [name_of(p) for p in SRC.rglob("*.html") if inline.search(p.read_text())] == []


def test_page_titles_name_a_kind_of_page_only():
    titles = {
        name_of(p): match[1]
        for p in SRC.rglob("templates/**/*.html")
        if (match := re.search(r"{% block title %}(.*?){% endblock", p.read_text(), re.DOTALL))
    }

    assert titles
    assert {name: title for name, title in titles.items() if re.search(r"person|full_name|actor|\.name", title)} == {}
