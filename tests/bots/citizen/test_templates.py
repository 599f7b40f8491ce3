"""Every push has an approved message that stands in for it where a platform's window is closed."""

from typing import get_args

import pytest

from core.city.templates import template_finder
from core.vocabulary.citizen import Update, UpdateKind
from core.vocabulary.effects import Send
from tests.bots.citizen.chat import NUMBER, Chat, kupang

OWN = {"asked_again": "pertanyaan_petugas", "question": "pertanyaan_petugas", "answered": "konfirmasi_tindak_lanjut"}


NO_PUSH = frozenset(("filed", "dispute_late"))
"""Answers to what the person has just written: the window is open."""


@pytest.mark.parametrize("kind", [kind for kind in get_args(UpdateKind) if kind not in NO_PUSH])
def test_every_push_has_a_template(kind: UpdateKind) -> None:
    """The pack has a message for each push, with the ticket's number first; questions and answers have their own."""
    chat = Chat()
    chat.files_a_report()
    status = {"question": "menunggu_pelapor", "answered": "ditindaklanjuti", "finished": "selesai"}.get(
        kind, "diproses"
    )
    chat.gets(Update(NUMBER, kind, status, "Kata petugas", "dishub", other="KPG-26-00002-5"))  # type: ignore[arg-type]
    (push,) = [effect for effect in chat.last if isinstance(effect, Send)]
    template = template_finder(kupang().templates, kupang().default_language)("whatsapp", push)
    assert template is not None
    assert (template.name, template.values[0]) == (OWN.get(kind, "kabar_laporan"), NUMBER)
    assert "Kata petugas" not in template.values
