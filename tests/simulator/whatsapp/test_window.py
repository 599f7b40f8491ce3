"""The 24 hour window, prices, and the budgets of number, pair and reach."""

from datetime import UTC, datetime

import pytest

from simulator.clock import ManualClock
from simulator.whatsapp import Limits, WhatsAppStandIn
from simulator.whatsapp.budget import Budget
from simulator.whatsapp.errors import GraphError
from tests.simulator.whatsapp.conftest import BUDI, MARIA, Caller, Hook, Json, text

DAY = 24 * 3600
UPDATE: Json = {
    "type": "template",
    "template": {"name": "kabar", "language": {"policy": "deterministic", "code": "id"}},
}


@pytest.fixture
def noticed(standin: WhatsAppStandIn) -> WhatsAppStandIn:
    """The stand-in with an approved template without variables."""
    standin.templates.add("kabar", "Ada kabar tentang laporan Anda.")
    return standin


@pytest.mark.parametrize(
    ("seconds", "status", "code"), [(DAY - 1, 200, None), (DAY, 400, 131047), (DAY + 1, 400, 131047)]
)
async def test_the_window_closes_after_a_day(
    call: Caller, standin: WhatsAppStandIn, clock: ManualClock, seconds: int, status: int, code: int | None
) -> None:
    """At 23:59:59 after the person's last message free text goes, from 24:00:00 on it does not."""
    clock.advance(seconds)
    got, answer = await call.send(text())
    assert (status, code) == (got, answer.get("error", {}).get("code"))
    assert (status == 200) == (len(standin.bubbles(MARIA)) == 1)


@pytest.mark.parametrize("action", ["say", "react", "open_chat", "press"])
async def test_every_act_of_the_person_renews_it(
    call: Caller, standin: WhatsAppStandIn, clock: ManualClock, action: str
) -> None:
    """A text, a reaction, opening the chat and a tap all open the window for another day."""
    sent = await call.sent({
        "type": "interactive",
        "interactive": {"type": "location_request_message", "body": {"text": "?"}, "action": {"name": "send_location"}},
    })  # fmt: skip
    clock.advance(DAY + 1)
    people = standin.people
    acts = {
        "say": lambda: people.say(MARIA, "halo"),
        "react": lambda: people.react(MARIA, sent, "👍"),
        "open_chat": lambda: people.open_chat(MARIA),
        "press": lambda: people.press(MARIA, "Kirim lokasi"),
    }
    acts[action]()
    clock.advance(DAY - 1)
    assert 200 == (await call.send(text()))[0]


async def test_a_template_goes_outside_the_window(call: Caller, noticed: WhatsAppStandIn) -> None:
    """An approved template reaches somebody who never wrote, and opens no window."""
    await call.sent(UPDATE, to=BUDI)
    assert ["Ada kabar tentang laporan Anda."] == [bubble.text for bubble in noticed.bubbles(BUDI)]
    assert 131047 == (await call.send(text(), to=BUDI))[1]["error"]["code"]


async def test_the_refusal_can_come_late(call: Caller, standin: WhatsAppStandIn, hook: Hook) -> None:
    """When switched, a closed window is a 200 and then a failed status that carries the caller's own data."""
    standin.late.add(131047)
    sent = await call.sent({**text(), "biz_opaque_callback_data": "e-1"}, to=BUDI)
    await standin.webhook.idle()
    status = hook.statuses[0]
    assert (sent, "failed", "e-1") == (status["id"], status["status"], status["biz_opaque_callback_data"])
    assert (131047, []) == (status["errors"][0]["code"], standin.bubbles(BUDI))


async def test_prices_follow_the_date(call: Caller, noticed: WhatsAppStandIn, clock: ManualClock) -> None:
    """Until October 2026 service is free; from then each bubble costs, but for 72 h after an ad."""
    await call.sent(text())
    await call.sent(UPDATE, to=BUDI)
    assert {"sent": 2, "service": 1, "utility": 1, "billable": 1} == noticed.counts
    clock.seconds = datetime(2026, 10, 1, tzinfo=UTC).timestamp()
    noticed.people.say(MARIA, "halo")
    await call.sent(text())
    noticed.people.come_from_ad(BUDI)
    await call.sent(text(), to=BUDI)
    assert [True, False] == [bubble.billable for bubble in (noticed.bubbles(MARIA)[-1], noticed.bubbles(BUDI)[-1])]
    assert 2 == noticed.counts["billable"]


def spent(budget: Budget, user: str = "a", outside: bool = False) -> int | None:
    """Spend one message and give the code of the refusal."""
    try:
        budget.spend(user, outside)
    except GraphError as error:
        return error.code
    return None


def test_a_burst_to_one_user_is_lent_and_paid_back(clock: ManualClock) -> None:
    """45 at once go, the next is 131056; six seconds later one more goes, and others are not touched."""
    budget = Budget(Limits(), clock)
    assert [None] * 45 == [spent(budget) for _ in range(45)]
    assert (131056, None) == (spent(budget), spent(budget, "b"))
    clock.advance(6)
    assert [None, 131056] == [spent(budget), spent(budget)]
    clock.advance(45 * 6)
    assert [None] * 45 == [spent(budget) for _ in range(45)]


def test_the_strict_reading_wants_all_of_it_back(clock: ManualClock) -> None:
    """With whole payback, a burst of twenty closes the pair for two minutes."""
    budget = Budget(Limits(whole_payback=True), clock)
    assert [None] * 20 == [spent(budget) for _ in range(20)]
    clock.advance(119)
    assert 131056 == spent(budget)
    clock.advance(1)
    assert None is spent(budget)


def test_the_number_carries_eighty_a_second_both_ways(clock: ManualClock) -> None:
    """Messages from people use up the same eighty; a second later they are there again."""
    budget = Budget(Limits(), clock)
    for _ in range(30):
        budget.received()
    assert [None] * 50 + [130429] == [spent(budget, str(n)) for n in range(51)]
    clock.advance(0.5)
    assert [None] * 40 + [130429] == [spent(budget, str(n)) for n in range(41)]


def test_the_reach_of_a_day_is_counted_by_user(clock: ManualClock) -> None:
    """Only new users outside their window count, each once, and a day later they are forgotten."""
    budget = Budget(Limits(reach_per_day=2), clock)
    users = ["a", "b", "a", "c"]
    assert [None, None, None, 131048] == [spent(budget, user, outside=True) for user in users]
    assert None is spent(budget, "c")
    clock.advance(DAY)
    assert None is spent(budget, "c", outside=True)


def test_limits_scale_and_switch_off(clock: ManualClock) -> None:
    """Twice the scale is twice the rate; no limits refuse nothing."""
    assert [None] * 160 == [spent(Budget(Limits(scale=2), clock), str(n)) for n in range(160)]
    free = Budget(None, clock)
    assert {None} == {spent(free) for _ in range(500)}


async def test_throttles_answer_over_http(call: Caller, standin: WhatsAppStandIn, clock: ManualClock) -> None:
    """A pair that is used up is HTTP 400 with code 131056 and the hint that it passes."""
    standin.budget.limits = Limits(pair_burst=1)
    assert [200, 400] == [(await call.send(text()))[0] for _ in range(2)]
    refused = standin.calls_of("messages")[-1]
    assert (131056, True, []) == (refused.code, refused.answer["error"]["is_transient"], standin.refused)
