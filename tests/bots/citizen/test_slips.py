"""The signed receipt of a report: given with the number, and again when it is asked for."""

from __future__ import annotations

import pytest

from core.language.septets import MOST
from core.language.terse import written
from core.proof.keys import Signer
from core.proof.slip import slip_for
from core.vocabulary.channel import Capabilities
from core.vocabulary.effects import Send
from core.vocabulary.seal import sealed_by
from tests.bots.citizen.chat import LAMP, NOON, NUMBER, OTHER_NUMBER, Chat
from tests.bots.citizen.terse_chat import TERSE

SIGNER = Signer.of("A" * 43)
SLIP, OTHER = (slip_for(number, LAMP, NOON, sealed_by(b"a"), SIGNER).text for number in (NUMBER, OTHER_NUMBER))


def chat(capabilities: Capabilities | None = None, slip: str = SLIP) -> Chat:
    """Tell a chat that has just been given a number and a slip."""
    one = Chat()
    if capabilities is not None:
        one.capabilities = capabilities
    one.files_a_report(slip=slip)
    return one


def bubble(one: Chat) -> Send:
    """Give the bubble of the last step."""
    (found,) = [effect for effect in one.last if isinstance(effect, Send)]
    return found


def test_the_slip_comes_with_the_number() -> None:
    """One bubble tells the number and the slip, with the code of it as a picture that is drawn when it is sent."""
    said = bubble(chat())
    assert f"siapa pun bisa memeriksa bahwa laporan Anda masuk dan tidak diubah:\n{SLIP}" in said.text
    assert [("photo", f"slip-{SLIP}", "image/png")] == [(file.kind, file.media, file.mime) for file in said.evidence]


def test_where_nobody_signs_nothing_is_said_of_it() -> None:
    """Without a slip the number comes as ever, and who asks is told that there is none."""
    one = chat(slip="")
    assert (False, ()) == ("tanda terima" in bubble(one).text, bubble(one).evidence)
    one.says("bukti")
    assert f"Untuk {NUMBER} tidak ada tanda terima di obrolan ini." == bubble(one).text


def test_on_a_plain_phone_it_is_offered_and_fits_into_two_messages() -> None:
    """With the number it is only offered; whoever asks gets it whole, without files, in two messages at most."""
    one = chat(TERSE)
    assert SLIP not in bubble(one).text
    assert "Balas BUKTI untuk tanda terima." in bubble(one).text
    one.says("BUKTI")
    assert f"Tanda terima {NUMBER}:\n{SLIP}" == bubble(one).text
    assert MOST >= len(written(bubble(one).text))
    assert () == bubble(one).evidence


@pytest.mark.parametrize("words", ["bukti", "/bukti", "minta bukti", "Tanda terima?"])
def test_it_comes_again_as_often_as_it_is_asked_for(words: str) -> None:
    """The newest report is meant; that there are others is said."""
    one = chat()
    one.files_a_report("Sampah menumpuk di Pasar Oeba", OTHER_NUMBER, slip=OTHER)
    one.says(words)
    assert bubble(one).text.startswith(f"🧾 Tanda terima {OTHER_NUMBER}:\n{OTHER}")
    assert "Untuk laporan lain, tulis “bukti” dan nomornya." in bubble(one).text


@pytest.mark.parametrize("words", [f"bukti {NUMBER}", f"/bukti {NUMBER}", f"Bukti laporan {NUMBER.lower()}"])
def test_another_report_is_meant_by_its_number(words: str) -> None:
    """A number beside the word names the report; one of somebody else tells nothing."""
    one = chat()
    one.files_a_report("Sampah menumpuk di Pasar Oeba", OTHER_NUMBER, slip=OTHER)
    one.says(words)
    assert f"🧾 Tanda terima {NUMBER}:\n{SLIP}" == bubble(one).text


def test_of_somebody_elses_report_nothing_is_told() -> None:
    """Whether there is such a report is told to nobody else."""
    one = chat()
    one.says(f"bukti {OTHER_NUMBER}")
    assert "Laporan itu tidak ada di obrolan ini." == bubble(one).text
    assert "Belum ada laporan Anda di obrolan ini." == Chat().says("bukti")


def test_a_slip_that_is_brought_is_no_report() -> None:
    """Whoever pastes a slip is told how it is checked, however it was broken into lines."""
    one = chat()
    one.says(f"{SLIP[:80]}\n{SLIP[80:]}")
    assert bubble(one).text.startswith(f"Ini tanda terima laporan {NUMBER}.")
