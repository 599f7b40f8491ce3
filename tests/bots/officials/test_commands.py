"""Slash commands: the registry, the ticket command, and help; a table of who may what."""

import msgspec
import pytest

from core.vocabulary.effects import Send, Tell
from core.vocabulary.events import Person
from core.vocabulary.officials import Notice
from core.vocabulary.ticket import Official
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, SARI, STRANGER, Group


def reply(group: Group) -> str:
    """Give the text of the one reply of the last step."""
    (send,) = group.of(Send)
    assert isinstance(send, Send)
    assert send.quiet
    assert send.reply_to
    return send.text


def registered(group: Group, who: Person) -> Official:
    """Give what a ticket would be told about a person, by a press."""
    group.shows()
    group.presses(who, "Verifikasi")
    return group.act.by


@pytest.mark.parametrize(
    ("command", "replied", "expected"),
    [
        ("/daftar dishub", True, Official("2", "Budi L.", "dishub")),
        ("/daftar DISHUB Pak Budi", True, Official("2", "Pak Budi", "dishub")),
        ("/daftar dishub petugas Pak Budi", True, Official("2", "Pak Budi", "dishub")),
        ("/daftar dishub Petugas 7", True, Official("2", "Petugas 7", "dishub")),
        ("/daftar Puskesmas Alak Pak Budi", True, Official("2", "Pak Budi", "pkm-alak")),
        ("/daftar bagian organisasi", True, Official("2", "Budi L.", "setda")),
        ("/daftar 2 satpol pp Pak  Budi", False, Official("2", "Pak Budi", "satpolpp")),
    ],
)
def test_admin_registers_a_person(command: str, replied: bool, expected: Official) -> None:
    """An administrator registers by a reply or by id, with the unit's code or short name, and a name if given."""
    group = Group()
    if replied:
        group.says(ADMIN, command, reply_to="500", reply_to_sender=BUDI)
    else:
        group.says(ADMIN, command)
    assert f"{expected.name} terdaftar untuk" in reply(group)
    assert "Kode etik petugas" in reply(group)
    group.presses(BUDI, "Saya setuju")
    assert expected == registered(group, BUDI)


def test_a_person_registered_by_id_alone_gets_a_name_with_the_consent() -> None:
    """An id names nobody: the id stands for the person until the button is pressed, then the account's name."""
    group = Group()
    group.says(ADMIN, "/daftar 2 dishub")
    assert reply(group).startswith("2 terdaftar untuk Dishub sebagai petugas.")
    group.presses(BUDI, "Saya setuju")
    assert Official("2", "Budi L.", "dishub") == registered(group, BUDI)


@pytest.mark.parametrize(
    ("who", "command", "part"),
    [
        (STRANGER, "/daftar dishub Saya", "minta mereka membalas pesan Anda ini dengan /daftar UNIT NAMA. ID Anda: 99"),
        (ADMIN, "/daftar 99", "Unit itu tidak dikenal. Kode unit: setda, pupr, dishub"),
        (ADMIN, "/daftar 99 dishub", "99 terdaftar untuk Dishub sebagai petugas."),
        (ADMIN, "/daftar hapus", "Cara mendaftarkan petugas"),
        (ADMIN, "/daftar hapus 99", "99 tidak terdaftar."),
        (ADMIN, "/daftar", "• Budi L. – Dishub, petugas (ID 2)"),
        (
            msgspec.structs.replace(ADMIN, anonymous=True, is_bot=True),
            "/daftar 99 dishub X",
            "Pendaftaran dilakukan koordinator unit atau admin",
        ),
        (BUDI, "/bantuan", "Cara kerja di grup ini"),
        (STRANGER, "/help", "Cara kerja di grup ini"),
        (BUDI, "/catat", "dicatat di chat pribadi"),
        (BUDI, "/saya", "Budi L.\nDinas Perhubungan\nHak: menangani tiket unit ini"),
        (ADMIN, "/saya", "Ibu Rambu\nBagian Organisasi Sekretariat Daerah\nHak: admin"),
        (STRANGER, "/saya", "ID Anda: 99"),
        (BUDI, "/tiket", "Tulis nomornya, misalnya: /tiket KPG-26-00001-7."),
        (BUDI, "/tiket KPG-26-00001-9", "Tulis nomornya"),
        (STRANGER, f"/tiket {NUMBER}", "Anda belum terdaftar"),
        (BUDI, "/urungkan", "Balas kartu tiketnya dengan kata urungkan"),
        (BUDI, "/urungkan KPG-26-00001-9", "Tulis lengkap, misalnya: /urungkan KPG-26-00001-7"),
    ],
)
def test_command_is_answered(who: Person, command: str, part: str) -> None:
    """Each command is answered with one quiet reply, and reaches no ticket."""
    group = Group()
    group.registers(BUDI)
    group.says(who, command)
    assert part in reply(group)
    assert [] == group.acts


