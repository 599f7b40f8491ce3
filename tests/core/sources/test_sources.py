"""Marks of sources in words, and the count of a month."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.city.texts import Texts
from core.sources.marks import cut, filled, pattern_of, read_name, ready_words
from core.sources.state import OTHERS, SOURCES_KEPT, Came, SourcesState, counted, load
from core.sources.step import SourcesSteps
from core.vocabulary.events import Event, Timer
from core.vocabulary.lane_names import sources_lane
from core.vocabulary.sources import CameBy
from core.vocabulary.steps import Moment
from tests.bots.citizen.chat import kupang

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "left", "name"),
    [
        ("Lapor (dari: pasar-oeba)", "Lapor", "pasar-oeba"),
        ("(dari:radio) got mampet", "got mampet", "radio"),
        ("KOTKUPANG ( DARI : Pasar_Oeba ) lampu mati", "KOTKUPANG lampu mati", "pasar_oeba"),
        ("Report (from: leaflet3)\ndrain blocked", "Report\ndrain blocked", "leaflet3"),
        ("(dari: pasar-oeba)", "", "pasar-oeba"),
        ("air keruh dari: pasar oeba", "air keruh dari: pasar oeba", ""),
        ("jalan rusak (dari pasar sampai terminal)", "jalan rusak (dari pasar sampai terminal)", ""),
        ("jalan rusak (dari: pasar sampai terminal)", "jalan rusak (dari: pasar sampai terminal)", ""),
        ("sampah (dari: -)", "sampah (dari: -)", ""),
    ],
)
def test_mark_is_cut_out(text: str, left: str, name: str) -> None:
    """A mark in either language is found however it is spaced; what people write in brackets is not one."""
    pattern = pattern_of(Texts(kupang().texts), kupang().languages)
    assert (left, name) == cut(pattern, text)


@pytest.mark.parametrize(
    ("text", "name"), [("Pasar-Oeba", "pasar-oeba"), ("a", "a"), ("", ""), ("a b", ""), ("-a", ""), ("x" * 33, "")]
)
def test_names_of_sources(text: str, name: str) -> None:
    """A name is short and of plain letters, so that it can stand in every platform's link."""
    assert name == read_name(text)


def test_links_are_filled_in() -> None:
    """A word or words are put into a link as parts of an address."""
    words = ready_words(Texts(kupang().texts), "id", "radio")
    assert "Lapor (dari: radio)" == words
    assert "https://wa.me/62?text=Lapor%20%28dari%3A%20radio%29" == filled("https://wa.me/62?text={words}", "x", words)
    assert "https://t.me/b?start=radio" == filled("https://t.me/b?start={word}", "radio", words)


def test_month_counts_by_source_and_channel() -> None:
    """Who comes and who reports are counted apart, by channel; other events change nothing."""
    lane, stored = sources_lane(date(2026, 11, 24)), None
    bodies: tuple[CameBy | Timer, ...] = (
        CameBy("radio", "a"),
        CameBy("radio", "b"),
        CameBy("radio", "a", filed=True),
        Timer(NOW),
    )
    for n, body in enumerate(bodies):
        event = Event(f"e{n}", lane, NOW, body)
        stored = SourcesSteps().step(stored, event, Moment(NOW, lane=lane)).state
    assert "sources:2026-11" == lane
    assert {"radio": {"a": Came(1, 1), "b": Came(1)}} == load(stored).sources


def test_made_up_names_fill_no_document() -> None:
    """Beyond so many names in a month the rest is counted together."""
    state = SourcesState()
    for n in range(SOURCES_KEPT + 5):
        state = counted(state, CameBy(f"name{n}", "a"))
    assert SOURCES_KEPT + 1 == len(state.sources)
    assert {"a": Came(5)} == state.sources[OTHERS]
