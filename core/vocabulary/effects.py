"""What a step wants done: the only things that leave a lane. They sit in the lane's outbox until done."""

from datetime import datetime
from typing import Final, Literal

import msgspec

from core.vocabulary.audience import Audience
from core.vocabulary.charts import Chart
from core.vocabulary.commands import Command
from core.vocabulary.deliveries import About, Course, CourseReason
from core.vocabulary.events import File, Placed
from core.vocabulary.proof import Chained
from core.vocabulary.publishing import PublicReport
from core.vocabulary.report import Evidence
from core.vocabulary.results import Undelivered


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer offered. ``id`` at most 64 bytes of UTF-8 (Bot API, callback_data), ``label`` what is shown.

    ``row`` groups buttons on one line where the platform draws rows.
    """

    id: str
    label: str
    row: int = 0
    detail: str = ""


class Mention(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person whom a message calls: the part of its text that names the person, and the person's platform id."""

    text: str
    person: str


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of a message's text that opens another message of ours, where the platform has links to messages.

    ``key`` names that message among those of ``lane``, empty for the own one. ``url`` is filled in at sending, and
    stays empty while the message is not there: its name stands in the text all the same.
    """

    text: str
    key: str
    lane: str = ""
    url: str = ""


class Send(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """One new message to the lane's own chat.

    ``text`` is plain; ``bold`` are parts of it (exact substrings) drawn bold where possible, ``quotes`` parts drawn as
    quotations, ``mentions`` parts that call a person where the platform can, ``links`` parts that open a message.
    ``evidence`` are files of our media store, sent with the text in one bubble where the platform allows.
    ``key`` names the message so that a later ``Edit`` or reply finds it; ``ref`` is handed back in ``Undelivered``
    and to a step whose event replies to this message. ``topic`` is the key of a group topic, opened when missing.
    ``reply_key`` or ``reply_to`` (platform id) hang it under another message where the platform can.
    ``ask`` offers the platform's own control for a location or the sender's phone number.
    ``protect`` forbids forwarding and saving where the platform can.
    ``template`` names the pack's approved template that stands in when the platform's window is closed, in
    ``language``. ``typed`` are the words in it that an official typed: where only such may go they go by themselves
    (``alone``), and when the person writes the ``rest`` follows, which says what else there is. With ``confirm`` the
    lane is told when it has arrived (``Delivered``). Of held messages with the same ``key`` that all say ``newest``,
    only the newest is kept. ``urgent`` waits behind no crowd: it may save a life. ``audience`` is whom it is for:
    nobody else may see the chat it goes to (`core.engine.reach`). ``about`` names the tickets in whose delivery log it
    has lines.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    bold: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    key: str = ""
    ref: str = ""
    topic: str = ""
    reply_key: str = ""
    reply_to: str = ""
    ask: Literal["", "location", "contact"] = ""
    ask_label: str = ""
    drop_keyboard: bool = False
    quiet: bool = False
    mergeable: bool = False
    template: str = ""
    template_values: tuple[str, ...] = ()
    typed: str = ""
    rest: str = ""
    alone: bool = False
    language: str = ""
    place: tuple[float, float] | None = None
    protect: bool = False
    confirm: bool = False
    newest: bool = False
    urgent: bool = False
    audience: Audience = "private"
    about: tuple[About, ...] = ()


