"""Take what a step of the draft asks for: a category, a privacy, new words, a place."""

from __future__ import annotations

from bots.citizen import drafting, origins
from bots.citizen.bubble import show_change, show_draft
from bots.citizen.draft import view
from bots.citizen.filing import file_report
from bots.citizen.message import Message
from bots.citizen.plain_words import has_letters, normalise, tokens
from bots.citizen.remembered import Draft, DraftStep
from bots.citizen.turn import Turn
from core.reading.understand import OTHER
from core.vocabulary.report import Privacy

_FEW_WORDS = 4
"""More words than these choose no category and no privacy: they tell something."""
_NO_CONTENT: frozenset[str] = frozenset(
    ("cancel", "repeat", "later", "unknown", "person", "delete", "how", "counter", "skip", "greet", "thanks", "resume")
)
"""Acts of speech that are no new words and no place, although words or a place were asked for."""
_SURELY = 0.5


def _at(turn: Turn, message: Message, *steps: DraftStep) -> Draft | None:
    """Give the draft when it is at one of these steps and words alone came."""
    draft = turn.state.draft
    worded = bool(message.part.text) and not message.part.evidence
    return draft if worded and draft is not None and draft.step in steps else None


# --- the category -----------------------------------------------------------------------------------------------------


def says_category(turn: Turn, message: Message) -> bool:
    """Tell whether the words name or tell a category that was asked for."""
    return _at(turn, message, "kategori") is not None and bool(_category(turn, message))


def take_category(turn: Turn, message: Message) -> None:
    """Let the draft be about the category that was said."""
    draft = turn.state.draft
    if draft is not None:
        drafting.choose_category(turn, draft, _category(turn, message))


def misses_category(turn: Turn, message: Message) -> bool:
    """Tell whether a few words meant to be a category are none."""
    short = len(tokens(message.part.text)) <= _FEW_WORDS
    return short and _at(turn, message, "kategori") is not None and not _category(turn, message)


def ask_category_again(turn: Turn, message: Message) -> None:
    """Ask for the category again, the second time with all of them."""
    draft = turn.state.draft
    if draft is not None:
        turn.state.misses += 1
        turn.lead(turn.say("change.category_unknown"))
        show_change(turn, draft, view(draft, turn.setting), whole=turn.state.misses >= 2)


def _category(turn: Turn, message: Message) -> str:
    wanted = normalise(message.part.text)
    for category in turn.city.categories:
        if wanted in (category.code, *map(normalise, category.names.values())):
            return category.code
    guess = turn.setting.reader.read(message.part.text, turn.now).category
    return guess if guess != OTHER else ""


# --- the privacy ------------------------------------------------------------------------------------------------------


def says_privacy(turn: Turn, message: Message) -> bool:
    """Tell whether the words choose one of the privacies that were offered."""
    return _at(turn, message, "privasi") is not None and bool(_privacy(turn, message))


def file(turn: Turn, message: Message) -> None:
    """File the draft with the privacy that was said."""
    draft, privacy = turn.state.draft, _privacy(turn, message)
    if draft is not None and privacy:
        file_report(turn, draft, privacy)


def says_origin(turn: Turn, message: Message) -> bool:
    """Tell whether a few words answer what was asked about when and where photos were taken."""
    draft = _at(turn, message, "privasi")
    if draft is None or not origins.is_open(turn.state, draft) or _privacy(turn, message):
        return False
    return origins.answer_in(turn, message.part.text) is not None


def take_origin(turn: Turn, message: Message) -> None:
    """Note the answer, and ask for the privacy again."""
    draft = turn.state.draft
    if draft is None:
        return
    if origins.answer_in(turn, message.part.text):
        drafting.agree_to_origins(turn, draft)
    else:
        draft.origins = "no"
        turn.lead(turn.say("origin.refused"))
        show_draft(turn)


def misses_privacy(turn: Turn, message: Message) -> bool:
    """Tell whether a short answer leaves open which privacy is meant: several, a mere yes or no, signs."""
    words, text = tokens(message.part.text), message.part.text
    if _at(turn, message, "privasi") is None or len(words) > _FEW_WORDS or _privacy(turn, message):
        return False
    vague = bool(turn.words.privacies(words)) or not has_letters(text)
    return vague or turn.setting.hearer.hear(text).top in ("affirm", "negate")


def ask_privacy_again(turn: Turn, message: Message) -> None:
    """Ask for the privacy again."""
    show_draft(turn)


def _privacy(turn: Turn, message: Message) -> Privacy | None:
    words = tokens(message.part.text)
    found = turn.words.privacies(words)
    clear = len(words) <= _FEW_WORDS and len(found) == 1 and turn.words.only_privacy(words)
    return next(iter(found)) if clear else None


# --- new words, or a place --------------------------------------------------------------------------------------------


def says_content(turn: Turn, message: Message) -> bool:
    """Tell whether the words are those, or the place, that was asked for."""
    if _at(turn, message, "isi", "lokasi") is None or not tokens(message.part.text):
        return False  # a thumb or a heart is neither
    heard = turn.setting.hearer.hear(message.part.text)
    return heard.top not in _NO_CONTENT or heard.of(heard.top) < _SURELY


def take_content(turn: Turn, message: Message) -> None:
    """Take the words or the place into the draft."""
    drafting.take_in(turn, message.part, message.files)
