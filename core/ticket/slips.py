"""Give a new report its slip, where the city signs: the citizen keeps it, the journal a digest of what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from msgspec import structs

from core.proof.keys import Signer
from core.proof.slip import Slip, slip_for
from core.ticket.change import Change
from core.vocabulary.citizen import Opened
from core.vocabulary.effects import Tell
from core.vocabulary.near import WalkInFiled
from core.vocabulary.seal import Seal

WORDS, KEY = "words", "slip_key"
"""Details of a ticket's first line: the digest of the words as filed, and the key that signed the slip."""


def with_slip(change: Change, opened: Opened, now: datetime, seal: Seal, signer: Signer | None) -> Change:
    """Tell whoever filed the slip, and write down what it says of the words; nothing where nobody signs."""
    if signer is None:
        return change
    slip = slip_for(opened.number, opened.filing.report.text, now, seal, signer)
    details = {**change.details, WORDS: slip.words, KEY: slip.key}
    update = structs.replace(change.update, slip=slip.text) if change.update is not None else None
    return replace(change, details=details, update=update, elsewhere=_for_clerk(change.elsewhere, slip))


def _for_clerk(told: Tell | None, slip: Slip) -> Tell | None:
    if told is None or not isinstance(told.command, WalkInFiled):
        return told
    return Tell(told.lane, structs.replace(told.command, slip=slip.text))
