"""What the observer writes and counts."""

import base64
import io
import json
import logging

from app.observe import Observer
from core.vocabulary.citizen import Opened
from core.vocabulary.lane_names import person_lane
from core.vocabulary.report import Filing, Report


def test_a_fact_named_event_is_written(written: io.StringIO) -> None:
    """A failed step names its event; structlog's own word for the line does not collide with it."""
    Observer()("step_failed", lane="ticket:KPG-26-00001-5", event="telegram:1:7", error="ValueError", tries=1)
    line = json.loads(written.getvalue())
    assert ("step_failed", "telegram:1:7", "warning") == (line["event"], line["event_id"], line["level"])


def test_a_chat_is_named_by_a_mark(written: io.StringIO) -> None:
    """A citizen's address is in no line, also not inside the id of an event; one chat has one mark everywhere."""
    for observer in (Observer(b"key"), Observer(b"key")):
        observer("send_retry", lane="chat:telegram:628301177", detail="busy")
        observer("step_failed", lane="x", event="timer:chat:telegram:628301177:2026-11-02T01:00:00+00:00")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert "628301177" not in written.getvalue()
    assert lines[0]["lane"] == lines[2]["lane"] != "chat:telegram:"
    assert lines[1]["event_id"] == f"timer:{lines[0]['lane']}:2026-11-02T01:00:00+00:00"


def test_who_writes_in_public_is_named_by_a_mark(written: io.StringIO) -> None:
    """Lanes of posts and of their authors are masked like chats, wherever they stand."""
    for lane in ("mention:x:1800112233", "author:messenger:998877665", "timer:mention:x:1800112233:2026"):
        Observer(b"key")("send_retry", lane=lane, detail="busy")
    for part in ("1800112233", "998877665"):
        assert part not in written.getvalue()


def test_a_message_id_that_holds_a_number_is_named_by_a_mark(written: io.StringIO) -> None:
    """An id with the person's number inside, in base64, is in no line."""
    inside = base64.b64encode(b"\x1c\x186281238005001\x15\x02").decode()
    Observer(b"key")("step_failed", lane="x", event=f"whatsapp:1065:wamid.{inside}:1", error="ValueError")
    line = json.loads(written.getvalue())
    assert inside not in written.getvalue()
    assert line["event_id"].startswith("whatsapp:1065:wamid.~")
    assert line["event_id"].endswith(":1")


def test_secrets_are_cut_out_of_every_line(written: io.StringIO) -> None:
    """Whatever logger writes a secret, the line does not carry it."""
    logging.getLogger("some.library").warning("GET /bot%s/getMe", "tok-en-123")
    logging.getLogger("some.library").warning("GET /bottok-en-123/%s", "getMe")
    logging.getLogger("channels.toy").warning("GET /bot%s/getMe", "tok-en-123")
    Observer()("send_retry", lane="chat:toy:1", detail="bad token tok-en-123")
    assert "tok-en-123" not in written.getvalue()
    assert 3 == written.getvalue().count("[secret]")


def test_messages_per_ticket_can_be_read_from_the_metrics() -> None:
    """A ticket counts once, and each message that names it as often as the platform bills it; the group's do not."""
    observer, chat = Observer(), "chat:whatsapp:6281238005001"
    report = Report("Lampu mati", "pengaduan", "lampu-jalan", channel="whatsapp")
    opened = Opened("KPG-26-00001-5", Filing(person_lane(chat), report))
    observer("stepped", lane="ticket:KPG-26-00001-5", events=1, bodies=(opened,))
    observer("sent", lane=chat, detail="Send", ref="KPG-26-00001-5", messages=1)
    observer("sent", lane=chat, detail="Send", ref="KPG-26-00001-5", messages=2)
    observer("sent", lane=chat, detail="Send", ref="", messages=1)
    observer("sent", lane="group:officials", detail="Edit", ref="KPG-26-00001-5", messages=1)
    lines = observer.exposition().decode().splitlines()
    assert 'kanal_ticket_messages_total{channel="whatsapp"} 3.0' in lines
    assert 'kanal_tickets_filed_total{channel="whatsapp"} 1.0' in lines
    assert 1 == sum(line.startswith("kanal_ticket_messages_total") for line in lines)


def test_a_lost_group_stands_in_the_metrics() -> None:
    """A gauge says 1 while the officials' group takes nothing, and 0 when it does again; other lanes are not named."""
    observer = Observer()
    for name, expected in (("shut_out", "1.0"), ("let_in", "0.0")):
        observer(name, lane="group:officials", error="kicked")
        observer(name, lane="chat:telegram:628123", error="blocked")
        lines = [line for line in observer.exposition().decode().splitlines() if line.startswith("kanal_lane_shut_out")]
        assert [f'kanal_lane_shut_out{{lane="group:officials"}} {expected}'] == lines


def test_money_is_added_up_by_channel_and_kind() -> None:
    """What platforms that bill each call cost is a counter, and no line of the log."""
    observe = Observer()
    for _ in range(3):
        observe("spent", channel="x", kind="dm_read", dollars=0.01)
    observe("spent", channel="x", kind="dm_write", dollars=0.015)
    lines = observe.exposition().decode().splitlines()
    assert 'kanal_spent_usd_total{channel="x",kind="dm_read"} 0.03' in lines
    assert 'kanal_spent_usd_total{channel="x",kind="dm_write"} 0.015' in lines
