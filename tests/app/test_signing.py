"""What the city signs with, and the picture of a receipt."""

from __future__ import annotations

import io

import pytest
import segno
from PIL import Image
from pydantic import ValidationError
from typer.testing import CliRunner

from app.settings import Settings
from app.signing import former_signer, signer_of, slip_pictures
from cli.main import app
from core.proof.keys import Signer
from core.proof.slip import PICTURE, slip_for
from core.vocabulary.seal import sealed_by
from tests.clock import START
from tests.contents import bytes_of

KEY = "A" * 43
SLIP = slip_for("KPG-26-00001-5", "Lampu mati", START, sealed_by(b"a"), Signer.of(KEY))


def settings(**more: str) -> Settings:
    """Give settings out of these alone."""
    return Settings.model_validate(more)


def test_without_a_key_nobody_signs() -> None:
    """Signing is off unless a key is set."""
    assert (None, None) == (signer_of(settings()), former_signer(settings()))


def test_the_key_of_the_settings_signs() -> None:
    """The key is read where it is set, and is a secret of the log."""
    one = settings(KANAL_SIGNING_KEY=KEY, KANAL_SIGNING_KEY_BEFORE="A" * 42 + "E")
    found, former = signer_of(one), former_signer(one)
    assert (Signer.of(KEY).key, Signer.of("A" * 42 + "E").key) == (found and found.key, former and former.key)
    assert {KEY, "A" * 42 + "E"} <= set(one.secrets())


def test_a_key_that_is_none_is_said_at_start() -> None:
    """A wrong key is a mistake in the settings, and is not repeated in what is said of it."""
    with pytest.raises(ValidationError, match="kanal key new"):
        settings(KANAL_SIGNING_KEY="rahasia")


def test_a_new_key_is_a_line_for_the_settings() -> None:
    """What `kanal key new` prints can be set as it stands; each is another."""
    first, second = (CliRunner().invoke(app, ["key", "new"]).stdout for _ in range(2))
    name, _, key = first.strip().partition("=")
    assert ("KANAL_SIGNING_KEY", True) == (name, first != second)
    assert signer_of(settings(KANAL_SIGNING_KEY=key)) is not None


@pytest.mark.parametrize("page", ["", "https://lapor.example/periksa"])
def test_the_picture_of_a_slip(page: str) -> None:
    """The code holds the address of the page that checks it, or the slip alone, sharp enough for a phone."""
    media = slip_pictures(page)(PICTURE + SLIP.text)
    assert media is not None
    wanted = segno.make_qr(f"{page}?slip={SLIP.text}" if page else SLIP.text, error="m")
    image = Image.open(io.BytesIO(bytes_of(media.content))).convert("1")
    shown = [
        [int(not image.getpixel((6 * (column + 4), 6 * (row + 4)))) for column in range(len(wanted.matrix))]
        for row in range(len(wanted.matrix))
    ]
    assert [list(row) for row in wanted.matrix] == shown
    assert ("image/png", "KPG-26-00001-5.png") == (media.mime, media.name)
    assert 350 < image.width < 500


@pytest.mark.parametrize("media", ["", "m1", PICTURE, f"{PICTURE}KANAL1.x", SLIP.text])
def test_every_other_file_is_read_from_the_store(media: str) -> None:
    """Only the id of a whole slip is drawn."""
    assert slip_pictures("")(media) is None
