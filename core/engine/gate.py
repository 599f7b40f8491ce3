"""Whether a channel may be used now: closed by ``ChannelDown``, tried again by one sender at a time."""

from collections.abc import Callable


class Gate:
    """Hold back every send of a channel that is down, and let one probe through each ``probe_seconds``."""

    def __init__(self, monotonic: Callable[[], float], probe_seconds: float = 20.0) -> None:
        self._monotonic = monotonic
        self.probe_seconds = probe_seconds
        self._next_probe: dict[str, float] = {}

    def close(self, channel: str) -> None:
        """Note that the channel is down."""
        self._next_probe[channel] = self._monotonic() + self.probe_seconds

    def open(self, channel: str) -> bool:
        """Note that a send went through; True if the channel was down until now."""
        return self._next_probe.pop(channel, None) is not None

    def reserve(self, channel: str) -> float:
        """Give 0 and the next probe, for whose result everybody else waits, or the seconds until another one."""
        due = self._next_probe.get(channel)
        if due is None:
            return 0.0
        now = self._monotonic()
        if now < due:
            return due - now
        self._next_probe[channel] = now + self.probe_seconds
        return 0.0
