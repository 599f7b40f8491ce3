"""`kanal client`: keys of machines, shown once and kept as digests."""

from pathlib import Path

import pytest
from pymongo import MongoClient

from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal
from web.keys import digest_of


@pytest.fixture
def settings(mongo_uri: str, database_name: str) -> dict[str, str]:
    """Give settings that reach a fresh database."""
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}


async def test_a_key_is_given_listed_and_revoked(
    settings: dict[str, str], store: MongoStore, mongo_uri: str, tmp_path: Path
) -> None:
    """A key is printed once and stands nowhere in the database; the list has its limits, and its end."""
    added = await kanal(
        tmp_path, "client", "add", "peta-kota", "--scope", "report", "--reports-per-day", "9", settings=settings
    )
    key = added.out.strip()
    assert (0, "This key is shown once; only its digest is kept.\n") == (added.code, added.err)
    kept = await store.get_client("peta-kota")
    assert kept is not None
    assert (digest_of(key), ("report",), 9) == (kept.digest, kept.scopes, kept.reports_per_day)
    with MongoClient[dict[str, object]](mongo_uri) as client:
        everything = str(list(client[settings["KANAL_MONGODB_DATABASE"]]["clients"].find()))
    assert key.partition(".")[2] not in everything

    revoked = await kanal(tmp_path, "client", "revoke", "peta-kota", settings=settings)
    listed = await kanal(tmp_path, "client", "list", settings=settings)
    assert "revoked peta-kota\n" == revoked.out
    (line,) = listed.lines
    assert ["peta-kota", "report", "9 reports a day", "private"] == [line.split("\t")[n] for n in (0, 1, 3, 4)]
    assert line.split("\t")[-1].startswith("revoked ")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "Kota", "--scope", "report"), "kanal: a name is 3 to 40 small letters, digits and dashes\n"),
        (("add", "kota", "--scope", "all"), "kanal: scopes are report, export, monitor, audit\n"),
        (("revoke", "siapa"), "kanal: no client siapa whose key is open; `kanal client list` shows them\n"),
    ],
)
async def test_what_cannot_be_done_is_said(
    words: tuple[str, ...], says: str, settings: dict[str, str], tmp_path: Path
) -> None:
    """A wrong name or scope is one readable line, and nothing is kept."""
    ended = await kanal(tmp_path, "client", *words, settings=settings)
    assert (1, "", says) == (ended.code, ended.out, ended.err)
