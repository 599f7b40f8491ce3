"""Two rules of CONTRIBUTING.md that no linter knows: what is expected stands first, and one dialect of docstrings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("core", "bots", "channels", "storage", "app", "cli", "demo", "simulator", "bench")
MADE_OF_VALUES = {"set", "frozenset", "tuple", "dict", "date", "datetime", "timedelta"}
SAID_OTHERWISE = {"Return": "Give", "Say whether": "Tell whether", "Say if": "Tell whether", "Get": "Give or Read"}
"""What other dialects say, and what this one says for it."""
NOUNS = {"Officials"}
AFTER_NOUNS = {"about", "and", "beside", "for", "in", "of", "on", "or", "out", "per", "that", "which", "with"}
"""What follows a noun at the beginning of a docstring, and hardly ever a verb: "Words of ours", "Takes requests"."""


def is_written_out(node: ast.expr) -> bool:
    """Tell whether an expression is a value that is written down: literals, constants, and what is made of them."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name.isupper() or name == "expected"
        case ast.Attribute(value=value, attr=name):
            return name.isupper() or is_written_out(value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return all(map(is_written_out, parts))
        case ast.Starred(value=value) | ast.UnaryOp(operand=value):
            return is_written_out(value)
        case ast.Dict(keys=keys, values=values):
            return all(is_written_out(part) for part in [*keys, *values] if part is not None)
        case ast.BinOp(left=left, right=right):
            return is_written_out(left) and is_written_out(right)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords):
            made = name[:1].isupper() or name in MADE_OF_VALUES
            return made and all(map(is_written_out, [*args, *(one.value for one in keywords)]))
        case _:
            return False


def backwards(tree: ast.AST) -> Iterator[ast.Compare]:
    """Find the comparisons of asserts in which the value that is written down stands second."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            for part in node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]:
                if not isinstance(part, ast.Compare) or [ast.Eq] != [type(one) for one in part.ops]:
                    continue
                if is_written_out(part.comparators[0]) and not is_written_out(part.left):
                    yield part


def foreign(docstring: str) -> str:
    """Give the words at the beginning of a docstring that another dialect would use, empty where it is ours."""
    first, second = [*docstring.split(maxsplit=2), "", ""][:2]
    for words in SAID_OTHERWISE:
        if docstring.startswith(f"{words} "):
            return words
    third = first.isalpha() and first[:1].isupper() and first.endswith("s") and not first.endswith("ss")
    return first if third and first not in NOUNS and second not in AFTER_NOUNS else ""


def test_what_is_expected_stands_first() -> None:
    """In each `assert` of the tests a value that is written down is left of what it is compared with."""
    found = [
        f"{path.relative_to(ROOT)}:{one.lineno}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for one in backwards(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert [] == found


def test_docstrings_speak_one_dialect() -> None:
    """They begin in the imperative: Give and not Return, Tell whether and not Say whether, Read and not Reads."""
    found = []
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    continue
                if words := foreign(ast.get_docstring(node) or "x"):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {words}")
    assert [] == found


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("assert 3 == f(x)", False),
        ("assert f(x) == 3", True),
        ("assert one.name == NAME", True),
        ("assert found == [Send('a'), None]", True),
        ("assert f(x) == g(y)", False),
        ("assert a and b == set()", True),
        ("assert 1 < f(x) == 3", False),
        ("assert f(x) is None", False),
    ],
)
def test_the_rule_is_decidable(line: str, wrong: bool) -> None:
    """Names that are not constants, and calls of functions, say nothing of which side is expected."""
    assert wrong == any(backwards(ast.parse(line)))


@pytest.mark.parametrize(
    ("docstring", "expected"),
    [("Give it.", ""), ("Gives it.", "Gives"), ("Return it.", "Return"), ("Words of ours.", ""), ("Pass it on.", "")],
)
def test_other_dialects_are_heard(docstring: str, expected: str) -> None:
    """Third person and the verbs of other houses are found, nouns and double s are not."""
    assert expected == foreign(docstring)
