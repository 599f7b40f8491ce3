"""A number belongs to the filing that it was given for, whatever else was lost, late or out of order."""

import pytest

from bots.citizen.filing import filing_id
from core.vocabulary.citizen import FileReport, Replied, Update
from core.vocabulary.report import Privacy
from tests.bots.citizen.chat import LANE, NUMBER, OTHER_NUMBER, PERSON, Chat

BRIDGE = "Jalan rusak berlubang di depan Puskesmas Sikumana"
DRAIN = "Jalan rusak parah di depan SDN Oebufu"


def two_filings() -> tuple[Chat, list[FileReport]]:
    """File an anonymous report and then one with the name, both of one category, and give no number yet."""
    chat = Chat()
    for text, choice in ((BRIDGE, "Anonim"), (DRAIN, "Tampilkan nama")):
        chat.says(text)
        chat.presses("Kirim")
        chat.presses(choice)
        chat.waits(minutes=3)
    filed = chat.told(FileReport)
    assert 1 == len({body.filing.report.category for body in filed})
    return chat, filed


def number_for(filed: FileReport, number: str) -> Update:
    """Give the news that a filing has its number."""
    one = filed.filing
    return Update(number, "filed", "baru", category=one.report.category, filing=one.id, privacy=one.report.privacy)


def test_every_filing_has_an_id_of_its_own() -> None:
    """Ids are made from chat and draft: never equal for two reports, always equal for the same one."""
    _, first = two_filings()
    _, second = two_filings()
    assert [body.filing.id for body in first] == [body.filing.id for body in second]
    assert 2 == len({body.filing.id for body in first})


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_numbers_find_their_filings_in_any_order(order: tuple[int, ...]) -> None:
    """Each number has the words and the privacy of its own report, whichever news comes first."""
    chat, filed = two_filings()
    numbers = (NUMBER, OTHER_NUMBER)
    for place in order:
        chat.gets(number_for(filed[place], numbers[place]))
    found = {ticket.number: (ticket.about, ticket.hidden) for ticket in chat.state.tickets}
    assert {NUMBER: (BRIDGE, True), OTHER_NUMBER: (DRAIN, False)} == found


def test_lost_filing_gives_its_privacy_to_nobody() -> None:
    """When the first of two filings dies, the second one's number is not taken for it; brought back it is hidden."""
    chat, filed = two_filings()
    chat.gets(number_for(filed[1], OTHER_NUMBER))
    assert [(OTHER_NUMBER, DRAIN, False)] == [(one.number, one.about, one.hidden) for one in chat.state.tickets]
    chat.waits(hours=30)
    chat.gets(number_for(filed[0], NUMBER))
    assert (BRIDGE, True) == (chat.state.tickets[-1].about, chat.state.tickets[-1].hidden)
    chat.says("Saya Maria Tallo, tolong cepat", reply_ref=NUMBER)
    assert "Maria" not in chat.told(Replied)[0].text


def test_news_that_overtakes_the_number() -> None:
    """News of a ticket whose number has not come shows no name; the number then brings its own words and privacy."""
    chat, filed = two_filings()
    chat.gets(Update(OTHER_NUMBER, "disposed", "didisposisikan", unit="dishub"))
    assert chat.state.tickets[0].hidden
    chat.gets(number_for(filed[1], OTHER_NUMBER))
    (ticket,) = chat.state.tickets
    assert (DRAIN, False, "didisposisikan") == (ticket.about, ticket.hidden, ticket.status)


@pytest.mark.parametrize(("privacy", "hidden"), [("nama", False), ("anonim", True), ("rahasia", True)])
def test_forgotten_filing_keeps_its_privacy(privacy: Privacy, hidden: bool) -> None:
    """A number for a filing that the chat forgot takes the privacy that the ticket has."""
    chat = Chat()
    chat.gets(Update(NUMBER, "filed", "baru", filing=filing_id(LANE, 4), privacy=privacy))
    assert (4, hidden) == (chat.state.tickets[0].serial, chat.state.tickets[0].hidden)


def test_number_of_a_filing_of_another_chat() -> None:
    """A number for what was filed elsewhere takes no report of this chat's, although the category is the same."""
    chat, filed = two_filings()
    elsewhere = filing_id("chat:test:78", 1)
    chat.gets(Update(NUMBER, "filed", "baru", category=filed[0].filing.report.category, filing=elsewhere))
    assert ("", True, 0) == (chat.state.tickets[0].about, chat.state.tickets[0].hidden, chat.state.tickets[0].serial)
    assert [body.filing.id for body in filed] == [one.id for one in chat.state.waiting]


def test_id_tells_no_address() -> None:
    """Neither the id of a filing nor its reporter tells which chat it came from."""
    _, filed = two_filings()
    assert [PERSON, PERSON] == [body.filing.reporter for body in filed]
    assert not [body for body in filed if LANE in str(body)]
