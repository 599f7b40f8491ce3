"""The one place that looks at whom a message is for before a channel gets it."""

from core.vocabulary.audience import may_read, readers_of
from core.vocabulary.channel import Capabilities
from core.vocabulary.effects import Delete, Edit, OpenTopic, Pin, Send
from core.vocabulary.errors import WrongAudience


def check_reach(lane: str, effect: Send | Edit | Delete | OpenTopic | Pin, capabilities: Capabilities) -> None:
    """Raise ``WrongAudience`` unless everybody who reads the lane's chat is of those whom the message is for."""
    readers = readers_of(lane)
    if readers not in capabilities.audiences:
        raise WrongAudience(f"the channel cannot reach this audience: {readers}")
    message = effect.to if isinstance(effect, Edit) else effect.instead if isinstance(effect, Delete) else effect
    if isinstance(message, Send) and not may_read(readers, message.audience):
        raise WrongAudience(f"a message for {message.audience} would be read by {readers}")
