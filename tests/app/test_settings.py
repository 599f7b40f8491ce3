"""The city that is served where nobody names one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import only_city


@pytest.mark.parametrize(
    ("packs", "chosen"),
    [(("base", "ambarawa"), "cities/ambarawa"), (("base",), "cities"), (("base", "ambarawa", "lembah"), "cities")],
)
def test_the_only_pack_needs_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packs: tuple[str, ...], chosen: str
) -> None:
    """Beside the base pack one city is the one that is meant; of several one has to be named."""
    for pack in packs:
        (tmp_path / "cities" / pack).mkdir(parents=True)
        if pack != "base":
            (tmp_path / "cities" / pack / "city.toml").touch()
    monkeypatch.chdir(tmp_path)

    assert Path(chosen) == only_city()
