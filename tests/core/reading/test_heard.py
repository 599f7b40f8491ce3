"""What the words of a message say by themselves, without knowing what stands open."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading.heard import LABELS, Hearer
from tests.core.kupang import kupang

HEARER = Hearer(kupang())


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("halo", "greet"),
        ("Selamat pagi", "greet"),
        ("selamat malam bapak ibu", "greet"),
        ("Assalamualaikum wr wb", "greet"),
        ("Om Swastiastu", "greet"),
        ("syalom kaka", "greet"),
        ("terima kasih banyak", "thanks"),
        ("danke e kaka", "thanks"),
        ("siap komandan", "thanks"),
        ("pak saya mau lapor", "announce"),
        ("ya betul", "affirm"),
        ("👍", "affirm"),
        ("sonde", "negate"),
        ("👎", "negate"),
        ("lampu su menyala lai", "works"),
        ("tetap saja seperti kemarin", "broken"),
        ("katanya selesai, nyatanya nol", "broken"),
        ("saya tarik kembali aduan saya", "withdraw"),
        ("gak jadi ah", "cancel"),
        ("kasih saya bicara sama pegawainya", "person"),
        ("tolong identitas saya disembunyikan", "privacy"),
        ("saya mau data saya dihapus", "delete"),
        ("apa tadi?", "repeat"),
        ("aktifkan kembali aduan saya", "reopen"),
        ("Trotoar samping Bank pecah2, kursi roda sonde bisa lewat", "complain"),
    ],
)
def test_label(text: str, label: str) -> None:
    """Courtesy, signs, wishes and verdicts are told apart by their words."""
    assert label == HEARER.hear(text).top


def test_courtesy_at_the_edges_hides_nothing() -> None:
    """What opens and closes a message does not hide what it says in between."""
    heard = HEARER.hear("Selamat malam pak, mohon maaf mengganggu. Lampunya masih gelap. Terima kasih banyak.")
    assert "broken" == max(("broken", "works", "thanks", "greet"), key=lambda label: heard.scores[label])


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_heard(text: str) -> None:
    """Whatever is written gives a probability for every label, and the same one each time."""
    heard = HEARER.hear(text)
    assert set(LABELS) == set(heard.scores)
    assert 1.0 == pytest.approx(sum(heard.scores.values()))
    assert heard == HEARER.hear(text)
