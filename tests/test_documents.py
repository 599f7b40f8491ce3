"""Documents do not rot: what they name and link to exists, and nothing of one machine is in the tree."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
import typer.main

from app.observe import Observer
from app.settings import names
from cli.main import app
from core.city.limits import Limits
from storage.mongo.indexes import INDEXES
from tests.faults.journeys import JOURNEYS

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
SETTING = re.compile(
    r"\b(?:KANAL|TELEGRAM|META|GRAPH|WHATSAPP|MESSENGER|INSTAGRAM|SMS)_[A-Z_]+[A-Z]\b|\bX_[A-Z]+_[A-Z]+\b"
)
OF_TESTS = {"KANAL_TEST_MONGODB_URI"}
COMMAND = re.compile(r"`(?:[A-Z_]+=\S+ )?(?:\.venv/bin/)?kanal ([a-z]+)(?: ([a-z]+))?")
TARGET = re.compile(r"\bmake ([a-z]+)\b")
FILE = re.compile(
    r"`((?:core|bots|channels|storage|web|app|cli|demo|simulator|tests|bench|cities|docs|\.ci)/[\w./-]+\.(?:py|toml|md|json))(?:::\w+)?`"
)
MODULE = re.compile(r"python -m (bench\.\w+)")
METRIC = re.compile(r"`((?:kanal|process)_[a-z_]+)`")
COLLECTION = re.compile(r"""onnection\["([a-z_.]+)"\]""")
HAPPENING = re.compile(r"^\| (`[a-z_]+`(?:, `[a-z_]+`)*) \|", re.MULTILINE)


def _lines(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


@cache
def tracked() -> tuple[Path, ...]:
    """Give the files of the project, as git knows them."""
    found = [ROOT / line for line in _lines("ls-files")]
    return tuple(path for path in found if path.is_file())


def documents() -> list[Path]:
    """Give every document."""
    return [path for path in tracked() if path.suffix == ".md"]


def name_of(path: Path) -> str:
    """Give a path as it is known below the root."""
    return path.relative_to(ROOT).as_posix()


def anchors(text: str) -> set[str]:
    """Give the anchors of a page's headings, as the usual renderers make them."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


DOCUMENTS = documents()
EACH = pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)


def test_there_are_documents() -> None:
    """The pages that a newcomer, an operator and a developer look for are there."""
    wanted = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/operations.md"}
    assert wanted <= {name_of(path) for path in DOCUMENTS}


@EACH
def test_links_resolve(path: Path) -> None:
    """Every link to a file or heading of the project has one to go to."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    for link in (first or second for first, second in LINK.findall(text)):
        if "://" in link or link.startswith("mailto:"):
            continue
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@EACH
def test_settings_exist(path: Path) -> None:
    """Every setting that is named is one."""
    named = set(SETTING.findall(path.read_text(encoding="utf-8")))
    assert set() == named - set(names()) - OF_TESTS


@EACH
def test_commands_exist(path: Path) -> None:
    """Every `kanal` command that is named is one, subcommands included."""
    command = typer.main.get_command(app)
    known = dict(getattr(command, "commands", {}))
    for word, sub in COMMAND.findall(path.read_text(encoding="utf-8")):
        assert word in known, word
        subs = getattr(known[word], "commands", {})
        if subs and sub:
            assert sub in subs, f"{word} {sub}"


@EACH
def test_targets_exist(path: Path) -> None:
    """Every `make` target in code is one."""
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    code = "\n".join([*re.findall(r"`[^`\n]+`", text), *FENCE.findall(text)])
    assert set() == set(TARGET.findall(code)) - made


@EACH
def test_files_and_modules_exist(path: Path) -> None:
    """Every source file, test and benchmark that is named is there; NAME stands for a new one."""
    text = path.read_text(encoding="utf-8")
    files = [ROOT / name for name in FILE.findall(text)]
    files += [_source_of(module) for module in MODULE.findall(text)]
    assert [] == [name_of(file) for file in files if "NAME" not in name_of(file) and not file.exists()]


def test_the_glossary_knows_the_vocabulary() -> None:
    """Each struct of `core/vocabulary` is named in the glossary, and none that is not there."""
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    structs = {
        node.name
        for path in (ROOT / "core/vocabulary").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    assert structs == set(re.findall(r"`([A-Z]\w+)`", page))


def test_the_glossary_defines_each_word_once() -> None:
    """A word has one line, and each line names the file where it lives."""
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    lines = [
        line for line in page.splitlines() if re.match(r"\| [a-z]", line) and not line.startswith(("| word", "| file"))
    ]
    words = [word for line in lines for word in line.split("|")[1].strip().split(", ")]
    assert len(set(words)) == len(words)
    assert [] == [line for line in lines if not FILE.search(line.split("|")[3])]
    assert 50 < len(words)


def test_metrics_are_those_of_the_code() -> None:
    """The handbook has every metric, under the name that a scrape shows, and no other."""
    shown = {line.split()[2] for line in Observer().exposition().decode().splitlines() if line.startswith("# HELP")}
    named = set(METRIC.findall((ROOT / "docs/operations.md").read_text(encoding="utf-8")))
    assert shown == named


def test_log_lines_are_those_of_the_code() -> None:
    """Every log line that the handbook explains is written somewhere."""
    section = (
        (ROOT / "docs/operations.md").read_text(encoding="utf-8").partition("| log line |")[2].partition("\n\n")[0]
    )
    named = [name.strip("`") for group in HAPPENING.findall(section) for name in group.split(", ")]
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in tracked()
        if name_of(path).startswith(("app/", "bots/", "channels/", "core/", "web/"))
    )
    assert 8 < len(named)
    assert [] == [name for name in named if f'"{name}"' not in code]


def test_the_table_of_collections_is_that_of_the_store() -> None:
    """The developers' page names every collection that the store writes, and no other."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    table = page.partition("| collection |")[2].partition("\n\n")[0]
    named = [name for row in table.splitlines()[2:] for name in re.findall(r"`([a-z_.]+)`", row.split("|")[1])]
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "storage/mongo").glob("*.py"))
    assert sorted({*INDEXES, *COLLECTION.findall(code)}) == sorted(named)


