"""The project's own description is true: dependencies, pins, and the commands that everybody runs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = {"core", "bots", "channels", "storage", "web", "simulator", "tests", "bench"}
RUNNING = ("core", "bots", "channels", "storage", "web", "simulator")
NOT_IMPORTED = {"ruff", "mypy", "import-linter", "types-psutil", "secantusdb", "pytest-asyncio", "setuptools"}
"""Tools and plug-ins, and the database that is only ever a process."""
PLANNED = {"x"}
"""Extras of channels that are decided on and not built."""


def plain(name: str) -> str:
    """Give a distribution's name in the one form that compares."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[ ;]", name, maxsplit=1)[0]).lower()


def project() -> dict[str, object]:
    """Read the table of the project."""
    found: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def declared() -> tuple[set[str], set[str]]:
    """Give the distributions that are needed to run, and those of the extras."""
    table = project()
    needed, extras = table["dependencies"], table["optional-dependencies"]
    assert isinstance(needed, list)
    assert isinstance(extras, dict)
    installed = [extra for name, extra in extras.items() if name not in PLANNED]
    return {plain(name) for name in needed}, {plain(name) for extra in installed for name in extra}


def imported(*folders: str) -> set[str]:
    """Give the distributions that the code in these folders imports."""
    modules: set[str] = set()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    modules |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    modules.add(node.module.partition(".")[0])
    of = packages_distributions()
    outside = modules - OURS - set(sys.stdlib_module_names)
    return {plain(of[module][0]) for module in outside if module in of} | {
        module for module in outside if module not in of
    }


def test_what_the_running_code_imports_is_declared() -> None:
    """A fresh machine has everything that the bridge imports."""
    needed, _extras = declared()
    assert set() == imported(*RUNNING) - needed - {"pydantic", "bson"}


def test_what_tests_and_benchmarks_import_is_declared() -> None:
    """The same for what only tests and benchmarks import."""
    needed, extras = declared()
    assert set() == imported("tests", "bench") - needed - extras - {"pydantic", "bson"}


def test_nothing_is_declared_that_nobody_imports() -> None:
    """A dependency that is not used is not installed on anybody's machine."""
    needed, extras = declared()
    assert set() == (needed | extras) - imported(*RUNNING, "tests", "bench") - NOT_IMPORTED


def test_everything_declared_is_pinned() -> None:
    """`requirements.txt` pins every declared distribution exactly, once, and names no index."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [] == [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9_.-]+==[\w.]+", pin)]
    names = [plain(pin) for pin in pins]
    needed, extras = declared()
    assert len(set(names)) == len(names)
    assert set() == (needed | extras) - set(names)


def test_make_help_names_every_target() -> None:
    """`make help` lists what CONTRIBUTING and README promise, each with a sentence."""
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make (\w+) +\S", done.stdout, re.MULTILINE)
    assert {"help", "setup", "demo", "story", "test", "faults", "turns", "danger", "check", "bench", "clean"} == set(
        listed
    )


def test_the_checks_run_what_a_developer_runs() -> None:
    """`.ci/run` is a correct script that forbids skips and calls the tests and the fault runs, in this order."""
    script = ROOT / ".ci" / "run"
    subprocess.run(["bash", "-n", script], check=True)
    text = script.read_text(encoding="utf-8")
    assert ["step test", "step faults"] == re.findall(r"^step \w+$", text, re.MULTILINE)
    assert "export CI=true" in text
    assert script.stat().st_mode & 0o111
