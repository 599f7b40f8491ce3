"""What people tell a city about themselves, and must never find outside of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from demo.stage import Crew

LETTERS: Final = 3
"""Of a position so many decimals are a house; fewer may stand by chance in a measurement."""


@dataclass(frozen=True)
class Reporter:
    """A reporter as the city knows them, and everything of it that names or finds them.

    ``rare`` are words that only this report has: they tell neighbours whose it is.
    """

    words: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    homes: tuple[str, ...]
    rare: tuple[str, ...]
    latitude: float = 0.0
    longitude: float = 0.0

    @property
    def pins(self) -> tuple[str, ...]:
        """Give the position as it may be written, by latitude and by longitude."""
        if not self.latitude:
            return ()
        return tuple(f"{int(one)}.{str(abs(one) % 1)[2 : 2 + LETTERS]}" for one in (self.latitude, self.longitude))

    @property
    def person(self) -> tuple[str, ...]:
        """Give what nobody outside may read, whatever they have sworn."""
        return (*self.names, *self.numbers, *self.homes, *self.pins)

    @property
    def all(self) -> tuple[str, ...]:
        """Give what the public may not read."""
        return (*self.person, *self.rare)


NAMED = Reporter(
    "Nama saya Wilhelmina Kapitan, HP 0813 3947 5521, wilhelmina.k@contoh.id: lampu jalan mati di depan rumah saya "
    "Jl. Cendana Wangi No. 4711 RT 09 RW 03, ada kuda lumping tiap malam",
    ("Wilhelmina", "Kapitan"),
    ("081339475521", "0813 3947 5521", "81339475521", "wilhelmina.k@", "contoh.id"),
    ("No. 4711", "RT 09"),
    (),
    -10.163427,
    123.612983,
)
CHATTING = Reporter(
    "Saya Petrosina Lomi, NIK 5371024507890003, lampu jalan mati di depan SDN Oebufu dekat patung merpati kaca, "
    "mobil DH 4821 XZ parkir di bawahnya",
    ("Petrosina", "Lomi", "petrosina_l"),
    ("5371024507890003", "DH 4821 XZ"),
    (),
    ("merpati kaca",),
)
MACHINES = Reporter(
    "Lampu jalan mati, hubungi ibu Marselina Ngongo di 0822-6655-4433, rumah pagar ungu dengan patung garuda",
    ("Marselina", "Ngongo", "marselina.n"),
    ("082266554433", "0822-6655-4433", "82266554433", "device-4711"),
    (),
    ("patung garuda", "pagar ungu", "gang kamboja"),
    -10.158311,
    123.628847,
)
PUBLIC_MACHINES = Reporter(
    "Sampah menumpuk di TPS, kata Yuliana Taneo 0853 1122 9988, dekat bengkel jangkrik emas",
    ("Yuliana", "Taneo", "yuli.t"),
    ("085311229988", "0853 1122 9988", "85311229988"),
    (),
    ("jangkrik emas", "gang melur"),
    -10.171229,
    123.597764,
)
SECRET = Reporter(
    "Pegawai kelurahan Sartje Bolla minta uang pelicin 350 ribu untuk surat nikah, saya Orpa Neno 0812 7788 1199",
    ("Sartje", "Bolla", "Orpa", "Neno"),
    ("081277881199", "0812 7788 1199", "81277881199"),
    (),
    ("pelicin", "surat nikah", "350 ribu"),
)
REPORTERS: Final = (NAMED, CHATTING, MACHINES, PUBLIC_MACHINES, SECRET)

CREW = Crew(
    coordinator="Hironimus Seran",
    username="hironimus_setda",
    officers={"dishub": (700_277_431, "Yeremias Bessie"), "dlhk": (700_277_432, "Markus Djara")},
)
OFFICIALS: Final = (
    "Hironimus", "Seran", "hironimus_setda", "Yeremias", "Bessie", "Markus Djara", "700277431", "700277432",
)  # fmt: skip

_POSITION = re.compile(r"-?\b\d{1,2}\.\d{3,}\W{1,12}(?:l[a-z]*\W{1,6})?1[0-4]\d\.\d{3,}")


def found_in(text: str, forbidden: tuple[str, ...]) -> list[str]:
    """Give what stands in a text, in any case."""
    lower = text.lower()
    return [one for one in forbidden if one.lower() in lower]


def positions_in(text: str) -> list[str]:
    """Give every position of a text, also one that nobody planted."""
    return _POSITION.findall(text)
