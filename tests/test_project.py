"""The project's own description is true: dependencies, pins, and the commands that everybody runs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).parents[1]
OURS = {"core", "bots", "channels", "storage", "web", "app", "cli", "demo", "simulator", "tests", "bench"}
RUNNING = ("core", "bots", "channels", "storage", "web", "app", "cli", "demo", "simulator")
NOT_IMPORTED = {
    "ruff", "mypy", "import-linter", "types-psutil", "secantusdb", "pytest-asyncio", "pytest-xdist", "setuptools",
    "schemathesis",
}  # fmt: skip
"""Tools and plug-ins, and the database that is only ever a process."""
SELDOM = {"fpdf", "matplotlib", "pikepdf", "pyarrow", "pillow_heif"}
"""Libraries for what somebody asks for now and then: they take longer to load than most of what starts."""
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


WITH_OTHERS = frozenset({"pydantic", "bson", "multidict"})
"""What comes with pydantic-settings, with pymongo, and with aiohttp, whose headers it is."""


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
    assert set() == imported(*RUNNING) - needed - WITH_OTHERS - {"python-dotenv"}


def test_a_start_loads_nothing_that_is_seldom_needed() -> None:
    """Neither the bridge nor a command waits for libraries that draw papers, charts and tables of columns."""
    code = "import sys, app.runtime, cli.main; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set() == SELDOM & set(done.stdout.split())


def test_what_tests_and_benchmarks_import_is_declared() -> None:
    """The same for what only tests and benchmarks import."""
    needed, extras = declared()
    assert set() == imported("tests", "bench") - needed - extras - WITH_OTHERS - {"packaging"}


def test_nothing_is_declared_that_nobody_imports() -> None:
    """A dependency that is not used is not installed on anybody's machine."""
    needed, extras = declared()
    assert set() == (needed | extras) - imported(*RUNNING, "tests", "bench") - NOT_IMPORTED


PIN = re.compile(r"([A-Za-z0-9_.-]+)==([\w.]+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")


def pins(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Read a file of pins: each distribution with its version and the hashes of its files, and nothing else."""
    text = re.sub(r"^#.*\n", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert "" == PIN.sub("", text).strip(), "pins with hashes, and no index or option"
    found = PIN.findall(text)
    assert len(found) == len({plain(distribution) for distribution, _version, _hashes in found}), "each once"
    return {
        plain(distribution): (version, frozenset(re.findall("[0-9a-f]{64}", hashes)))
        for distribution, version, hashes in found
    }


def allowed(specifiers: str, version: str) -> bool:
    """Tell whether a version is within the range that is declared."""
    return SpecifierSet(specifiers).contains(Version(version), prereleases=True)


def test_what_runs_is_pinned_apart_from_what_tests() -> None:
    """`requirements.txt` has what runs, `requirements-dev.txt` that and what tests; what both have is the same."""
    running, testing = pins("requirements.txt"), pins("requirements-dev.txt")
    table = project()
    extras = table["optional-dependencies"]
    assert isinstance(table["dependencies"], list)
    assert isinstance(extras, dict)
    runs = [*table["dependencies"], *extras["embedded"]]
    assert set() == {plain(one) for one in runs} - set(running)
    assert set() == {plain(one) for one in extras["dev"]} - set(testing)
    assert set() == {"pytest", "hypothesis", "playwright", "ruff", "mypy"} & set(running)
    assert {name: pin for name, pin in running.items() if testing.get(name) != pin}.keys() <= {"setuptools"}


def test_pins_keep_to_what_is_declared() -> None:
    """A range that was changed in `pyproject.toml` shows in the pins: run `make lock`."""
    testing = pins("requirements-dev.txt")
    table = project()
    extras = table["optional-dependencies"]
    assert isinstance(table["dependencies"], list)
    assert isinstance(extras, dict)
    wanted = [Requirement(one) for one in [*table["dependencies"], *extras["embedded"], *extras["dev"]]]
    assert [] == [one.name for one in wanted if not allowed(str(one.specifier), testing[plain(one.name)][0])]


def test_pins_fit_other_machines() -> None:
    """What is compiled is pinned with the files of several machines, so that the hashes hold on all of them."""
    running = pins("requirements.txt")
    assert [] == [name for name in ("aiohttp", "pymongo", "msgspec", "numpy") if len(running[name][1]) < 10]


def test_licences_that_ask_something_are_named() -> None:
    """README names each distribution of `requirements.txt` whose licence is not a permissive one."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Licence")[2].lower()
    found = set()
    for name in pins("requirements.txt"):
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue
        words = " ".join([str(about.json.get("license_expression", "")), *(about.get_all("Classifier") or [])])
        if re.search(r"GPL|MPL|Mozilla Public|EUPL|EPL-", words):
            found.add(name)
    assert {"secantusdb", "python-telegram-bot", "certifi"} <= found
    assert [] == [name for name in sorted(found) if name not in readme]


def test_make_help_names_every_target() -> None:
    """`make help` lists what CONTRIBUTING and README promise, each with a sentence."""
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make (\w+) +\S", done.stdout, re.MULTILINE)
    wanted = "help install setup lock demo story test faults turns acts danger mentions check bench clean"
    assert set(wanted.split()) == set(listed)


def test_the_checks_run_what_a_developer_runs() -> None:
    """`.ci/run` is a correct script that forbids skips and calls the tests and the fault runs, in this order."""
    script = ROOT / ".ci" / "run"
    subprocess.run(["bash", "-n", script], check=True)
    text = script.read_text(encoding="utf-8")
    assert ["step test", "step faults"] == re.findall(r"^step \w+", text, re.MULTILINE)
    assert "export CI=true" in text
    assert script.stat().st_mode & 0o111
