"""A signed receipt says what it has to, fits where it has to, and cannot be bent."""

from __future__ import annotations

import base64
import textwrap
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from core.language.septets import MOST, fits_alphabet, septets
from core.proof.keys import BadKey, Signer, key_id, read, written
from core.proof.slip import Slip, digest_of_words, read_slip, slip_for
from core.ticket.slips import KEY, WORDS
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Opened, Update
from core.vocabulary.effects import Record, Tell
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.near import WalkInFiled
from core.vocabulary.seal import sealed_by
from core.vocabulary.steps import Moment
from tests.core.ticket import lane

NUMBER = "KPG-26-00001-5"
WORDS_FILED = "Lampu jalan mati su 3 hari di depan rumah beta"
AT = datetime(2026, 12, 1, 3, 15, 17, 900_000, tzinfo=UTC)
SEAL = sealed_by(b"a secret")
SIGNER = Signer.of(written(bytes(range(32))))
SLIP = slip_for(NUMBER, WORDS_FILED, AT, SEAL, SIGNER)


def test_the_test_vector_of_the_standard() -> None:
    """Keys and signatures are those of RFC 8032, section 7.1, test 2."""
    secret = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    signer = Signer.of(written(secret))
    assert "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c" == signer.public.hex()
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert signature == signer.sign(b"\x72").hex()


@pytest.mark.parametrize("secret", ["", "short", "A" * 42, "A" * 44, "ä" * 43, "A" * 43 + "!"])
def test_what_is_no_key(secret: str) -> None:
    """Anything but 32 bytes in base64 is refused, with what to do."""
    with pytest.raises(BadKey, match="kanal key new"):
        Signer.of(secret)


def test_a_key_may_be_written_in_either_base64() -> None:
    """With its padding and in the other alphabet it is the same key."""
    content = bytes(range(200, 232))
    assert Signer.of(base64.b64encode(content).decode()).key == Signer.of(written(content)).key


@given(st.binary(max_size=80))
def test_bytes_are_written_in_one_way(content: bytes) -> None:
    """What was written is read again, and another spelling of the same bytes is not."""
    text = written(content)
    assert content == read(text)
    assert text in ("", written(read(text)))
    assert b"" == read(text + "=") or not text


def test_what_a_slip_says() -> None:
    """Number, time, key, digest, salt and signature stand in one line that is read again."""
    number, at, key = SLIP.text.split(".")[1:4]
    assert (NUMBER, "20261201T031517Z", key_id(SIGNER.public)) == (number, at, key)
    assert SLIP == read_slip(SLIP.text)
    assert datetime(2026, 12, 1, 3, 15, 17, tzinfo=UTC) == SLIP.moment
    assert SLIP.is_signed(SIGNER.public)


def test_it_fits_into_two_text_messages() -> None:
    """All its signs are in the seven-bit alphabet, and with words before it they fit into two messages."""
    assert fits_alphabet(SLIP.text)
    assert septets(f"Tanda terima {NUMBER}:\n{SLIP.text}") <= MOST


@pytest.mark.parametrize("width", [20, 64, 160])
def test_lines_are_broken_on_the_way(width: int) -> None:
    """A slip is found however it was broken, and with words around it."""
    broken = "\r\n".join(textwrap.wrap(SLIP.text, width, break_on_hyphens=False))
    assert SLIP == read_slip(f"Ini bukti saya: {broken} terima kasih")


def test_the_words_that_were_filed() -> None:
    """The same words are known again, however they were spaced and composed; others are not."""
    assert SLIP.is_about(WORDS_FILED)
    assert SLIP.is_about(f"  {WORDS_FILED.replace(' ', '  ')}\n")
    assert not SLIP.is_about(WORDS_FILED.replace("3", "4"))
    assert digest_of_words(NUMBER, "caf\u00e9", "x") == digest_of_words(NUMBER, "cafe\u0301", "x")


def test_a_slip_tells_nothing_of_the_words() -> None:
    """The same words in another report have another digest: without the salt nobody can try."""
    other = slip_for("KPG-26-00002-3", WORDS_FILED, AT, SEAL, SIGNER)
    assert other.words != SLIP.words
    assert other.salt != SLIP.salt


@given(st.sampled_from(["number", "at", "key", "words", "signature"]), st.data())
def test_whatever_is_changed_on_it_is_found(name: str, data: st.DataObject) -> None:
    """Another sign in any part that is signed makes the signature wrong."""
    text = getattr(SLIP, name)
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from("0123456789ABCDEFabcdef-_ Z"))
    changed = structs.replace(SLIP, **{name: text[:place] + sign + text[place + 1 :]})
    assert (changed == SLIP) == changed.is_signed(SIGNER.public)


def test_another_key_signs_in_nobody_elses_name() -> None:
    """A signature is checked against the key that is named, and no other."""
    other = Signer.of(written(bytes(32)))
    assert not SLIP.is_signed(other.public)
    assert not SLIP.is_signed(b"")


@pytest.mark.parametrize("text", ["", "KANAL1", SLIP.text[:-1], SLIP.text.replace("KANAL1", "KANAL2"), NUMBER])
def test_what_is_no_slip(text: str) -> None:
    """A part of one, or another kind, is none."""
    assert read_slip(text) is None


def opened(signer: Signer | None, clerk: str = "") -> tuple[Record, Update | None, list[WalkInFiled]]:
    """Open a ticket; give its first line, what its reporter is told, and what a clerk is."""
    steps = TicketSteps(lane.city(), lane.steps().book.calendar, seal=SEAL, signer=signer)
    filing = structs.replace(lane.filing(text=WORDS_FILED), clerk=clerk)
    event = Event("e1", ticket_lane(lane.NUMBER), AT, Opened(lane.NUMBER, filing))
    effects = steps.step(None, event, Moment(AT)).effects
    (record,) = [effect for effect in effects if isinstance(effect, Record)]
    told = [effect.command for effect in effects if isinstance(effect, Tell)]
    update = next((one for one in told if isinstance(one, Update)), None)
    return record, update, [one for one in told if isinstance(one, WalkInFiled)]


def test_a_ticket_gives_its_reporter_a_slip() -> None:
    """The reporter is told it with the number; the journal keeps the digest of the words as filed, and no salt."""
    record, update, _ = opened(SIGNER)
    assert update is not None
    slip = read_slip(update.slip)
    assert slip is not None
    assert slip.is_about(WORDS_FILED)
    assert (slip.words, slip.key) == (record.details[WORDS], record.details[KEY])
    assert slip.salt not in repr(record)


def test_a_clerk_is_given_it_too() -> None:
    """At a counter the slip goes to who writes down, for the receipt on paper."""
    _, _, (given,) = opened(SIGNER, clerk="chat:telegram:5")
    assert read_slip(given.slip) is not None


def test_where_nobody_signs_there_is_none() -> None:
    """Without a key nothing is told and nothing is written down of it."""
    record, update, _ = opened(None)
    assert update is not None
    assert ("", False) == (update.slip, WORDS in record.details)


def test_a_slip_is_the_same_however_often_the_step_is_made() -> None:
    """The same event gives the same slip: neither salt nor signature are dice."""
    assert opened(SIGNER) == opened(SIGNER)


def test_slips_are_as_small_as_they_can_be() -> None:
    """Its length is known, and does not depend on the words."""
    long = slip_for(NUMBER, "x" * 4000, AT, SEAL, SIGNER)
    assert [201, 201] == [len(SLIP.text), len(long.text)]
    assert isinstance(SLIP, Slip)
