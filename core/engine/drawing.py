"""Draw a chart into our store, once: a picture drawn again after a kill is the same file."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Final

from core.engine.calls import Accept
from core.engine.slots import Slot
from core.vocabulary.charts import Draw
from core.vocabulary.effects import DrawChart
from core.vocabulary.errors import StoreDown
from core.vocabulary.events import Event
from core.vocabulary.lanes import Entry
from core.vocabulary.media import Held
from core.vocabulary.results import Drawn
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

DRAW_TRIES: Final = 3
"""Nothing outside of us is asked: what fails three times fails always, and the lane goes on without a picture."""
PNG: Final = "image/png"

Rest = Callable[[Slot, Exception, int, str], Awaitable[int]]


async def draw_chart(
    store: Store,
    clock: Clock,
    draw: Draw | None,
    slot: Slot,
    entry: Entry,
    effect: DrawChart,
    *,
    accept: Accept,
    rest: Rest,
) -> None:
    """Draw, store, and tell the lane; it is told that there is no picture where none can be drawn."""
    media, tries = "", 0
    while draw is not None and not media and tries < DRAW_TRIES:
        try:
            content = await draw(effect.chart)
            media = f"c{hashlib.sha256(entry.id.encode()).hexdigest()[:24]}"
            await store.put_media(Held(content), PNG, f"{effect.ref}.png", media)
        except StoreDown:  # the entry stays in the outbox: the sweep comes back to it
            raise
        except Exception as trouble:  # noqa: BLE001 - whatever it is, the lane is told in the end
            media = ""
            tries = await rest(slot, trouble, tries, "draw_retry")
    body = Drawn(effect.ref, media, PNG if media else "")
    await accept([Event(id=f"{entry.id}:drawn", lane=slot.lane.id, at=clock.now(), body=body)])
    slot.delivered.add(entry.id)