class Edit(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Make the message named ``key`` read like ``to``; posted anew (as ``to``) where it is gone or was never sent."""

    key: str
    to: Send


class Delete(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Take the message named ``key`` away; where the platform does not let us any more it reads like ``instead``.

    ``files`` is how many files are in it: those stay then, which comes back as ``NotDeleted`` with ``ref``.
    """

    key: str
    instead: Send
    ref: str = ""
    files: int = 0


class Withdraw(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Take back messages of this lane that have not gone out, waiting or held: each is ``Undelivered`` as rejected.

    They are those with the ``ref``; with none, all of them, because somebody else has the chat now.
    """

    ref: str = ""


class Pin(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Keep the message named ``key`` in sight at the top of its chat or topic, where the platform lets us: it is the
    chat's own affair, so that a refusal is the end of it."""

    key: str


class Answer(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """End the spinner of a pressed button; ``text`` at most 200 characters, private to who pressed.

    ``link`` opens our private chat with who pressed, where the platform can do that; it stands alone, without a text.
    """

    query_id: str
    text: str = ""
    alert: bool = False
    link: str = ""


class Tell(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An event for another lane (or, with ``lane`` our own, for later)."""

    lane: str
    command: Command | Undelivered | Placed


class Fetch(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Bring a file from the platform into our media store; ends as ``Fetched`` or ``NotFetched`` on this lane.

    ``checked``: what the file tells of itself, and earlier files that it is like, come with it as ``Facts``; without it
    nothing of that is kept. ``origin``: when and where it was taken waits apart for what its sender says about that
    (``KeepOrigins``, ``DropOrigins``). ``heard``: where somebody writes down what is said in a sound, ``Heard`` comes
    after it.
    """

    file: File
    checked: bool = False
    origin: bool = False
    heard: bool = False


class Exhibit(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The stored file ``media`` is evidence of the ticket ``number`` from now on: a later one like it is told."""

    media: str
    number: str


class KeepOrigins(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The sender of these stored files allows that when and where they were taken is kept for the closing check."""

    media: tuple[str, ...]


class DropOrigins(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Forget when and where these stored files were taken: nobody allowed to keep it, or it is needed no more."""

    media: tuple[str, ...]


class Publish(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The line of a ticket in the public list reads like ``report`` since its ``revision``, or is gone (None)."""

    number: str
    revision: int
    report: PublicReport | None = None


class DrawChart(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Draw a picture into our media store; ends as ``Drawn`` with the same ``ref`` on this lane."""

    chart: Chart
    ref: str


class AnswerInPrivate(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Answer the author of this lane's public post in private; ends as ``AnsweredInPrivate`` or ``Undelivered``.

    ``message`` is words only; its ``ref`` comes back. The author alone reads it (`core.engine.reach`).
    """

    message: Send


class AskName(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Ask the platform what the person is called, where it does not say so itself; ends as ``Named`` on this lane."""


class Trace(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Write a line into the delivery log of the tickets that a message is ``about``: what became of it, and why.

    ``entry`` names the message, empty for one that was never made.
    """

    about: tuple[About, ...]
    course: Course
    reason: CourseReason = ""
    entry: str = ""


class AskDeliveries(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Ask for the newest lines of a ticket's delivery log: they come back as ``Deliveries`` with ``ref``."""

    number: str
    ref: str = ""


class AskTroubles(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Ask what the operator has to see to: comes back as ``Troubles`` with ``ref``."""

    ref: str


class AskLooks(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Ask the journal which offices looked at a ticket or worked on it: comes back as ``Looks``."""

    number: str


UNREAD: Final = "unread"


class ReadPost(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Ask the platform what a public post says that was only named to us; comes back as ``Posted`` or ``Unposted``.

    Where it cannot be read, ``Undelivered`` has the ``ref`` `UNREAD`.
    """

    post: str
    parent: str = ""


class Record(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """One line of a ticket's journal, append-only; ``chain`` binds it to the line before (`core.proof.chain`)."""

    subject: str
    actor: str
    what: str
    status: str
    at: datetime
    reason: str = ""
    details: dict[str, str] = {}
    chain: Chained | None = None


class Unheard(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Keep for the operator, apart from any person, what was not understood.

    ``kind`` says where it was said (``draft``, ``verdict`` ...); ``text`` is redacted by the step that gives it. It is
    kept without chat, ticket and name, and only for a while.
    """

    kind: str
    text: str


class OpenTopic(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """See to it that the group topic ``key`` exists; ``colour`` is a word (city pack, desks), drawn where it can be."""

    key: str
    name: str
    colour: str = ""


Effect = (
    Send
    | Edit
    | Delete
    | Withdraw
    | Pin
    | Answer
    | Tell
    | Fetch
    | Exhibit
    | KeepOrigins
    | DropOrigins
    | Publish
    | DrawChart
    | AnswerInPrivate
    | AskName
    | ReadPost
    | AskTroubles
    | AskLooks
    | AskDeliveries
    | Trace
    | Record
    | Unheard
    | OpenTopic
)
