"""Words of Ukrainian and Russian are data: no string in code holds them, but in `languages`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = [
    "core",
    "lake",
    "encoders",
    "corpora",
    "comparers",
    "translators",
    "aligners",
    "reports",
    "parallax",
    "flows",
    "cli",
    "benchmarks",
]


def literals(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the strings of a module, statements that are only a string (docstrings) left out."""
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node


@pytest.mark.parametrize("package", PACKAGES)
def test_no_string_holds_cyrillic_letters(package):
    found = {
        str(file.relative_to(ROOT)): [node.value[:60] for node in strings]
        for file in (ROOT / package).rglob("*.py")
        if (strings := [n for n in literals(_tree(file)) if re.search("[\u0400-\u04ff]", n.value)])
    }
    assert found == {}


def _tree(file: Path) -> ast.AST:
    return ast.parse(file.read_text(encoding="utf-8"))
