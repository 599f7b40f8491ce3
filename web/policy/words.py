"""How these pages say things."""

from __future__ import annotations

from dataclasses import dataclass

from core.city.texts import Texts


@dataclass(frozen=True)
class Say:
    """Say a text below `policy` in one language: what templates of this room call ``p``."""

    texts: Texts
    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Say it."""
        return self.texts.say(f"policy.{key}", self.language, **values)
