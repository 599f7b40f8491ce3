"""A chat on a plain telephone, as tests tell it: each bubble as the phone shows it, never more than two messages."""

from __future__ import annotations

import re

from core.language.septets import MOST_PARTS, count_parts
from core.language.terse import written
from core.vocabulary.channel import Capabilities
from core.vocabulary.effects import Send
from core.vocabulary.events import Person
from tests.bots.citizen.chat import Chat

TERSE = Capabilities(
    text=305, caption=0, buttons=0, button_label=0, terse=True, files_in=False, files_out=False, paid=True
)
PHONE = "6281239990011"


class TerseChat(Chat):
    """Somebody with a plain telephone: no name, no files, choices by their numbers."""

    def __init__(self, language: str = "id") -> None:
        super().__init__(language, f"chat:test:{PHONE}")
        self.person = Person(PHONE)
        self.capabilities = TERSE

    @property
    def screen(self) -> list[str]:
        """Give every text as the phone shows it."""
        return [shown(bubble) for bubble in self.bubbles]

    @property
    def last_text(self) -> str:
        """Give the newest text."""
        return self.screen[-1]

    def chooses(self, label: str) -> str:
        """Type the number in front of a choice of the newest text; give the answer."""
        found = re.search(rf"^(\d+) {re.escape(label)}$", self.last_text, re.MULTILINE)
        assert found is not None, f"no {label} in {self.last_text!r}"
        before = len(self.bubbles)
        self.says(found[1])
        return self.last_text if len(self.bubbles) > before else ""


def shown(bubble: Send) -> str:
    """Give a bubble as the phone shows it, and hold it to what a turn may cost."""
    text = written(bubble.text, [choice.label for choice in bubble.choices])
    assert MOST_PARTS >= count_parts(text), text
    return text