@pytest.mark.parametrize(
    ("written", "meant"), [("antrain", "antrian"), ("terlamba", "terlambat"), ("bantuaan", "bantuan")]
)
def test_a_mistyped_command_is_asked_back(written: str, meant: str) -> None:
    """A command a letter or two away from one of ours gets that one named, for who may act; strangers get nothing."""
    group = Group()
    group.registers(BUDI)
    group.says(BUDI, f"/{written}")
    assert f"Perintah /{written} tidak dikenal. Maksudnya /{meant}?" in reply(group)
    group.says(STRANGER, f"/{written}")
    assert [] == group.effects


def test_unknown_command_is_another_bots() -> None:
    """A command that is none of ours is left alone."""
    group = Group()
    group.says(ADMIN, "/cuaca Kupang")
    assert [] == group.effects


@pytest.mark.parametrize("written", [NUMBER, NUMBER.lower(), "kpg 26 1 5", NUMBER.replace("-", "")])
def test_ticket_command_asks_the_ticket(written: str) -> None:
    """The ticket command finds the number however it is written; the verdict is replied to the command."""
    group = Group()
    group.registers(BUDI)
    message_id = group.says(BUDI, f"/tiket {written}")
    assert ("lihat", message_id, "2") == (group.act.action, group.act.message_id, group.act.by.id)
    group.judges("unknown_ticket", alert=True, number=NUMBER)
    assert NUMBER in reply(group)


def test_ticket_command_as_a_reply_needs_no_number() -> None:
    """As a reply to a card, the ticket command means that card's ticket."""
    group = Group()
    group.registers(BUDI)
    group.shows()
    group.replies(BUDI, "/tiket")
    assert "lihat" == group.act.action


def test_registering_again_changes_the_unit_and_keeps_the_consent() -> None:
    """An official who moves to another unit keeps the name and the accepted code of ethics."""
    group = Group()
    group.registers(BUDI)
    group.says(ADMIN, "/daftar 2 pupr")
    assert "Budi L. terdaftar untuk Dinas PUPR sebagai petugas." == reply(group)
    assert Official("2", "Budi L.", "pupr") == registered(group, BUDI)


def test_removed_official_cannot_act() -> None:
    """A removed official is a stranger again, and an open prompt is forgotten."""
    group = Group()
    group.registers(BUDI)
    group.shows()
    group.presses(BUDI, "Tunda")
    group.says(ADMIN, "/daftar hapus", reply_to="500", reply_to_sender=BUDI)
    assert reply(group).startswith("Budi L. tidak lagi terdaftar.")
    group.says(BUDI, "alasan")
    assert [] == group.effects
    group.presses(BUDI, "Verifikasi")
    assert group.answer.text.startswith("Anda belum terdaftar")


def test_admin_may_choose_a_unit_and_name() -> None:
    """An administrator who registers himself keeps the right to act for every unit, under the chosen name."""
    group = Group()
    group.says(ADMIN, "/daftar dinkes Rambu H.")
    assert "Rambu H. terdaftar untuk Dinkes sebagai petugas." == reply(group)
    assert Official("1", "Rambu H.", "dinkes", admin=True) == registered(group, ADMIN)


