"""Which behaviour belongs to which kind of lane."""

from collections.abc import Collection, Mapping

from bots import monitor
from bots.citizen import CitizenSteps
from bots.monitor import AuthorSteps, BurstSteps, MentionSteps
from bots.officials import REQUIRED_TEXTS, OfficialsSteps
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.texts import TextError, Texts
from core.docket.step import DocketSteps
from core.hooks.step import HookSteps
from core.language.data import CityError
from core.near.step import NearSteps
from core.person.codes import CodeSteps
from core.person.step import PersonSteps
from core.proof.keys import Signer
from core.reading.understand import Understander
from core.register.holding import OfficialSteps
from core.register.step import RegisterSteps
from core.sources.step import SourcesSteps
from core.tally.months import MonthSteps
from core.tally.required import REQUIRED_TEXTS as REPORTS
from core.tally.shades import ShadesSteps
from core.tally.step import TallySteps
from core.ticket.registry import RegistrySteps
from core.ticket.step import TicketSteps
from core.vocabulary.seal import sealed_by
from core.vocabulary.steps import Stepper


def build_steppers(
    city: City,
    admin_ids: frozenset[str],
    secret: bytes,
    signer: Signer | None = None,
    subscribers: tuple[str, ...] = (),
    channels: Collection[str] = (),
) -> Mapping[str, Stepper]:
    """Give the steps by the first part of a lane id; raise CityError for a text that asks for what nobody gives it.

    Out of the ``secret`` words are made that open something once; only their digests are kept. With a ``signer`` each
    new report has a signed receipt; ``subscribers`` are systems that are told of every ticket,
    ``channels`` names of those that are on.
    """
    texts = Texts(city.texts)
    try:
        texts.check({**REQUIRED_TEXTS, **monitor.REQUIRED_TEXTS, **REPORTS})
    except TextError as wrong:
        raise CityError("texts", wrong.key, wrong.problem) from wrong
    calendar, understander = WorkingCalendar(city), Understander.of(city)
    return {
        "chat": CitizenSteps(city, texts, understander, calendar, sealed_by(secret), admin_ids, channels),
        "person": PersonSteps(),
        "codes": CodeSteps(),
        "registry": RegistrySteps(city),
        "ticket": TicketSteps(city, calendar, seal=sealed_by(secret), signer=signer, subscribers=subscribers),
        "docket": DocketSteps(city),
        "tally": TallySteps(city),
        "month": MonthSteps(city),
        "shades": ShadesSteps(),
        "sources": SourcesSteps(),
        "register": RegisterSteps(city, admin_ids, sealed_by(secret)),
        "official": OfficialSteps(),
        "group": OfficialsSteps(city, texts, admin_ids),
        "mention": MentionSteps(city, texts, understander),
        "author": AuthorSteps(),
        "burst": BurstSteps(city),
        "near": NearSteps(city),
        "hook": HookSteps(city),
    }
