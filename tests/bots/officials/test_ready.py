"""Words that are shown before they go, colleagues who are offered a ticket, places, and taking back by a word."""

from typing import Any

import pytest

from core.vocabulary.effects import Tell
from core.vocabulary.events import Edited, Person, Place, Said
from core.vocabulary.officials import Act, AnswerReady, Relay
from core.vocabulary.report import Pin
from core.vocabulary.ticket import Action, Official
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, SARI, Group, Posted, photo

BY_BUDI = Official(id="2", name="Budi L.", unit="dishub")
TIM = Person(id="5", name="Tim")
BY_SARI = Official(id="3", name="Sari", unit="dishub")

WRONG_DATES = ("need_nearer_date", "need_later_date", "need_real_date")


def a_group(*, talking: bool = False) -> Group:
    """Give a group with a ticket of Dishub in which nobody has written to the citizen today."""
    group = Group(talking=talking)
    group.registers(BUDI)
    group.registers(SARI)
    group.shows(status="diproses", desk="dishub", unit="dishub", holder="Budi L.", actions=("progres", "menu"))
    return group


def card(group: Group) -> Posted:
    """Find the card."""
    return group.by_key(f"card:{NUMBER}:dishub")


# --- what is refused anyway -----------------------------------------------------------------------------------------


def held_by_budi(**values: Any) -> Group:
    """Give a group with a ticket of Dishub that Budi holds, as its card says."""
    group = a_group()
    group.registers(TIM, "pupr")
    group.shows(
        **{"status": "diproses", "desk": "dishub", "unit": "dishub", "holder_id": BUDI.id, "revision": 2, **values}
    )
    return group


@pytest.mark.parametrize("action", ["progres", "tanya", "selesai", "pecah", "serahkan"])
@pytest.mark.parametrize("who", [SARI, TIM])
def test_nobody_is_asked_for_words_in_vain(action: Action, who: Person) -> None:
    """A button that asks for words refuses at once who may not: the ticket says who may, and no prompt is posted."""
    group = held_by_budi()
    posted = len(group.posted)
    group.presses_data(who, f"{action}:{NUMBER}")
    assert (action, "", "q1") == (group.act.action, group.act.text, group.act.query_id)
    assert posted == len(group.posted)
    group.presses_data(BUDI, f"{action}:{NUMBER}")
    assert [] == group.acts


def test_what_could_be_done_without_words_is_not_risked() -> None:
    """Not-ours may end a ticket without words, so that its refusal is asked for by what the same people may do."""
    group = held_by_budi()
    group.presses_data(TIM, f"bukan_wewenang:{NUMBER}")
    assert "tunda" == group.act.action


@pytest.mark.parametrize(("who", "status"), [(SARI, "diproses"), (TIM, "diproses"), (BUDI, "didisposisikan")])
def test_nobody_is_promised_that_words_go(who: Person, status: str) -> None:
    """A reply that the ticket will refuse is not shown as one that the citizen will read; the ticket says why."""
    group = held_by_budi(status=status)
    group.replies(who, "Besok kami datang", to=card(group))
    assert ("balas", "Besok kami datang") == (group.act.action, group.act.text)


def test_the_name_is_that_which_the_citizen_reads() -> None:
    """What an admin of another office writes goes out in the name of the ticket's unit, and is shown so."""
    group = held_by_budi()
    group.replies(ADMIN, "Besok kami datang", to=card(group))
    assert "atas nama Dinas Perhubungan" in group.last.text


# --- the first sentence of a day ------------------------------------------------------------------------------------


def test_first_reply_of_a_day_is_shown_before_it_goes() -> None:
    """The first reply shows to whom it goes and in whose name; it goes when its official says so, the next at once."""
    group = a_group()
    said = group.replies(BUDI, "Besok kami datang", to=card(group))
    assert [] == group.acts
    for part in (NUMBER, "akan dibaca pelapor", "atas nama Dinas Perhubungan", "“Besok kami datang”"):
        assert part in group.last.text
    group.presses(BUDI, "Kirim")
    assert Act("balas", BY_BUDI, message_id=said, text="Besok kami datang") == group.act
    group.replies(BUDI, "Jam sepuluh", to=card(group))
    assert "Jam sepuluh" == group.act.text


@pytest.mark.parametrize("words", ["@agus tolong cek ini", "Pak Yos @yos_dishub, ini yang kemarin?"])
def test_words_that_call_a_colleague_are_shown_each_time(words: str) -> None:
    """Whoever is called in a reply may be a colleague: such words never go to a citizen unasked."""
    group = a_group()
    group.replies(BUDI, "Besok kami datang", to=card(group))
    group.presses(BUDI, "Kirim")
    for _ in range(2):
        group.replies(BUDI, words, to=card(group))
        assert [] == group.acts
        assert "memanggil seseorang" in group.last.text
        group.presses(BUDI, "Kirim")
        assert words == group.act.text


