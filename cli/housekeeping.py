"""What ``kanal doctor`` finds on this machine: who can read the files, and how much space is left."""

import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from app.environment import strange_names
from channels.contract import Finding

SPACE_BYTES = 500 * 1024 * 1024
"""Below it the embedded database has days at best: a photo is a few hundred kilobytes."""


def settings_file(env_file: Path, environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """Judge the settings file: only its owner reads it, and every name in it is one."""
    findings = []
    if env_file.is_file() and _open(env_file):
        findings.append(Finding("settings", False, f"other users can read {env_file}", f"chmod 600 {env_file}"))
    for one in strange_names(env_file, environment):
        advice = f"did you mean {one.nearest}?" if one.nearest else "take it out; .env.example has all names"
        findings.append(Finding("settings", False, f"{one.name} in {one.place} is no setting", advice))
    return findings


def data_folder(folder: Path) -> list[Finding]:
    """Judge the embedded database's folder: closed to others, on a disk with space."""
    if not folder.is_dir():
        return []
    findings = []
    if _open(folder):
        findings.append(Finding("data", False, f"other users can read {folder}", f"chmod -R go-rwx {folder}"))
    free = shutil.disk_usage(folder).free
    space = f"{free // 1024**2} MB free in {folder}"
    findings.append(Finding("disk", free >= SPACE_BYTES, space, "make space: without it nothing can be taken"))
    return findings


def _open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
