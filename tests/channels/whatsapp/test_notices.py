"""Every notice about the account has words in both languages that need no field which nobody gives."""

import pytest

from channels.whatsapp.notices import PREFIX
from channels.whatsapp.parse import parse_body
from core.city.city import City
from core.city.texts import Texts, fields_of
from core.vocabulary.officials import Notice
from tests.channels.whatsapp.fixtures import NAMES, PHONE_NUMBER_ID, RECEIVED, body
from tests.core.kupang import kupang

NOTICES = [
    event.body
    for name in NAMES
    for event in parse_body(body(name), phone_number_id=PHONE_NUMBER_ID, received=RECEIVED)
    if isinstance(event.body, Notice)
]


@pytest.fixture
def city() -> City:
    """The pack of Kupang, with the base texts."""
    return kupang()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_notice_has_words(city: City, language: str) -> None:
    """What the adapter gives fits the text of its key, and no text shows a person's number."""
    texts = Texts(city.texts)
    for notice in NOTICES:
        said = texts.say(notice.key, language, **notice.values)
        assert len(said) > 20
        assert "6281339001122" not in said


def test_no_words_without_a_notice(city: City) -> None:
    """Each text about the account is used by some notice that the fixtures show."""
    shown = {notice.key for notice in NOTICES} | {PREFIX + key for key in ("channel_down", "channel_up", "dead")}
    ours = ("template_", "account_", "number_", "platform_")
    unused = {
        key for key in city.texts["id"] if key.startswith(tuple(PREFIX + part for part in ours)) and key not in shown
    }
    assert set() == unused


def test_bad_news_says_what_to_do(city: City) -> None:
    """A red or orange notice tells the officials what to do."""
    for key, text in city.texts["id"].items():
        if key.startswith(PREFIX) and text.startswith(("🔴", "🟠")):
            assert "Yang perlu dilakukan" in text
            assert fields_of(key, text) == fields_of(key, city.texts["en"][key])
