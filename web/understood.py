"""What is read out of somebody's words before they are sent, for them to correct."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.reading.judgement import Emergency
from web.site import Site


@dataclass(frozen=True)
class Understood:
    """The guesses that a form is filled in with; ``unsure`` is a kelurahan that may be meant."""

    category: str
    kelurahan: str = ""
    unsure: str = ""
    landmark: str = ""
    danger: Emergency | None = None
    private: bool = False
    """The words accuse or name somebody who serves the public: better confidential."""


def understood(site: Site, words: str, now: datetime) -> Understood:
    """Read words as the chat does."""
    read = site.reader.read(words, now)
    unsure = bool(read.kelurahan_options)
    kelurahan = read.kelurahan or ""
    return Understood(
        category=read.category,
        kelurahan="" if unsure else kelurahan,
        unsure=kelurahan if unsure else "",
        landmark=read.landmark or "",
        danger=site.reader.danger(words),
        private=site.secrecy.proposes_secrecy(words),
    )
