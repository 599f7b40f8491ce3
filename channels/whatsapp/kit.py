"""WhatsApp's kit."""

from channels.contract import Channel
from channels.kit import Around, Kit, Signed
from channels.meta.settings import SHARED
from channels.meta.verify import HEADER, signature
from channels.whatsapp.plan import LABELS
from channels.whatsapp.senders import NAME
from channels.whatsapp.settings import WhatsAppSettings


def build(settings: WhatsAppSettings, around: Around) -> Channel:
    """Switch the number on."""
    from channels.whatsapp.running import RunningWhatsApp  # loaded where needed, as all clients are

    return RunningWhatsApp(settings, around)


def sign(settings: WhatsAppSettings, body: bytes) -> Signed:
    """Give the header that Meta would send."""
    return Signed({HEADER: signature(body, settings.meta_app_secret.get_secret_value())})


KIT = Kit(
    name=NAME,
    settings=WhatsAppSettings,
    required=("WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_TOKEN", *SHARED),
    shared=SHARED,
    build=build,
    sign=sign,
    texts=LABELS,
)