@pytest.mark.parametrize("words", ["Kirim ke kota@kupang.go.id", "buka instagram.com/@kota", "jam 10 @ kantor"])
def test_an_address_calls_nobody(words: str) -> None:
    """What has the sign inside an address or alone goes like any other words."""
    group = a_group()
    group.replies(BUDI, "Besok kami datang", to=card(group))
    group.presses(BUDI, "Kirim")
    group.replies(BUDI, words, to=card(group))
    assert words == group.act.text


def test_another_day_or_another_official_is_shown_again() -> None:
    """What one official has seen today says nothing for a colleague, nor for tomorrow."""
    group = a_group()
    group.replies(BUDI, "satu", to=card(group))
    group.presses(BUDI, "Kirim")
    group.replies(SARI, "dua", to=card(group))
    assert [] == group.acts
    group.waits(days=1)
    group.replies(BUDI, "tiga", to=card(group))
    assert [] == [tell for tell in group.of(Tell) if isinstance(tell.command, Act)]


def test_prompts_say_to_whom_the_words_go() -> None:
    """Words that answer a prompt go at once: the prompt has said to whom; so does the next reply to the card."""
    group = a_group()
    group.presses(BUDI, "Progres")
    group.replies(BUDI, "Tiang dipesan")
    assert ("progres", "Tiang dipesan") == (group.act.action, group.act.text)
    group.replies(BUDI, "Jam sepuluh", to=card(group))
    assert ("balas", "Jam sepuluh") == (group.act.action, group.act.text)


def test_words_that_wait_can_be_mended_or_withdrawn() -> None:
    """An edit changes what is shown, Batal sends nothing, and a note needs no look."""
    group = a_group()
    said = group.replies(BUDI, "Besok kami datamg", to=card(group))
    group.happens(Edited(Said(BUDI, said, "Besok kami datang", topic="77")))
    assert "“Besok kami datang”" in group.last.text
    group.presses(BUDI, "Batal")
    assert [] == group.acts
    group.replies(BUDI, "// tetangga kepala dinas", to=card(group))
    assert ("catatan", "tetangga kepala dinas") == (group.act.action, group.act.text)


def test_nobody_else_sends_what_is_shown() -> None:
    """A colleague's press on somebody's words is refused, and an old button sends nothing."""
    group = a_group()
    group.replies(BUDI, "Besok kami datang", to=card(group))
    group.presses(SARI, "Kirim")
    assert (True, []) == (group.answer.alert, group.acts)
    data = group.newest("Kirim").message.choices[0].id
    group.presses(BUDI, "Kirim")
    group.presses_data(BUDI, data)
    assert "tidak berlaku" in group.answer.text


def test_photos_come_along() -> None:
    """Photos of the first reply are counted where it is shown, and go with it."""
    group = a_group()
    group.replies(BUDI, "Ini tiangnya", to=card(group), files=(photo(),))
    group.fetches()
    assert "1 berkas" in group.last.text
    group.presses(BUDI, "Kirim")
    assert 1 == len(group.act.evidence)


# --- canned answers -------------------------------------------------------------------------------------------------


def ready(group: Group) -> None:
    """Let the ticket fill a canned answer."""
    act = Act("siap", BY_BUDI, query_id="q9", choice="ditinjau")
    group.happens(AnswerReady(NUMBER, "dishub", "Petugas akan meninjau.", act))


def test_canned_answer_is_seen_and_sent() -> None:
    """A canned answer is shown as the citizen will read it, and goes with Kirim."""
    group = a_group()
    ready(group)
    assert ("q9", "“Petugas akan meninjau.”" in group.last.text) == (group.answer.query_id, True)
    group.presses(BUDI, "Kirim")
    assert ("balas", "Petugas akan meninjau.") == (group.act.action, group.act.text)


@pytest.mark.parametrize(
    "key", ["need_nearer_date", "need_later_date", "need_real_date", "need_date", "need_text.tunda"]
)
def test_a_date_that_does_not_do_is_asked_for_again(key: str) -> None:
    """The prompt stays open, so that a reply to it completes the act: a wrong date makes way for the new words."""
    group = a_group()
    group.presses_data(BUDI, f"tunda:{NUMBER}")
    group.replies(BUDI, "menunggu tiang sampai 1 Juli")
    group.judges(key, alert=True, day="Kamis, 1 Jul 2027", count="90", now="")
    group.replies(BUDI, "menunggu tiang sampai 20 Desember")
    kept = () if key in WRONG_DATES else ("menunggu tiang sampai 1 Juli",)
    assert ("tunda", "\n".join((*kept, "menunggu tiang sampai 20 Desember"))) == (group.act.action, group.act.text)