def test_who_am_i_brings_the_code_of_ethics_back() -> None:
    """An official who has not accepted the code of ethics gets its button again from /saya."""
    group = Group()
    group.says(ADMIN, f"/daftar {SARI.id} pupr Sari")
    group.says(SARI, "/saya")
    assert "Saya setuju" == group.last.choices[0].label
    group.presses(SARI, "Saya setuju")
    assert group.last.text.startswith("✅ Sari (Dinas PUPR)")


def test_names_are_made_harmless() -> None:
    """A name with line breaks or of great length is written in one short line."""
    group = Group()
    group.says(ADMIN, "/daftar dishub", reply_to="500", reply_to_sender=Person(id="2", name="Budi\n\n" + "x" * 200))
    group.presses(BUDI, "Saya setuju")
    name = registered(group, BUDI).name
    assert ("Budi x", 60) == (name[:6], len(name))


LINK = "https://t.me/a_bot?start={token}"


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("/undang dishub penghubung 3", "Undangan penghubung Dishub dikirim ke chat pribadi Anda"),
        ("/undang Puskesmas Alak kepala", "Undangan pimpinan Puskesmas Alak dikirim"),
        ("/undang dishub 14", "Undangan petugas Dishub dikirim"),
        ("/undang media", "Undangan petugas media Pemantauan dikirim"),
        ("/undang", "Untuk mengundang: /undang UNIT PERAN HARI"),
        ("/undang dishub kasir", "Untuk mengundang: /undang UNIT PERAN HARI"),
        ("/undang dishub petugas 31", "Paling lama 30 hari"),
        ("/undang dishub petugas 0", "Paling lama 30 hari"),
        ("/undang kantor pos", "Unit itu tidak dikenal"),
        ("/ikat dishub", "ketik di sana (koordinator unit atau admin):\n/ikat "),
        ("/ikat", "Memberi meja sebuah unit grup sendiri: /ikat UNIT"),
        ("/ikat media", "Unit itu tidak dikenal"),
        ("/ikat dishub pulang", "Meja Dishub memang ada di grup bersama."),
        ("/ikat pkm-alak", "Puskesmas Alak tidak punya meja sendiri"),
        ("/ikat ABCD-2345", "Kode itu diketik di grup yang baru"),
    ],
)
def test_inviting_and_binding_is_answered(command: str, part: str) -> None:
    """Each command is answered once in the group, and the link of an invitation never stands there."""
    group = Group()
    group.tells(Notice("officials.link", {"link": "https://t.me/a_bot?start=isi", "entry": LINK}))
    group.says(ADMIN, command)
    assert part in reply(group)
    assert "start=u_" not in reply(group)
    notices = [one for one in group.of(Tell) if isinstance(one.command, Notice)]
    assert ("dikirim" in part) == (["chat:telegram:1"] == [one.lane for one in notices])


@pytest.mark.parametrize("command", ["/undang dishub", "/ikat dishub", "/daftar 99 dishub"])
@pytest.mark.parametrize(("role", "may"), [("koordinator", True), ("pimpinan", False), ("petugas", False)])
def test_only_a_coordinator_of_the_unit_manages_its_people(command: str, role: str, may: bool) -> None:
    """Who is registered in another role is told who does it; a coordinator does it for the own unit alone."""
    group = Group()
    group.tells(Notice("officials.link", {"link": "https://t.me/a_bot?start=isi", "entry": LINK}))
    group.says(ADMIN, f"/daftar 2 dishub {role} Budi L.")
    group.presses(BUDI, "Saya setuju")
    group.says(BUDI, command)
    assert may or group.told_alone(BUDI).startswith("Hanya koordinator unit dan admin")
    assert may == bool(group.of(Send))
    group.says(BUDI, command.replace("dishub", "pupr"))
    whose = "Yang mengatur petugas dan grup Dinas PUPR" if may else "Hanya koordinator unit dan admin"
    assert group.told_alone(BUDI).startswith(whose)


def test_no_link_is_made_before_our_name_is_known() -> None:
    """Without a name of ours no link opens a private chat, which is said."""
    group = Group()
    group.says(ADMIN, "/undang dishub")
    assert "Coba lagi sebentar" in reply(group)
