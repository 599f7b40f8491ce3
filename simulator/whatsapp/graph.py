"""The Graph API: which path is what, and what each of them answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.meta.webhook import NotVerified, Webhook
from simulator.whatsapp.checks.node import Node
from simulator.whatsapp.errors import GraphError, no_object
from simulator.whatsapp.faults import Fault
from simulator.whatsapp.inbound import Item
from simulator.whatsapp.media import Medias, check_upload
from simulator.whatsapp.sending import After, Sending
from simulator.whatsapp.templates import TemplateButton, Templates
from simulator.whatsapp.world import Business

Json = dict[str, Any]
SCOPES = ("whatsapp_business_management", "whatsapp_business_messaging")


@dataclass(frozen=True)
class Upload:
    """A file of a multipart form."""

    data: bytes
    filename: str
    mime: str


@dataclass
class Ask:
    """One request: its path below the version, query, JSON body or form, and the fault that hits it."""

    verb: str
    path: tuple[str, ...]
    query: Mapping[str, str]
    body: Json = field(default_factory=dict)
    file: Upload | None = None
    fault: Fault | None = None


Answer = tuple[Json, After]
Handler = Callable[[Ask], Json | Answer | Awaitable[Json]]


@dataclass
class Graph:
    """The paths of one number and its account. `health` holds what the number and the account say of themselves."""

    business: Business
    medias: Medias
    templates: Templates
    sending: Sending
    webhook: Webhook[Item]
    base_url: Callable[[], str]
    number: Json = field(default_factory=dict)
    account: Json = field(default_factory=dict)
    scopes: tuple[str, ...] = SCOPES

    def __post_init__(self) -> None:
        business = self.business
        self.number = {
            "verified_name": business.verified_name, "code_verification_status": "VERIFIED",
            "display_phone_number": business.display_phone_number, "quality_rating": "GREEN",
            "platform_type": "CLOUD_API", "throughput": {"level": "STANDARD"}, "status": "CONNECTED",
            "name_status": "APPROVED", "whatsapp_business_manager_messaging_limit": "TIER_2K", "account_mode": "LIVE",
            "is_official_business_account": False, "webhook_configuration": {},
            "health_status": {"can_send_message": "AVAILABLE", "entities": []}, "id": business.phone_number_id,
        }  # fmt: skip
        self.account = {
            "name": "Pemerintah Kota Kupang", "currency": "IDR", "timezone_id": "66", "country": "ID",
            "account_review_status": "APPROVED", "business_verification_status": "verified",
            "message_template_namespace": "ba30dd89_2ebd_41e4_b805_f2c05ae04cc9", "status": "ACTIVE",
            "health_status": {"can_send_message": "AVAILABLE", "entities": []}, "id": business.waba_id,
        }  # fmt: skip

    def route(self, verb: str, path: tuple[str, ...]) -> tuple[str, Handler]:
        """Give the name that faults use for a path, and who answers it.

        Raises:
            GraphError: 100/33, there is no such object or it has no such edge.
        """
        number, waba = self.business.phone_number_id, self.business.waba_id
        table: dict[tuple[str, tuple[str, ...]], tuple[str, Handler]] = {
            ("POST", (number, "messages")): ("messages", self.messages),
            ("POST", (number, "media")): ("upload", self.upload),
            ("GET", (number,)): ("number", lambda ask: _fields(self.number, ask, "WhatsAppBusinessPhoneNumber")),
            ("GET", (waba,)): ("business", lambda ask: _fields(self.account, ask, "WhatsAppBusinessAccount")),
            ("GET", (waba, "phone_numbers")): ("business", lambda ask: {"data": [self.number]}),
            ("GET", (waba, "message_templates")): ("templates", self.list_templates),
            ("POST", (waba, "message_templates")): ("templates", self.submit_template),
            ("GET", (waba, "subscribed_apps")): ("apps", self.list_apps),
            ("POST", (waba, "subscribed_apps")): ("apps", self.subscribe_app),
            ("DELETE", (waba, "subscribed_apps")): ("apps", self.unsubscribe_app),
            ("GET", ("debug_token",)): ("token", self.debug_token),
            ("GET", ("me",)): ("token", lambda ask: {"id": "122100000000000000", "name": "kanal-system-user"}),
        }
        found = table.get((verb, path))
        if found is not None:
            return found
        if len(path) == 1 and verb in ("GET", "DELETE"):
            return ("media", self.look_up) if verb == "GET" else ("delete_media", self.delete)
        raise no_object("/".join(path))

    def messages(self, ask: Ask) -> Json | Answer:
        """Send, or mark as read."""
        if "status" in ask.body:
            return self.sending.mark_read(ask.body)
        return self.sending.send(ask.body, ask.fault)

    def upload(self, ask: Ask) -> Json:
        """Take a file (Cloud API, Media, Upload)."""
        if ask.body.get("messaging_product") != "whatsapp":
            raise GraphError(100, "The parameter messaging_product is required.", bug=True)
        if ask.file is None:
            raise GraphError(100, "The parameter file is required.", bug=True)
        mime = str(ask.body.get("type") or ask.file.mime)
        kind = check_upload(mime, ask.file.data)
        return {"id": self.medias.store(kind, mime, ask.file.data, uploaded=True, filename=ask.file.filename).id}

    def look_up(self, ask: Ask) -> Json:
        """Give the address of a file, good for five minutes."""
        media = self.medias.usable(ask.path[0])
        asked = ask.query.get("phone_number_id", self.business.phone_number_id)
        gone = ask.fault is not None and ask.fault.kind == "media_gone"
        if media is None or gone or asked != self.business.phone_number_id:
            raise no_object(ask.path[0])
        return self.medias.info(media, self.base_url())

    def delete(self, ask: Ask) -> Json:
        """Delete a file."""
        if self.medias.by_id.pop(ask.path[0], None) is None:
            raise no_object(ask.path[0])
        return {"success": True}

    def list_templates(self, ask: Ask) -> Json:
        """List templates, filtered by name, language, status and category, in pages of `limit` after `after`."""
        wanted = {key: ask.query[key] for key in ("name", "language", "status", "category") if key in ask.query}
        found = [
            shape
            for shape in (template.shape() for template in self.templates.by_key.values())
            if all(shape[key] == value for key, value in wanted.items())
        ]
        start = int(ask.query.get("after") or 0)
        size = int(ask.query.get("limit") or 25)
        page = found[start : start + size]
        if fields := ask.query.get("fields"):
            page = [{key: shape[key] for key in ("id", *fields.split(",")) if key in shape} for shape in page]
        paging: Json = {"cursors": {"before": str(start), "after": str(start + len(page))}}
        if start + size < len(found):
            paging["next"] = f"{self.base_url()}/v25.0/{self.business.waba_id}/message_templates?after={start + size}"
        return {"data": page, "paging": paging}

    def submit_template(self, ask: Ask) -> Json:
        """Take a template for review: it is PENDING until `set_template_status` says otherwise."""
        node = Node(ask.body)
        parts = {str(part.value.get("type", "")).upper(): part.value for part in node.items("components")}
        listed = Node(parts.get("BUTTONS", {})).items("buttons", required=False)
        buttons = [
            TemplateButton(button.text("type", 30), button.text("text", 200), button.optional("url", 2000))
            for button in listed
        ]
        url = next(((button.text, button.url) for button in buttons if button.type == "URL"), None)
        template = self.templates.add(
            node.text("name", 512), str(parts.get("BODY", {}).get("text", "")), node.text("language", 20),
            node.text("category", 30), "PENDING", str(parts.get("HEADER", {}).get("text", "")),
            str(parts.get("HEADER", {}).get("format", "")), str(parts.get("FOOTER", {}).get("text", "")),
            [button.text for button in buttons if button.type == "QUICK_REPLY"], url,
        )  # fmt: skip
        return {"id": template.id, "status": template.status, "category": template.category}

    def list_apps(self, ask: Ask) -> Json:
        """List the apps that get the account's webhooks."""
        if not self.webhook.subscribed:
            return {"data": []}
        app: Json = {
            "whatsapp_business_api_data": {"id": self.business.app_id, "name": "Kanal", "link": "https://kanal.example"}
        }
        if self.webhook.url:
            app["override_callback_uri"] = self.webhook.url
        return {"data": [app]}

    async def subscribe_app(self, ask: Ask) -> Json:
        """Subscribe our app, to another address when `override_callback_uri` and `verify_token` are given."""
        self.webhook.subscribed = True
        override = ask.body.get("override_callback_uri")
        if override:
            await self.register(str(override), str(ask.body.get("verify_token", "")))
        self.webhook.restart()
        return {"success": True}

    async def register(self, url: str, verify_token: str) -> None:
        """Deliver to an address from now on.

        Raises:
            GraphError: 2200, the address did not give the challenge back.
        """
        try:
            await self.webhook.subscribe(url, verify_token)
        except NotVerified as failed:
            raise GraphError(2200, str(failed), title="Callback verification failed", status=400) from failed

    def unsubscribe_app(self, ask: Ask) -> Json:
        """Take our app off; webhooks wait."""
        self.webhook.subscribed = False
        return {"success": True}

    def debug_token(self, ask: Ask) -> Json:
        """Say what the token may do, and for which account."""
        granular = [{"scope": scope, "target_ids": [self.business.waba_id]} for scope in self.scopes]
        return {
            "data": {
                "app_id": self.business.app_id, "type": "SYSTEM_USER", "application": "Kanal", "is_valid": True,
                "expires_at": 0, "data_access_expires_at": 0, "scopes": list(self.scopes),
                "granular_scopes": granular, "user_id": "122100000000000000",
            }
        }  # fmt: skip


def _fields(known: Json, ask: Ask, node_type: str) -> Json:
    """Give the asked fields of an object, all of them when none are named."""
    wanted = [name.strip() for name in ask.query.get("fields", "").split(",") if name.strip()]
    for name in wanted:
        if name not in known:
            raise GraphError(
                100, title=f"Tried accessing nonexisting field ({name}) on node type ({node_type})", bug=True
            )
    return {key: value for key, value in known.items() if not wanted or key in wanted or key == "id"}
