"""Names of files: neutral ones by kind, and safe ones where the own name is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.city.texts import Texts
from core.vocabulary.filenames import AS_THEY_ARE, LONGEST, neutral_name, safe_name
from tests.core.kupang import kupang

WORDS = Texts(kupang().texts).below("file_name", "id")
NEUTRAL = [
    (("photo", "image/jpeg", 1, "x"), "foto-1.jpg"),
    (("document", "image/png", 2, "IMG Yuli.png"), "foto-2.png"),
    (("document", "application/pdf", 1, "KTP_Yuliana_Manafe.pdf"), "dokumen-1.pdf"),
    (("voice", "audio/ogg; codecs=opus", 3, ""), "suara-3.ogg"),
    (("video_note", "video/mp4", 1, ""), "video-1.mp4"),
    (("document", "application/octet-stream", 1, "Yuliana.docx"), "dokumen-1.docx"),
    (("document", "application/octet-stream", 1, "surat.yuli"), "dokumen-1.bin"),
    (("document", "", 1, ""), "dokumen-1.bin"),
]
SAFE = [
    (("laporan\nwarga.pdf", "document", "application/pdf"), "laporan warga.pdf"),
    (("Surat Balasan No. 12.pdf", "document", "application/pdf"), "Surat Balasan No. 12.pdf"),
    (('a";b\r\nX: y.pdf', "document", "application/pdf"), "a_b X_ y.pdf"),
    (("../../etc/passwd", "document", "text/plain"), "etc_passwd.txt"),
    (("gambar\u202egpj.exe", "photo", "image/jpeg"), "gambargpj.jpg"),
    (("…", "document", "application/pdf"), "dokumen-1.pdf"),
    (("foto.JPG", "photo", "image/jpeg"), "foto.JPG"),
    (("x" * 300 + ".pdf", "document", "application/pdf"), "x" * 96 + ".pdf"),
]


@pytest.mark.parametrize(("of", "name"), NEUTRAL)
def test_neutral_names(of: tuple[str, str, int, str], name: str) -> None:
    """A file is called by what it is, with the ending of its kind and nothing of its own name."""
    assert name == neutral_name(*of, words=WORDS)


def test_every_sort_has_a_word() -> None:
    """The pack calls each sort of file something, in each language."""
    texts = Texts(kupang().texts)
    assert [set(AS_THEY_ARE)] * 2 == [set(texts.below("file_name", language)) for language in texts.languages]


@pytest.mark.parametrize(("of", "name"), SAFE)
def test_safe_names(of: tuple[str, str, str], name: str) -> None:
    """A kept name loses what breaks headers, hides endings or leaves folders."""
    assert name == safe_name(*of, words=WORDS)


@given(st.text(max_size=200), st.sampled_from(["application/pdf", "image/jpeg", "", "text/plain"]))
def test_any_name_becomes_safe(name: str, mime: str) -> None:
    """Whatever comes, the name is short, printable and free of quotes, semicolons and slashes."""
    safe = safe_name(name, "document", mime)
    assert 0 < len(safe) <= LONGEST
    assert safe.isprintable()
    assert not set('";\r\n/\\') & set(safe)
