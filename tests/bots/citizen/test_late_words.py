"""Words that arrive after free answers ended: nothing runs out for somebody who was never told."""

from datetime import timedelta

import pytest

from core.vocabulary.citizen import FileReport
from core.vocabulary.effects import Tell
from core.vocabulary.officials import Notice
from core.vocabulary.results import Undelivered
from tests.bots.citizen.chat import LAMP, Chat, kupang

REMINDER = kupang().limits.draft_reminder_minutes + 1


class LateChat(Chat):
    """A chat on a platform with a window of 24 hours, whose messages may come long after they were written."""

    def __init__(self) -> None:
        super().__init__()
        self.window = timedelta(hours=24)

    def says_late(self, text: str = LAMP) -> str:
        """Let words arrive 26 hours after they were written."""
        written = self.now
        self.now += timedelta(hours=26)
        return self.says(text, at=written)


def test_first_answer_goes_by_a_template_once() -> None:
    """What comes late is answered by a template with its day, once; the desk learns that a conversation waits."""
    chat = LateChat()
    chat.says_late()
    chat.says("Tiang nomor 14", at=chat.now - timedelta(hours=25))
    first, second = chat.bubbles
    assert ("received", ("Selasa, 24 Nov 2026",)) == (first.template, first.template_values)
    assert "" == second.template
    assert "Tiang nomor 14" in second.text
    notices = [one.command for one in chat.effects if isinstance(one, Tell) and isinstance(one.command, Notice)]
    assert [Notice("officials.notice.late_messages")] == notices


def test_words_in_time_have_no_template() -> None:
    """Inside the window the words themselves are the answer."""
    chat = LateChat()
    chat.says(LAMP)
    assert "" == chat.bubbles[-1].template


def test_draft_that_nobody_saw_has_no_clock() -> None:
    """A draft that came late is neither reminded of nor closed; when the person is back its time begins."""
    chat = LateChat()
    chat.says_late()
    for hours in (1, 2, 23, 30, 100):
        assert "" == chat.waits(hours=hours)
    assert chat.state.draft is not None
    assert LAMP in chat.says("halo")
    assert "belum terkirim" in chat.waits(minutes=REMINDER)
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert LAMP == chat.told(FileReport)[0].filing.report.text


def test_unseen_draft_is_forgotten_in_the_end() -> None:
    """After a month without a word even a draft that nobody saw is let go."""
    chat = LateChat()
    chat.says_late()
    chat.waits(days=31)
    chat.waits(days=31)
    assert (None, None) == (chat.state.draft, chat.state.expired)


def test_closed_draft_waits_for_its_reader() -> None:
    """The 24 hours in which a closed draft can be taken up begin when the person could read that it was closed."""
    chat = LateChat()
    chat.says(LAMP)
    chat.waits(minutes=REMINDER)
    assert "kami tutup" in chat.waits(hours=24)
    chat.waits(days=6)
    chat.says("halo")
    chat.now += timedelta(hours=23)
    assert LAMP in chat.says("lanjutkan")


@pytest.mark.parametrize("reason", ["window", "unreachable", "rejected"])
def test_draft_that_did_not_arrive_has_no_clock(reason: str) -> None:
    """A bubble that the platform did not take was not shown either."""
    chat = Chat()
    chat.says(LAMP)
    chat.happens(Undelivered(f"e{chat._count}:0", "", reason))  # type: ignore[arg-type]
    assert "" == chat.waits(days=3)
    assert LAMP in chat.says("halo")


def test_draft_alone_is_marked_as_the_newest() -> None:
    """A bubble that only shows the draft may be replaced by the next one; one that says more may not."""
    chat = Chat()
    chat.says(LAMP)
    assert chat.bubbles[-1].newest
    chat.waits(minutes=REMINDER)
    assert not chat.bubbles[-1].newest