def test_own_words_stand_in_for_a_canned_answer() -> None:
    """A reply to what is shown goes instead of it."""
    group = a_group()
    ready(group)
    group.replies(BUDI, "Kami datang Senin.")
    assert "Kami datang Senin." == group.act.text


# --- handing over ---------------------------------------------------------------------------------------------------


def test_offered_to_a_colleague() -> None:
    """Serahkan asks to whom among the colleagues who may take it; the choice is an offer, and the prompt says so."""
    group = a_group(talking=True)
    group.presses_data(BUDI, f"serahkan:{NUMBER}")
    assert ["Sari", "Batal"] == [choice.label for choice in group.last.choices]
    group.presses(BUDI, "Sari")
    assert Act("serahkan", BY_BUDI, query_id="q1", to=BY_SARI) == group.act
    assert f"{NUMBER} · Serahkan: Sari." == group.last.text


def test_only_who_asked_chooses() -> None:
    """A colleague's press on the names is refused, and so is a name that is none of the unit's."""
    group = a_group(talking=True)
    group.presses_data(BUDI, f"serahkan:{NUMBER}")
    group.presses(SARI, "Sari")
    assert (True, []) == (group.answer.alert, group.acts)
    group.presses_data(BUDI, f"serahkan:{NUMBER}:99")
    assert [] == group.acts


def test_nobody_to_offer_to() -> None:
    """Where nobody else of the unit is registered the card's second page does not offer it; an old button says why."""
    group = Group()
    group.registers(BUDI)
    values = {"status": "diproses", "desk": "dishub", "unit": "dishub", "holder": "Budi L.", "menu": "more"}
    group.shows(**values, actions=("serahkan", "kategori"))
    assert ["Kategori", "« Kembali"] == [choice.label for choice in card(group).message.choices]
    group.presses_data(BUDI, f"serahkan:{NUMBER}")
    assert (True, []) == (group.answer.alert, group.acts)


@pytest.mark.parametrize(("kind", "called"), [("offered", BY_SARI), ("declined", BY_BUDI)])
def test_the_colleague_is_called(kind: str, called: Official) -> None:
    """Who is offered a ticket, or whose offer was not taken, is called by name under the card."""
    group = a_group()
    group.happens(Relay(NUMBER, "dishub", kind, text="Budi L.", calls=(called,)))  # type: ignore[arg-type]
    assert [called.id] == [mention.person for mention in group.last.mentions]
    assert called.name in group.last.text


# --- places, priority, undoing --------------------------------------------------------------------------------------


def test_place_by_words_or_position() -> None:
    """The prompt for a place takes words, and a position as a pin."""
    group = a_group(talking=True)
    group.presses_data(BUDI, f"lokasi:{NUMBER}")
    group.replies(BUDI, "Kelurahan Liliba")
    assert ("lokasi", "Kelurahan Liliba", None) == (group.act.action, group.act.text, group.act.pin)
    group.presses_data(BUDI, f"lokasi:{NUMBER}")
    group.replies(BUDI, place=Place(-10.17, 123.62))
    assert ("", Pin(-10.17, 123.62)) == (group.act.text, group.act.pin)


@pytest.mark.parametrize(("level", "asked"), [("tinggi", "mengapa tiket ini didahulukan"), ("biasa", "tidak perlu")])
def test_priority_asks_for_its_reason(level: str, asked: str) -> None:
    """Each direction of priority asks for its reason, and the act says which it is."""
    group = a_group(talking=True)
    group.presses_data(ADMIN, f"prioritas:{NUMBER}:{level}")
    assert asked in group.last.text
    group.replies(ADMIN, "dekat sekolah")
    assert ("prioritas", level, "dekat sekolah") == (group.act.action, group.act.choice, group.act.text)


def test_undone_by_button_or_word() -> None:
    """Urungkan on the card names the act that it takes back; the word under the card takes back the last one."""
    group = a_group()
    actions = ("progres", "urungkan")
    values = {"status": "diproses", "desk": "dishub", "unit": "dishub", "revision": 9}
    group.shows(**values, actions=actions, undo="balas", undo_mark="12")
    group.presses(BUDI, "↩️ Urungkan: Balas")
    assert Act("urungkan", BY_BUDI, query_id="q1", choice="12") == group.act
    said = group.replies(BUDI, "Urungkan", to=card(group))
    assert Act("urungkan", BY_BUDI, message_id=said) == group.act
    group.says(BUDI, f"/urungkan {NUMBER}")
    assert "urungkan" == group.act.action
    group.says(BUDI, "/urungkan")
    assert "Balas kartu tiketnya" in group.last.text
