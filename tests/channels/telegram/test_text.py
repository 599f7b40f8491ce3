"""Any text fits the platform's limits, and nothing of it is lost or taken for markup."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.text import pieces, single
from core.language.shorten import utf16_units
from core.vocabulary.effects import Link, Mention

WORDS = st.text(alphabet="ab <>&\n😀\u200d é\ud83d", max_size=400)


def shown(markup: str) -> str:
    """Take the bold marks away and undo the escaping, as a client does."""
    return html.unescape(re.sub(r"</?b>", "", markup))


@given(WORDS, st.lists(st.text(alphabet="ab <😀", max_size=5), max_size=4), st.integers(8, 60))
def test_pieces_fit_and_lose_nothing(words: str, bold: list[str], limit: int) -> None:
    """Each piece has at most the limit in UTF-16 units, none is empty, and joined they are the text again."""
    parts = [shown(part) for part in pieces(words, bold, limit)]
    assert all(1 <= utf16_units(part) <= limit for part in parts)
    expected = "".join(words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())
    assert expected == "".join("".join(parts).split())


def test_people_are_called_by_their_id() -> None:
    """A mention becomes the link that calls the person; names are escaped, and what is no id calls nobody."""
    calls = (Mention("Budi <L>", "2"), Mention("Sari", "3"), Mention("Ana", 'x"'))
    (whole,) = pieces("Tolong Budi <L>, Sari, Ana", ("Tolong Budi",), 4096, calls)
    linked = '<a href="tg://user?id=2">Budi &lt;L&gt;</a>, <a href="tg://user?id=3">Sari</a>'
    assert f"Tolong {linked}, Ana" == whole


def test_links_open_messages() -> None:
    """A link with an address becomes one, in a quotation never; without an address its text stands there."""
    links = (Link("KPG-1", "a", url="https://t.me/c/1/2"), Link("KPG-2", "b"))
    whole = single("KPG-1 dan KPG-2", ("KPG-1", "KPG-2"), 4096, links=links)
    assert '<a href="https://t.me/c/1/2">KPG-1</a> dan <b>KPG-2</b>' == whole
    assert "<blockquote>KPG-1</blockquote>" == single("KPG-1", (), 4096, quotes=("KPG-1",), links=links)


@given(WORDS, st.integers(8, 60))
def test_single_fits(words: str, limit: int) -> None:
    """One message has at most the limit, and only a cut one ends with an ellipsis."""
    only = shown(single(words, (), limit))
    assert utf16_units(only) <= limit


@given(WORDS, st.lists(st.text(alphabet="ab <😀", max_size=5), max_size=4))
def test_bold_is_well_formed(words: str, bold: list[str]) -> None:
    """Bold marks open and close in turn in every piece, whatever the parts overlap."""
    for part in pieces(words, bold, 40):
        marks = re.findall(r"</?b>", part)
        assert ["<b>", "</b>"] * (len(marks) // 2) == marks


def test_bold_goes_in_order() -> None:
    """A part that occurs twice is bold where it comes after the part named before it."""
    expected = ("jalan 1, <b>nomor</b> 7, jalan <b>1</b>",)
    assert expected == pieces("jalan 1, nomor 7, jalan 1", ("nomor", "1"), 100)


def test_overlapping_parts_are_one() -> None:
    """Parts that overlap become one bold stretch, and one that does not occur is ignored."""
    expected = ("<b>jalan rusak</b> berat",)
    assert expected == pieces("jalan rusak berat", ("jalan rus", "n rusak", "tidak ada"), 100)


def test_paragraphs_are_kept_together() -> None:
    """A text is split between paragraphs before lines, between lines before words."""
    expected = ("satu dua\ntiga", "empat lima")
    assert expected == pieces("satu dua\ntiga\n\nempat lima", (), 20)
    expected = ("satu dua", "tiga empat")
    assert expected == pieces("satu dua\ntiga empat", (), 14)


def test_a_quotation_is_a_block_that_nothing_breaks() -> None:
    """Quoted words are one block, with nothing of ours drawn inside; a long one folds, also when it is split."""
    words = "“KPG-1 <b>x</b>\n🔴 KPG-1”"
    assert ("<b>KPG-1</b>\n<blockquote>“KPG-1 &lt;b&gt;x&lt;/b&gt;\n🔴 KPG-1”</blockquote>",) == pieces(
        f"KPG-1\n{words}", ("KPG-1", "🔴"), 4096, quotes=(words,)
    )
    long = f"“{'kata ' * 1500}akhir”"
    parts = pieces(f"judul\n{long}\nsesudah", (), 4096, quotes=(long,))
    assert 2 == len(parts)
    assert all(part.count("<blockquote expandable>") == part.count("</blockquote>") == 1 for part in parts)
    assert parts[-1].endswith("akhir”</blockquote>\nsesudah")
    short = single(f"judul\n{long}", (), 1024, quotes=(long,))
    assert short.endswith("…</blockquote>")
    assert 1 == short.count("<blockquote expandable>") == short.count("</blockquote>")
