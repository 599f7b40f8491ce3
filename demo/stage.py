"""A small city on stand-ins: people, the officials' group, and settings that point the bridge at them.

Used by `kanal demo`, the story, journeys and the bench. Nothing leaves the machine.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.settings import Settings
from core.city.city import City
from simulator.pages import InstagramStandIn, MessengerStandIn, PageStandIn
from simulator.sms import KannelGateway, SmsStandIn
from simulator.telegram import TelegramStandIn
from simulator.telegram.routes import control_routes as telegram_routes
from simulator.whatsapp import WhatsAppStandIn
from simulator.whatsapp.routes import control_routes as whatsapp_routes
from simulator.x import XStandIn

GROUP_TITLE = "Petugas Kota Kupang"
COORDINATOR = 7001
STRANGER = 7099
OFFICERS = {"dishub": (7002, "Yeni Ndun"), "pupr": (7003, "Marten Lado"), "dlhk": (7004, "Ina Djami")}


@dataclass(frozen=True)
class Crew:
    """Who is in the officials' group: by unit the Telegram user id and name of its liaison officer.

    The demo plays Kota Kupang from its pack; a test may bring people of another city.
    """

    group_title: str = GROUP_TITLE
    coordinator: str = "Agus Bria"
    username: str = "agus_setda"
    officers: Mapping[str, tuple[int, str]] = field(default_factory=lambda: OFFICERS)


WEBHOOK_SECRET = "stand-in-secret-of-the-demo"
VERIFY_TOKEN = "stand-in-verify-token"
APP_SECRET = "stand-in-secret-of-the-app"
PAGES: Mapping[str, type[MessengerStandIn | InstagramStandIn]] = {
    "messenger": MessengerStandIn,
    "instagram": InstagramStandIn,
}
PAGE_SETTINGS = {
    "messenger": ("MESSENGER_PAGE_ID", "MESSENGER_PAGE_TOKEN"),
    "instagram": ("INSTAGRAM_ACCOUNT_ID", "INSTAGRAM_TOKEN"),
}
"""Settings of the id and of the token."""


SMS_SECRET = "stand-in-secret-of-the-text-messages"

X_POLL_SECONDS = 0.4
"""Reading a stand-in costs nothing, and nobody wants to wait for a minute in a demo."""


@dataclass
class Stage:
    """The stand-ins and who is on them."""

    standin: TelegramStandIn
    group_id: int
    officers: dict[str, int] = field(default_factory=dict)
    whatsapp: WhatsAppStandIn | None = None
    crew: Crew = Crew()
    pages: dict[str, PageStandIn] = field(default_factory=dict)
    """Channel -> the Page or account on it."""
    x: XStandIn | None = None
    sms: SmsStandIn | KannelGateway | None = None

    @classmethod
    async def build(
        cls,
        *,
        port: int = 0,
        officers: int = 3,
        whatsapp: bool = False,
        pages: Collection[str] = (),
        x: bool = False,
        sms: SmsStandIn | KannelGateway | None = None,
        city: City | None = None,
        crew: Crew | None = None,
        **options: Any,
    ) -> "Stage":
        """Start the stand-in with the officials' forum group, a coordinator, liaison officers and a stranger.

        With ``whatsapp`` a number stands beside it, on which the templates of ``city`` are approved; ``pages`` names
        the channels on which the city has a Page or an account; with ``x`` it has one there. ``sms`` is a gateway that
        is not started yet.
        """
        standin = TelegramStandIn(**options)
        await standin.start(port=port, routes=telegram_routes(standin, "/control"))
        people = standin.people
        crew = crew or Crew()
        first, _, last = crew.coordinator.partition(" ")
        people.add_user(COORDINATOR, first, last, username=crew.username)
        people.add_user(STRANGER, "Orang", "Lewat")
        chosen = dict(list(crew.officers.items())[:officers])
        for user_id, name in chosen.values():
            first, _, last = name.partition(" ")
            people.add_user(user_id, first, last)
        members = [user_id for user_id, _name in chosen.values()]
        group = standin.groups.add_group(crew.group_title, COORDINATOR, members=[*members, STRANGER])
        officer_ids = {unit: user_id for unit, (user_id, _name) in chosen.items()}
        number = await _number(city, options) if whatsapp else None
        shown = {name: await _page(name, options) for name in pages}
        account = await _account(options) if x else None
        if isinstance(sms, SmsStandIn):
            await sms.start()
        return cls(standin, group.id, officer_ids, number, crew, shown, account, sms)

    def settings(self, *, port: int = 0, public_url: str = "", data_dir: Path | None = None, **more: Any) -> Settings:
        """Give settings of a bridge on these stand-ins; ``more`` by the fixed names."""
        values: dict[str, Any] = {
            "KANAL_HOST": "127.0.0.1",
            "KANAL_PORT": port,
            "KANAL_PUBLIC_URL": public_url,
            "KANAL_MONGODB_URI": "",
            "TELEGRAM_BOT_TOKEN": self.standin.token,
            "TELEGRAM_API_BASE": self.standin.base_url,
            "TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_OFFICIALS_CHAT_ID": str(self.group_id),
            "TELEGRAM_ADMIN_IDS": str(COORDINATOR),
        }
        values |= self.channels()
        if data_dir is not None:
            values["KANAL_DATA_DIR"] = data_dir
        # Whatever the environment holds: a real token in it must not let a demo or a test reach a real platform.
        untouched = {field.alias or name: field.get_default() for name, field in Settings.model_fields.items()}
        return Settings(_env_file=None, **{**untouched, **values, **more})

    def channels(self) -> dict[str, Any]:
        """Give the settings of the channels beside the officials', by the fixed names."""
        values: dict[str, Any] = {}
        if self.whatsapp is not None:
            values |= {
                "GRAPH_API_BASE": self.whatsapp.base_url,
                "META_APP_SECRET": self.whatsapp.app_secret,
                "META_VERIFY_TOKEN": VERIFY_TOKEN,
                "WHATSAPP_PHONE_NUMBER_ID": self.whatsapp.business.phone_number_id,
                "WHATSAPP_TOKEN": self.whatsapp.token,
            }
        for name, page in self.pages.items():
            values |= {
                "META_APP_SECRET": page.app_secret,
                "META_VERIFY_TOKEN": VERIFY_TOKEN,
                f"{name.upper()}_API_BASE": page.base_url,
                **dict(zip(PAGE_SETTINGS[name], (page.page.id, page.token), strict=True)),
            }
        if self.x is not None:
            keys = self.x.keys
            values |= {
                "X_API_BASE": self.x.base_url,
                "X_POLL_SECONDS": X_POLL_SECONDS,
                "X_USER_ID": self.x.account.id,
                "X_BEARER_TOKEN": keys.bearer,
                "X_API_KEY": keys.api_key,
                "X_API_SECRET": keys.api_secret,
                "X_ACCESS_TOKEN": keys.access_token,
                "X_ACCESS_SECRET": keys.access_secret,
            }
        if self.sms is not None:
            values |= {
                "SMS_SEND_URL": self.sms.send_url,
                "SMS_USERNAME": self.sms.username,
                "SMS_PASSWORD": self.sms.password,
                "SMS_SENDER": self.sms.sender,
                "SMS_WEBHOOK_SECRET": SMS_SECRET,
            }
        return values

    async def connect(self, bridge_url: str) -> None:
        """Let the stand-ins whose webhook is set by hand in the platform's console deliver to the bridge."""
        if self.whatsapp is not None:
            await self.whatsapp.subscribe(f"{bridge_url}/webhooks/whatsapp", VERIFY_TOKEN)
        for name, page in self.pages.items():
            await page.subscribe(f"{bridge_url}/webhooks/{name}", VERIFY_TOKEN)
        if self.sms is not None:
            self.sms.connect(f"{bridge_url}/webhooks/sms/{SMS_SECRET}")
        if isinstance(self.sms, KannelGateway):  # its configuration has the address
            await self.sms.start()

    async def register_officers(self, timeout: float = 20.0) -> None:
        """Let the coordinator register the liaison officers, and each accept the code of ethics."""
        for unit, user_id in self.officers.items():
            name = self.crew.officers[unit][1]
            sent = self.standin.people.say(COORDINATOR, f"/daftar {user_id} {unit} {name}", self.group_id)
            prompt = await self.standin.wait_for(lambda after=sent["message_id"]: self._consent(after), timeout)  # type: ignore[misc]
            before = len(self.standin.answers)
            self.standin.people.press(user_id, prompt["message_id"], "Saya setuju", chat_id=self.group_id)
            await self.standin.wait_for(lambda count=before: len(self.standin.answers) > count, timeout)  # type: ignore[misc]

    def _consent(self, after: int) -> dict[str, Any] | None:
        for message in self.standin.messages(self.group_id, from_bot=True):
            if message["message_id"] > after and "setuju" in str(message.get("reply_markup", "")).lower():
                return message
        return None

    async def stop(self) -> None:
        """Stop the stand-ins."""
        await self.standin.stop()
        if self.whatsapp is not None:
            await self.whatsapp.stop()
        for page in self.pages.values():
            await page.stop()
        if self.x is not None:
            await self.x.stop()
        if self.sms is not None:
            await self.sms.stop()


async def _account(options: dict[str, Any]) -> XStandIn:
    standin = XStandIn(**{name: value for name, value in options.items() if name in ("now", "limits")})
    await standin.start()
    return standin


async def _number(city: City | None, options: dict[str, Any]) -> WhatsAppStandIn:
    kept = {name: value for name, value in options.items() if name in ("now", "limits")}
    standin = WhatsAppStandIn(app_secret=APP_SECRET, **kept)
    for text in city.templates if city else ():
        if text.channel == "whatsapp":
            standin.templates.add(text.name, text.body, text.language, text.category)
    await standin.start(routes=whatsapp_routes(standin, "/control"))
    return standin


async def _page(name: str, options: dict[str, Any]) -> PageStandIn:
    kept = {key: value for key, value in options.items() if key == "now" or key.startswith("retry_")}
    standin = PAGES[name](app_secret=APP_SECRET, per_second=None, **kept)
    await standin.start()
    return standin
