"""The group as a place: lost and found, and what the administrators hear of it."""

from typing import Any

import msgspec

from core.vocabulary.effects import Answer, OpenTopic, Send, Tell
from core.vocabulary.events import BotRole, LetIn, Migrated, Placed, Pressed, Said, ShutOut
from core.vocabulary.monitoring import Candidate, ShowCandidate, ShowCandidateAgain
from core.vocabulary.officials import Notice, ShowAgain, ShowCard
from core.vocabulary.results import Undelivered
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, OTHER, START, Group, a_card


def warnings(group: Group) -> list[tuple[str, str]]:
    """Give what the last step told private chats: lane and key."""
    told = [tell for tell in group.of(Tell) if isinstance(tell.command, Notice)]
    return [(tell.lane, tell.command.key.rpartition(".")[2]) for tell in told if isinstance(tell.command, Notice)]


def happens(*bodies: Any) -> list[list[tuple[str, str]]]:
    """Let things happen to a group; give the warnings of each."""
    group = Group()
    found = []
    for body in bodies:
        group.waits(seconds=20)
        group.happens(body)
        found.append(warnings(group))
    return found


LANE = f"chat:telegram:{ADMIN.id}"
OUT, BACK = [(LANE, "group_shut_out")], [(LANE, "group_back")]


def test_the_administrators_are_warned_once_and_told_when_it_is_over() -> None:
    """However often the group refuses, one private message says so, and one that it takes messages again."""
    assert [OUT, [], [], BACK, []] == happens(ShutOut("kicked"), ShutOut("kicked"), BotRole("kicked"), LetIn(), LetIn())
    assert [OUT, [], BACK, []] == happens(BotRole("left"), ShutOut("left"), BotRole("administrator"), LetIn())
    assert [OUT, BACK, OUT, BACK] == happens(
        BotRole("kicked"), BotRole("member"), ShutOut("not enough rights"), BotRole("administrator")
    )


def test_a_try_that_ended_after_we_were_let_in_is_no_news() -> None:
    """A failure that was under way when the bot came back does not warn again; one a minute later does."""
    group = Group()
    group.happens(BotRole("kicked"))
    group.happens(BotRole("administrator"))
    group.waits(seconds=1)
    group.happens(ShutOut("kicked"))
    assert [] == warnings(group)
    group.waits(seconds=60)
    group.happens(ShutOut("not enough rights"))
    assert OUT == warnings(group)


def test_what_comes_back_is_said_in_the_health_topic() -> None:
    """The group itself reads since when messages had to wait."""
    group = Group()
    group.happens(ShutOut("kicked"))
    group.waits(hours=3)
    group.happens(LetIn())
    assert ("health", True) == (group.last.topic, "Selasa, 1 Des 2026, 14.30" in group.last.text)


def test_open_cards_are_asked_for_in_a_new_place_and_closed_ones_are_not() -> None:
    """In another group the topics are opened and every open ticket is asked to show its card; prompts are forgotten."""
    group = Group(address="-1")
    group.registers(BUDI)
    group.shows(status="diproses", desk="dishub", actions=("progres",))
    group.tells(ShowCard(a_card(number=OTHER, status="selesai", desk="dishub")))
    group.presses(BUDI, "Progres")
    for place, body in (("-2", Migrated("-2")), ("-3", Placed("-3"))):
        group.address = place
        group.happens(body)
        assert [f"ticket:{NUMBER}"] == [tell.lane for tell in group.of(Tell) if isinstance(tell.command, ShowAgain)]
        assert "verifikasi" in [topic.key for topic in group.topics]
        group.happens(Placed(place))
        assert [] == group.effects
    assert {} == group.state.get("expecting", {})


def test_open_candidates_are_asked_for_in_a_new_place() -> None:
    """In another group each public post that nobody decided about is asked to show itself, and the others are not."""
    group = Group(address="-1")
    group.happens(Placed("-1"))
    undecided = Candidate("a" * 12, "mention:x:a", "@maria", START, "Lampu mati", "mention", revision=7)
    ignored = msgspec.structs.replace(undecided, key="b" * 12, lane="mention:x:b", status="ignored")
    for candidate in (undecided, ignored):
        group.tells(ShowCandidate(candidate))
    group.address = "-2"
    group.happens(Migrated("-2"))
    asked = [tell.lane for tell in group.of(Tell) if isinstance(tell.command, ShowCandidateAgain)]
    assert ["mention:x:a"] == asked
    assert "pemantauan" in group.posted[0].message.topic


def test_people_of_a_former_group_act_no_more() -> None:
    """Words and buttons of a group that is no longer ours do nothing; a press is told where the cards are."""
    group = Group(address="-1")
    group.registers(BUDI)
    group.shows()
    group.address = "-2"
    group.happens(Placed("-2"))
    group.sent_from = "-1"
    group.happens(Said(BUDI, "m77", "/saya", command="saya"))
    assert [] == group.effects
    group.happens(Pressed(BUDI, f"verifikasi:{NUMBER}", "m1", "q7"))
    (answer,) = group.of(Answer)
    assert ("q7", True) == (answer.query_id, answer.alert)
    assert [] == group.of(Tell)


def test_a_message_that_could_not_be_shown_is_named() -> None:
    """What the platform called wrong is named by its ticket in the health topic; what has no ticket is only logged."""
    group = Group()
    group.happens(Undelivered("e:1", NUMBER, "rejected", "too long"))
    assert (NUMBER in group.last.text, "health") == (True, group.last.topic)
    group.happens(Undelivered("e:2", "", "rejected", "too long"))
    assert [] == group.of(Send) + group.of(OpenTopic)
