"""Who is told what: the matrix decides, leaves nobody out without a reason, and a city may say otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.pack import parse_city
from core.city.telling import AUDIENCES, News, Row, Telling
from core.city.texts import Texts
from core.language.data import CityError
from core.ticket.matrix import BESIDES, problems, roles_of
from core.ticket.matrix_page import as_markdown
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Update
from storage.city import read_city, read_city_files
from tests.core.ticket.lane import DISHUB, REPORTER, hurried_to

ROOT = Path(__file__).parents[3]
KUPANG, LEMBAHSARI = ROOT / "cities/kupang", ROOT / "tests/cities/lembahsari"


def with_telling(content: str) -> City:
    """Read a city whose own matrix says this."""
    return parse_city({**read_city_files(KUPANG), "telling.toml": content.encode()})


@pytest.mark.parametrize("folder", [KUPANG, LEMBAHSARI], ids=["kupang", "lembahsari"])
def test_nobody_is_left_out_without_a_reason(folder: Path) -> None:
    """Every transition, alarm and other happening has a row, every text a row that says it, every push a template."""
    city = read_city(folder)
    assert [] == problems(city, Texts(city.texts))


def changed(city: City, change: object) -> list[str]:
    """Name what is wrong with a city whose matrix was changed."""
    return problems(replace(city, telling=change), Texts(city.texts))  # type: ignore[arg-type]


def without(telling: Telling, cause: str) -> Telling:
    return replace(telling, rows=tuple(row for row in telling.rows if row.cause != cause))


def test_the_check_names_what_is_missing() -> None:
    """A transition or an alarm without a row, a cell that says nothing, a row of nothing, a text that nobody says."""
    city = read_city(KUPANG)
    whole = city.telling
    assert ["lepas by keeper has no row"] == changed(city, without(whole, "lepas"))
    assert ["secretary by system has no row", "called.secretary is told by no row"] == changed(
        city, without(whole, "secretary")
    )
    mute = tuple(
        replace(row, cells={**row.cells, "reporter": ()}) if row.cause == "menu" else row for row in whole.rows
    )
    assert ["menu says nothing of reporter"] == changed(city, replace(whole, rows=mute))
    more = (*whole.rows, Row("moonrise", "", whole.rows[0].cells))
    assert ["moonrise never happens"] == changed(city, replace(whole, rows=more))


def test_the_check_names_pushes_without_a_template_and_texts_of_nobody() -> None:
    """A push without a template needs a reason, and a template has to be one that the city has."""
    city = read_city(KUPANG)
    news = {**city.telling.news["reporter"], "verified": News("citizen.push.filed")}
    found = changed(city, replace(city.telling, news={**city.telling.news, "reporter": news}))
    assert [
        "reporter.verified has no template, and no reason for that",
        "the text citizen.push.verified is said by nobody",
    ] == found
    other = {**city.telling.news["reporter"], "verified": News("citizen.push.verified", "postcard")}
    found = changed(city, replace(city.telling, news={**city.telling.news, "reporter": other}))
    assert ["reporter.verified names the template postcard, which the city does not have"] == found


def test_a_city_tells_nobody_of_a_claim() -> None:
    """What a city's own row takes out is not sent; the card, the journal and everything else stay."""
    city = with_telling('[nobody]\nquiet = "Nobody asked."\n[[row]]\ncause = "ambil"\nreporter = ["-quiet"]\n')
    assert ["claimed"] == claimed(read_city(KUPANG))
    assert [] == claimed(city)
    assert ["reporter.claimed is told by no row"] == problems(city, Texts(city.texts))


def claimed(city: City) -> list[str]:
    """Claim a ticket of a city; give what its reporter is told, while its card is drawn all the same."""
    lane = hurried_to("didisposisikan")
    lane.steps = TicketSteps(city, WorkingCalendar(city))
    lane.does("ambil", DISHUB)
    assert "diproses" == lane.card.status
    return [one.kind for one in lane.told(Update, REPORTER)]


WRONG = {
    "unknown news": ('[[row]]\ncause = "ambil"\nreporter = ["sung"]', "unknown sung"),
    "unknown reason": ('[[row]]\ncause = "ambil"\nreporter = ["-why"]', "unknown -why"),
    "empty cell": ('[[row]]\ncause = "ambil"\nreporter = []', "say what is told"),
    "unknown cause": ('[[row]]\ncause = "moonrise"\nreporter = ["claimed"]', "no row 'moonrise'"),
    "no card": ('[[row]]\ncause = "ambil"\ndesk = ["-internal"]', "a card shows what happened"),
    "unknown key": ('[sung]\na = "b"', "unknown key"),
    "unknown place": ('[template]\nupdate = ["name"]', "can fill a place"),
    "unknown template": ('[reporter]\nclaimed = { text = "a", template = "b" }', "no places are named"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_matrix_is_refused(name: str) -> None:
    """File, key and what is wrong are named when the pack is read."""
    content, problem = WRONG[name]
    with pytest.raises(CityError, match=problem) as refused:
        with_telling(content)
    assert "telling.toml" == refused.value.file


def test_a_city_words_a_push_otherwise() -> None:
    """Another text or template in the city's own file stands for the base pack's."""
    content = '[reporter]\nclaimed = { text = "citizen.push.verified", template = "answered" }\n'
    assert News("citizen.push.verified", "answered") == with_telling(content).telling.reads("reporter", "claimed")


def test_the_page_is_the_matrix() -> None:
    """`docs/telling.md` is rendered from the base pack's matrix."""
    page = (ROOT / "docs/telling.md").read_text(encoding="utf-8")
    assert as_markdown(read_city(KUPANG).telling) == page


def test_every_cause_has_a_role_or_happens_by_itself() -> None:
    """Causes of the life cycle name their roles; each audience has a cell in each row."""
    telling = read_city(KUPANG).telling
    assert set() == {row.cause for row in telling.rows if not roles_of(row.cause)} - set(BESIDES)
    assert {AUDIENCES} == {tuple(audience for audience in AUDIENCES if row.cells.get(audience)) for row in telling.rows}
