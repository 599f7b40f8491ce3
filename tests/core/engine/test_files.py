"""Files come beside a lane's messages, however long they take, and the lane is told what became of each."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

import pytest

from core.engine.engine import Engine
from core.engine.files import AT_ONCE, FileTools
from core.engine.settings import EngineSettings
from core.vocabulary.effects import Exhibit, Fetch, Send
from core.vocabulary.errors import HelperDown, Retry
from core.vocabulary.events import Event, File, Said
from core.vocabulary.media import Held, Known, Likeness, Media, Spool, Tidied
from core.vocabulary.officials import Notice
from core.vocabulary.report import Alike, Facts
from core.vocabulary.results import Fetched, Heard, NotFetched
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.test_offers import Quiet
from tests.core.engine.world import LoopClock, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:toy:1"
SOUND = Media(Held(b"sound"), "audio/ogg", "x")
ALIKE = Alike("m0", "KPG-26-00001-5")


class Chat:
    """Asks for a file with each message, answers it, and notes what came."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self.came: list[Any] = []

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Ask and answer, or note."""
        if isinstance(event.body, Said):
            return Outcome(state, (self.fetch, Send(event.body.text), Exhibit("m0", "KPG-26-00001-5")))
        self.came.append(event.body)
        return Outcome(state)


class Group:
    """Notes what the health topic is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Note a notice."""
        if isinstance(event.body, Notice):
            self.told.append(event.body.key)
        return Outcome(state)


class Files(Quiet):
    """A platform that has trouble with a file so many times, and notes how many are on their way at once."""

    def __init__(self, trouble: int = 0) -> None:
        super().__init__()
        self.trouble = trouble
        self.now = self.most = 0

    async def fetch(self, file: File, into: Spool) -> Media:
        """Give a file after a while."""
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(5)
        self.now -= 1
        self.trouble -= 1
        if self.trouble >= 0:
            raise Retry("busy")
        return SOUND


async def tidied(media: Media, file: File, into: Spool) -> Tidied:
    """Find something to tell and to know it by in every file."""
    return Tidied(media, facts=Facts(latitude=-10.12345), likeness=Likeness((1, 2), b"grey"))


class Played(NamedTuple):
    """What was shown two seconds after the messages, what the health topic was told, and the store at the end."""

    early: list[str]
    told: list[str]
    store: MemoryStore


def play(chat: Chat, files: Files, tools: FileTools, messages: int = 1) -> Played:
    """Send messages, and let all that comes of them end."""

    async def story() -> Played:
        store, group = MemoryStore(LoopClock()), Group()
        await store.keep_known(Known("m0", "hash"))
        engine = Engine(
            store, {"chat": chat, "group": group}, {"toy": files}, LoopClock(),
            worker="a", settings=EngineSettings(), tools=tools,
        )  # fmt: skip
        for number in range(messages):
            await engine.accept([said(f"{LANE}{number}", number)])
        await asyncio.sleep(2)
        early = list(files.shown)
        await engine.settle(10_000.0)
        await engine.stop()
        return Played(early, group.told, store)

    return run_virtually(story())


def test_the_lane_goes_on_while_a_file_is_tried_again() -> None:
    """The answer is out before the first try has ended; the file is told when it is there."""
    chat = Chat(Fetch(File("photo", "r")))
    assert ["0"] == play(chat, Files(3), FileTools(tidy=tidied)).early
    (came,) = chat.came
    assert isinstance(came, Fetched)
    assert (SOUND.mime, 5, None, False) == (came.mime, came.size, came.facts, came.torn)


def test_what_a_file_tells_comes_only_where_it_is_asked_for() -> None:
    """With ``checked`` come the facts and what it is like; both kinds are known again."""
    looked_for: list[Known] = []

    async def recognise(known: Known) -> tuple[Alike, ...]:
        looked_for.append(known)
        return (ALIKE,)

    for checked, expected in ((True, Facts(latitude=-10.12345, alike=(ALIKE,))), (False, None)):
        chat = Chat(Fetch(File("photo", "r"), checked=checked))
        store = play(chat, Files(), FileTools(tidy=tidied, recognise=recognise)).store
        assert expected == chat.came[0].facts
        known = store.known
        assert {"m0", chat.came[0].media} == set(known)
        assert "KPG-26-00001-5" == known["m0"].number
    assert 1 == len(looked_for)


def test_when_and_where_waits_apart() -> None:
    """With ``origin`` the lane is told that there is something, and not what; without, it is nowhere."""
    for origin in (True, False):
        chat = Chat(Fetch(File("photo", "r"), origin=origin))
        store = play(chat, Files(), FileTools(tidy=tidied)).store
        (came,) = chat.came
        assert (origin, None) == (came.origin, came.facts)
        assert ([came.media] if origin else []) == list(store.origin_of)
        assert "-10.1234" not in str(store.inbox) + str(store.lanes)
        assert all(-10.1235 == one["latitude"] and not one["agreed"] for one in store.origin_of.values())


def test_a_file_that_tells_nothing_has_no_origin() -> None:
    """Where the platform took it out already nothing is put apart, and nobody need be asked."""

    async def bare(media: Media, file: File, into: Spool) -> Tidied:
        return Tidied(media)

    chat = Chat(Fetch(File("photo", "r"), origin=True))
    store = play(chat, Files(), FileTools(tidy=bare)).store
    assert (False, {}) == (chat.came[0].origin, store.origin_of)


@pytest.mark.parametrize("reason", ["empty", "kind", "pixels", "packed", "broken", "virus"])
def test_a_rejected_file_is_told_with_its_reason(reason: Any) -> None:
    """It is neither stored nor asked for again."""

    async def tidy(media: Media, file: File, into: Spool) -> Tidied:
        return Tidied(media, rejected=reason)

    chat, files = Chat(Fetch(File("photo", "r"))), Files()
    play(chat, files, FileTools(tidy=tidy))
    assert [NotFetched("r", reason)] == chat.came


def test_a_torn_file_is_told_as_one() -> None:
    """It is there, and the lane knows that it is not whole."""

    async def tidy(media: Media, file: File, into: Spool) -> Tidied:
        return Tidied(media, telltale=True, torn=True)

    chat = Chat(Fetch(File("photo", "r")))
    play(chat, Files(), FileTools(tidy=tidy))
    assert [(True, True)] == [(one.torn, one.media.startswith("raw-")) for one in chat.came]


def test_a_scanner_that_is_down_is_waited_for() -> None:
    """However long it takes no file is lost, and the health topic hears of it once a day."""
    tries = iter([True] * 40)

    async def tidy(media: Media, file: File, into: Spool) -> Tidied:
        if next(tries, False):
            raise HelperDown("clamav", "refused")
        return Tidied(media)

    chat = Chat(Fetch(File("photo", "r")))
    assert ["officials.notice.helper_clamav"] == play(chat, Files(), FileTools(tidy=tidy)).told
    assert [Fetched] == [type(one) for one in chat.came]


@pytest.mark.parametrize(
    ("kind", "heard", "answers", "expected"),
    [
        ("voice", True, ["lampu mati"], [Fetched, Heard]),
        ("voice", True, ["  "], [Fetched]),
        ("voice", True, [HelperDown("transcription")] * 2 + ["lampu mati"], [Fetched, Heard]),
        ("voice", True, [HelperDown("transcription")] * 9, [Fetched]),
        ("voice", False, ["lampu mati"], [Fetched]),
        ("photo", True, ["lampu mati"], [Fetched]),
    ],
    ids=["heard", "silence", "later", "never", "not asked for", "no sound"],
)
def test_a_sound_is_written_down_after_it_came(
    kind: Any, heard: bool, answers: list[Any], expected: list[type]
) -> None:
    """The sound itself waits for nobody; its words come after it, or never."""
    said_in_it = iter(answers)

    async def hear(media: Media) -> str:
        answer = next(said_in_it)
        if isinstance(answer, HelperDown):
            raise answer
        return str(answer)

    chat = Chat(Fetch(File(kind, "r"), heard=heard))
    play(chat, Files(), FileTools(tidy=tidied, hear=hear))
    assert expected == [type(one) for one in chat.came]


def test_few_files_are_in_memory_at_a_time() -> None:
    """Twenty chats send a file at once: six are worked on, all come."""
    chat, files = Chat(Fetch(File("photo", "r"))), Files()
    play(chat, files, FileTools(tidy=tidied), messages=20)
    assert (AT_ONCE, 20) == (files.most, len(chat.came))
