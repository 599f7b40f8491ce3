"""The people and the group that a newcomer finds on the demo page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.pages import PageStandIn
from simulator.sms import KannelGateway, SmsStandIn
from simulator.telegram import TelegramStandIn
from simulator.whatsapp import WhatsAppStandIn
from simulator.x import XStandIn

Json = dict[str, Any]
OFFICIALS_CHAT_ID = -1001700000900


@dataclass(frozen=True)
class StandIns:
    """The stand-ins that the page plays on; `pages` by the names of Messenger and Instagram."""

    telegram: TelegramStandIn
    whatsapp: WhatsAppStandIn | None = None
    pages: Mapping[str, PageStandIn] = field(default_factory=dict)
    x: XStandIn | None = None
    sms: SmsStandIn | KannelGateway | None = None

    @property
    def apps(self) -> list[str]:
        """Name the apps of the phone, the one that most people have first."""
        first = ["whatsapp"] if self.whatsapp is not None else []
        last = [*(["x"] if self.x is not None else []), *(["sms"] if self.sms is not None else [])]
        return [*first, "telegram", *self.pages, *last]


@dataclass(frozen=True)
class Actor:
    """Somebody the page can act as in the group; `registered` means that the bot should know this official.

    `topic` is the name of the topic in the group where this official works, "" for none.
    """

    user_id: int
    first_name: str
    last_name: str
    role: str
    registered: bool
    role_en: str = ""
    topic: str = ""


CITIZENS = ((1101, "Maria", "Ndolu"), (1102, "Yohanis", "Lay"))
WHATSAPP_CITIZENS = (("6281238001101", "Nona Feoh"), ("6281238001102", "Ama Tallo"))
OTHERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "messenger": (("yuliana.benu", "Yuliana Benu"),),
    "instagram": (("rio.kase", "Rio Kase"),),
    "x": (("andri_kpg", "Andri Manafe"),),
    "sms": (("+6281239990011", "Mama Rosa"),),
}
"""App -> key and name of who is on it."""
ACTORS = (
    Actor(2101, "Adi", "Tallo", "koordinator", True, "coordinator"),
    Actor(2102, "Rambu", "Hamba", "Dinas Perhubungan", True, topic="Dinas Perhubungan"),
    Actor(2103, "Semuel", "Bessie", "Dinas Lingkungan Hidup", True, topic="Lingkungan Hidup"),
    Actor(2199, "Orang", "Asing", "tidak terdaftar", False, "not registered"),
)


@dataclass(frozen=True)
class Scene:
    """Who is there: the officials' group, its actors, and the first citizens.

    The group opens on the topic named `first_topic`, where what is new arrives; what the public says comes to
    `public_topic`. The city has `published` something on which people comment.
    """

    officials_chat_id: int = OFFICIALS_CHAT_ID
    actors: tuple[Actor, ...] = ACTORS
    citizens: tuple[tuple[int, str, str], ...] = CITIZENS
    whatsapp_citizens: tuple[tuple[str, str], ...] = WHATSAPP_CITIZENS
    others: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=lambda: OTHERS)
    first_topic: str = "Verifikasi"
    public_topic: str = "Pemantauan"
    published: str = "Minggu ini kami memperbaiki lampu jalan di Kayu Putih dan Oebobo. Di mana lagi yang perlu?"

    def shape(self, apps: list[str]) -> Json:
        """Give what the page needs to know."""
        return {
            "apps": apps,
            "officials_chat_id": self.officials_chat_id,
            "first_topic": self.first_topic, "public_topic": self.public_topic,
            "actors": [
                {
                    "id": actor.user_id, "name": f"{actor.first_name} {actor.last_name}", "role": actor.role,
                    "role_en": actor.role_en, "topic": actor.topic,
                }
                for actor in self.actors
            ],
        }  # fmt: skip


def furnish(standins: StandIns, scene: Scene | None = None) -> Scene:
    """Put the people and the group of the scene into the worlds, where they are missing; give the scene."""
    scene, standin = scene or Scene(), standins.telegram
    for phone, name in scene.whatsapp_citizens if standins.whatsapp is not None else ():
        if standins.whatsapp is not None and standins.whatsapp.world.find(phone) is None:
            standins.whatsapp.people.add_user(phone, name)
    for name, page in standins.pages.items():
        if not page.world.posts:
            page.people.page_post(scene.published)
        for key, person in scene.others.get(name, ()):
            if page.world.find(key) is None:
                page.people.add_user(key, person)
    for key, person in scene.others["x"] if standins.x is not None else ():
        if standins.x is not None and standins.x.world.find(key) is None:
            standins.x.people.add_user(key, person)
    for key, person in scene.others.get("sms", ()) if standins.sms is not None else ():
        if standins.sms is not None:
            standins.sms.people.add_phone(key, person)
    for user_id, first_name, last_name in scene.citizens:
        if user_id not in standin.world.users:
            standin.people.add_user(user_id, first_name, last_name)
    for actor in scene.actors:
        if actor.user_id not in standin.world.users:
            standin.people.add_user(actor.user_id, actor.first_name, actor.last_name)
    if scene.officials_chat_id not in standin.world.chats:
        first, *others = [actor.user_id for actor in scene.actors]
        standin.groups.add_group("Kanal · Pejabat Kota", first, members=others, chat_id=scene.officials_chat_id)
    return scene