def test_every_limit_is_explained() -> None:
    """The page on city packs has a row for every limit, with the value that it has by itself."""
    page = (ROOT / "docs/city-pack.md").read_text(encoding="utf-8")
    table = page.partition("| limit | default |")[2].partition("\n\n")[0]
    told: dict[str, str] = {}
    for row in table.splitlines()[2:]:
        _, limits, values, *_rest = row.split("|")
        told |= dict(zip(re.findall(r"`(\w+)`", limits), values.split(","), strict=True))
    assert {field.name: str(field.default) for field in fields(Limits)} == {name: told[name].strip() for name in told}


def test_readme_names_every_command() -> None:
    """The table of commands has each command, and each of its subcommands."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("| command |")[2].partition("\n\n")[0]
    command = typer.main.get_command(app)
    every = []
    for word, one in getattr(command, "commands", {}).items():
        subs = getattr(one, "commands", {})
        every += [f"`kanal {word} {sub}" for sub in subs] if subs else [f"`kanal {word}"]
    assert 20 < len(every)
    assert [] == [one for one in every if one not in text]


def test_the_changelog_says_each_thing_once() -> None:
    """No version has a heading twice, and no line stands in two places."""
    for version in re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        lines = [line for line in version.splitlines() if line.startswith(("### ", "- "))]
        assert 3 < len(lines)
        assert [] == [line for line, count in Counter(lines).items() if count > 1]


def test_the_named_journey_of_the_fault_runs_exists() -> None:
    """The example of a single kill can be copied."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"--kill (\w+):(?:before|after):\d+", text)
    assert named
    assert set(named) <= set(JOURNEYS)


FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.~<-])/(?:work|tmp|root|home)/[a-z]"),
    "a package registry's host": re.compile(r"\b(?:files\.pythonhosted|pypi|test\.pypi|registry\.npmjs)\.org\b"),
    "a package index": re.compile(r"--(?:extra-)?index-url|--find-links"),
}


def test_nothing_of_one_machine_is_in_the_tree() -> None:
    """No tracked file names a path of somebody's machine, a package registry or an index."""
    found = []
    for path in tracked():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        found += [f"{name_of(path)}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert [] == found


def test_documents_outside_of_the_project_are_not_cited() -> None:
    """Code and pages cite platforms' documentation and our own pages, nothing that a reader cannot open."""
    cited = re.compile(r"\b(?:design|mission|style|platforms)\.md\b")
    texts = {
        name_of(path): path for path in tracked() if path.suffix in (".py", ".md", ".toml") and path != Path(__file__)
    }
    assert [] == [name for name, path in texts.items() if cited.search(path.read_text(encoding="utf-8"))]


def _source_of(module: str) -> Path:
    """Give the file that is run under a module's name: of a folder, its own beginning."""
    place = ROOT / module.replace(".", "/")
    return place / "__main__.py" if place.is_dir() else place.with_suffix(".py")
