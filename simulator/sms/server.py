"""The stand-in of a gateway: sendsms, calls for what people write, and reports, as Kannel makes them."""

import asyncio
import random
import time
import uuid
from typing import Any

import aiohttp
from aiohttp import web

from simulator.clock import Now
from simulator.deliveries import Couriers, DeliveryMode
from simulator.faults import cut
from simulator.sms.alphabet import parts
from simulator.sms.escapes import GET_QUERY, fill
from simulator.sms.faults import Fault
from simulator.sms.journal import Call
from simulator.sms.phones import Phones
from simulator.sms.sendsms import QUEUED, TAKEN, Refusal, check
from simulator.standin import StandIn

Json = dict[str, Any]
USERNAME, PASSWORD, SENDER = "kanal", "stand-in-password-of-the-gateway", "1708"
REPORT_SECONDS = 0.1
"""A report never overtakes the answer to its message by much; here it never does."""
_ANSWERS = {
    "unavailable": Refusal(503, "Temporal failure, try again later."),
    "denied": Refusal(403, "Authorization failed for sendsms"),
    "not_routable": Refusal(403, "Not routable. Do not try again."),
}


class SmsStandIn(StandIn[Fault, Call]):
    """A strict gateway with phones behind it. Whatever a call of it is answered is texted to the phone, as in life.

    Act through `people`; break things through `fail` and `deliveries`; look at `calls`, `refused` and the phones.
    """

    username, password, sender = USERNAME, PASSWORD, SENDER

    def __init__(
        self, *, now: Now = time.time, time_scale: float = 1.0, retry_base_seconds: float = 0.05,
        retry_cap_seconds: float = 2.0, remember_messages: int = 1_000, remember_calls: int = 10_000,
        remember_events: int = 5_000, seed: int = 1,
    ) -> None:  # fmt: skip
        super().__init__(remember_calls, remember_events)
        self.now = now
        self.people = Phones(now, self.feed, self._carry, remember_messages)
        self.mode = DeliveryMode()
        self.report_states: tuple[int, ...] = (1,)
        """What is told of each message that arrives, in this order."""
        self.failures: list[str] = []
        self.retry_seconds = retry_base_seconds, retry_cap_seconds
        self.couriers = Couriers(30.0, self.failures.append)
        self.parts = 0
        self._time_scale = time_scale
        self._dice = random.Random(seed)
        self._url = ""
        self._held: list[str] = []

    @property
    def send_url(self) -> str:
        """Give the address of sendsms."""
        return f"{self.base_url}/cgi-bin/sendsms"

    # --- running --------------------------------------------------------------------------------------------------

    async def start(self, host: str = "127.0.0.1", port: int = 0, routes: tuple[web.RouteDef, ...] = ()) -> None:
        """Listen; port 0 takes a free one."""
        app = web.Application()
        app.add_routes(routes)
        app.router.add_get("/cgi-bin/sendsms", self._sendsms)
        app.router.add_route("*", "/{rest:.*}", _unknown)
        await self._listen(app, host, port)

    async def stop(self) -> None:
        """Stop listening and calling."""
        self.closing.set()
        self.feed.close()
        await self.couriers.close()
        await self._hang_up()

    def connect(self, url: str) -> None:
        """Call this address, with the secret in it, for everything that people write."""
        self._url = url

    # --- breaking things ------------------------------------------------------------------------------------------

    def fail(
        self, kind: str, phone: str | None = None, times: int | None = 1, status: int = 500, text: str = "",
        seconds: float = 0.2,
    ) -> Fault:  # fmt: skip
        """Plan a fault (`simulator.sms.faults.KINDS`) for the next `times` messages, None = for ever."""
        return self.faults.add(Fault(kind, None, times, seconds, phone=phone, status=status, text=text))

    def hold(self) -> None:
        """Keep what people write until `release`."""
        self.mode.held = True

    def release(self) -> None:
        """Bring what was kept, and go on."""
        self.mode.held = False
        held, self._held = self._held, []
        for url in held:
            self._call(url)

    # --- what people write ----------------------------------------------------------------------------------------

    def _carry(self, phone: str, text: str) -> None:
        self.inject({"p": phone, "P": self.sender, "b": text.encode(), "C": "UTF-8", "c": "0"})

    def inject(self, values: dict[str, str | bytes], query: str = GET_QUERY) -> None:
        """Call the bridge with these values of Kannel's escapes; id and time are given where they are missing."""
        values = {"I": str(uuid.UUID(int=self._dice.getrandbits(128))), "T": str(int(self.now())), **values}
        self.call(fill(query, values))

    def call(self, query: str) -> None:
        """Call the bridge with a query as it stands."""
        url = f"{self._url}?{query}"
        if self.mode.held:
            self._held.append(url)
            return
        for _time in range(2 if self.mode.twice else 1):
            self._call(url)

    def _call(self, url: str) -> None:
        self.couriers.send(self._until_taken(url))

    async def _until_taken(self, url: str) -> None:
        """Call until it is taken (http-request-retry); a text in the answer goes to the phone."""
        pause, most = self.retry_seconds
        await self.mode.dawdle(self._dice)
        while True:
            try:
                async with self.couriers.client().get(url) as answer:
                    words = await answer.text()
                    if answer.status in (200, 202):
                        if words:
                            self.failures.append(f"an answer would be texted to the person: {words[:80]!r}")
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            try:
                async with asyncio.timeout(pause):
                    await self.closing.wait()
                return
            except TimeoutError:
                pause = min(most, pause * 2)

    async def idle(self, timeout: float) -> None:
        """Wait until every call was taken; raises TimeoutError."""
        await self.couriers.idle(timeout)

    # --- what the bridge sends ------------------------------------------------------------------------------------

    async def _sendsms(self, asked: web.Request) -> web.StreamResponse:
        at, began = self.now(), time.perf_counter()
        given = dict(asked.query)
        fault, answer, bug, is_cut = None, Refusal(202, TAKEN), False, False
        try:
            check(given, self.username, self.password, self.sender)
            fault = self.faults.take("sendsms", given["to"])
            answer, is_cut = await self._struck(fault)
            if fault is None or fault.kind not in ("answer", "page", "timeout", "cut", *_ANSWERS):
                self._takes(given, fault)
        except Refusal as refusal:
            # A check-up asks for nobody; that is no mistake of a caller.
            answer, bug = refusal, "to" in given and refusal.status != 403
        shown = {name: value for name, value in given.items() if name not in ("password", "pass")}
        self.journal.record(
            Call(
                number=self.journal.count + 1, method="sendsms", status=0 if is_cut else answer.status,
                answer={"text": answer.text, "why": answer.why}, at=at, took_seconds=time.perf_counter() - began,
                params=shown,
            ),
            bug,
        )  # fmt: skip
        self.feed.poke()
        if is_cut:
            return cut(asked)
        return web.Response(status=answer.status, text=answer.text)

    async def _struck(self, fault: Fault | None) -> tuple[Refusal, bool]:
        """Give the answer that a fault makes of a success, and whether the connection is cut."""
        if fault is None:
            return Refusal(202, TAKEN), False
        await fault.wait(self.closing, self._time_scale)
        if fault.kind in _ANSWERS:
            return _ANSWERS[fault.kind], False
        if fault.kind in ("answer", "page"):
            page = "<html><body>Sorry, something went wrong.</body></html>"
            return Refusal(fault.status, page if fault.kind == "page" else fault.text), False
        taken = QUEUED if fault.kind == "queued" else TAKEN
        return Refusal(202, taken), fault.kind in ("cut", "cut_after", "timeout")

    def _takes(self, given: dict[str, str], fault: Fault | None) -> None:
        """Bring a message to its phone and tell what became of it."""
        kind = fault.kind if fault is not None else ""
        states = {"undelivered": (2,), "rejected": (16,), "silent": ()}.get(kind, self.report_states)
        if kind not in ("undelivered", "rejected"):
            count = parts(given["text"])
            self.parts += count
            self.people.arrives(given["to"], given["text"], given["from"], count, given.get("dlr-url", ""))
        mask = int(given.get("dlr-mask", "0"))
        for state in states:
            if state & mask:
                self.report(given, state)

    def report(self, given: dict[str, str], state: int) -> None:
        """Tell what became of a message with these parameters."""
        answers = {16: "NACK/0x00000045/Submit failed", 8: "ACK/"}
        values = {
            "d": str(state), "A": answers.get(state, ""), "p": given["to"], "P": given["from"],
            "T": str(int(self.now())), "F": uuid.UUID(int=self._dice.getrandbits(128)).hex,
        }  # fmt: skip
        self.couriers.send(self._later(fill(given["dlr-url"], values)))

    async def _later(self, url: str) -> None:
        """Tell what became of a message, as late as a network does."""
        try:
            async with asyncio.timeout(REPORT_SECONDS * self._time_scale):
                await self.closing.wait()
        except TimeoutError:
            await self._until_taken(url)


async def _unknown(_asked: web.Request) -> web.Response:
    return web.Response(status=404, text="Unknown request.")
