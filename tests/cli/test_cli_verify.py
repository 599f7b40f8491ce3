"""``kanal verify``: a receipt is checked with published files alone."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from msgspec import structs
from typer.testing import CliRunner, Result

from cli.main import app
from cli.published import file_name
from core.proof.keys import written
from core.proof.roots import Published
from core.proof.slip import Slip
from tests.core.proof.days import FOREIGN, NEW, OLD, SLIP, WORDS, days

RIGHT, WRONG, OPEN = 0, 1, 2


def put(folder: Path, *published: Published) -> Path:
    """Write published days into a folder."""
    for day in published:
        (folder / file_name(day)).write_bytes(msgspec.json.encode(day))
    return folder


def verify(*arguments: object, slip: Slip = SLIP, text: str = "") -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ["verify", text or slip.text, *map(str, arguments)])


def test_a_receipt_that_is_right(tmp_path: Path) -> None:
    """With the files of its day and the words that were filed everything is right."""
    (tmp_path / "words").write_text(f"{WORDS}\n", encoding="utf-8")
    result = verify("--roots", put(tmp_path, *days()), "--words", tmp_path / "words")
    assert [
        "receipt\tKPG-26-00001-5\tgiven 2026-12-01 04:00:00 UTC",
        f"signature\tright\tby key {OLD.key}, the first key in these files; --key names another",
        "root\tright\tin the root of 2026-12-01",
        "words\tright",
    ] == result.output.splitlines()
    assert RIGHT == result.exit_code


def test_a_receipt_from_standard_input(tmp_path: Path) -> None:
    """However it was broken into lines, it can be piped in."""
    folder = put(tmp_path, *days())
    broken = f"Tanda terima:\n{SLIP.text[:70]}\n{SLIP.text[70:]}\n"
    result = CliRunner().invoke(
        app, ["verify", "-", "--roots", str(folder), "--key", written(OLD.public)], input=broken
    )
    assert RIGHT == result.exit_code
    assert "a key that hangs on the one you named" in result.output


@pytest.mark.parametrize("name", ["number", "at", "words"])
def test_a_receipt_that_was_altered(tmp_path: Path, name: str) -> None:
    """Another number, time or digest is not what was signed, and stands in no root."""
    values = {"number": "KPG-26-00002-3", "at": "20261201T040001Z", "words": "A" * 43}
    result = verify("--roots", put(tmp_path, *days()), slip=structs.replace(SLIP, **{name: values[name]}))
    assert WRONG == result.exit_code
    assert "signature\tWRONG" in result.output
    assert "root\tMISSING" in result.output


def test_a_receipt_whose_report_is_in_no_root(tmp_path: Path) -> None:
    """The city signed it, and left it out of the root of its day: that is wrong, and said so."""
    first, *rest = days()
    kept = [leaf for leaf in first.leaves if leaf != first.leaves[0]]
    result = verify("--roots", put(tmp_path, *rest))
    assert ("root\tMISSING" in result.output, WRONG) == (True, result.exit_code)
    result = verify("--roots", put(tmp_path, structs.replace(first, leaves=tuple(kept)), *rest))
    assert ("root 2026-12-01\tALTERED" in result.output, WRONG) == (True, result.exit_code)


def test_other_words(tmp_path: Path) -> None:
    """Words that were not filed are named as such."""
    (tmp_path / "words").write_text("Lampu jalan menyala", encoding="utf-8")
    result = verify("--roots", put(tmp_path, *days()), "--words", tmp_path / "words")
    assert ("words\tWRONG" in result.output, WRONG) == (True, result.exit_code)


def test_what_cannot_be_said(tmp_path: Path) -> None:
    """Without files, or without its key among those that can be believed, nothing is claimed."""
    assert OPEN == verify().exit_code
    folder = put(tmp_path, days()[0])
    result = verify("--roots", folder, "--key", written(FOREIGN.public))
    assert "signature\tnot checked" in result.output
    assert WRONG == result.exit_code  # the root is not signed by the key that was named either
    assert OPEN == verify("--roots", folder / "nothing.json").exit_code
    assert OPEN == verify("--key", "short").exit_code


def test_only_the_key_is_known() -> None:
    """With the key from a poster the signature can be checked; that it is in a root cannot."""
    result = verify("--key", written(OLD.public))
    assert (True, True) == ("signature\tright" in result.output, "root\tnot checked" in result.output)
    assert OPEN == result.exit_code
    assert WRONG == verify("--key", written(OLD.public), slip=structs.replace(SLIP, at="20261201T040001Z")).exit_code


def test_a_key_that_was_changed_is_believed_by_the_word_of_the_one_before(tmp_path: Path) -> None:
    """The pinned key may be an old one; a new one alone does not vouch for what came before it."""
    folder = put(tmp_path, *days())
    assert RIGHT == verify("--roots", folder, "--key", written(OLD.public)).exit_code
    assert WRONG == verify("--roots", folder, "--key", written(NEW.public)).exit_code


@pytest.mark.parametrize("text", ["KANAL1", "halo", SLIP.text[:-3]])
def test_what_is_no_receipt(text: str) -> None:
    """A part of one is none."""
    assert WRONG == verify(text=text).exit_code


def test_a_time_that_there_is_not() -> None:
    """A receipt with a thirteenth month is wrong, and no reason to stop."""
    result = verify(slip=structs.replace(SLIP, at="20261301T040000Z"))
    assert (WRONG, 1) == (result.exit_code, len(result.output.splitlines()))


def test_a_file_that_is_no_day(tmp_path: Path) -> None:
    """A file of something else is named."""
    (tmp_path / "root-x.json").write_text("{}", encoding="utf-8")
    result = verify("--roots", tmp_path)
    assert ("is no published day" in result.output, OPEN) == (True, result.exit_code)
