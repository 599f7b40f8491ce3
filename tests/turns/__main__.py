"""``python -m tests.turns``: play the utterances and demand the targets; see ``--help``."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.turns.cases import CONTEXTS, Case, Expected, read_cases
from tests.turns.phones import CHANNELS, can_say
from tests.turns.play import SHORT, WHOLE, Played, play
from tests.turns.report import COUNTED, TARGETS, report

DATA = Path(__file__).parents[1] / "data"
FILES = {half: DATA / f"turns-{half}.tsv" for half in TARGETS}


def main(arguments: list[str] | None = None) -> int:
    """Play what is asked for; 1 when a target is missed."""
    options = _parser().parse_args(arguments)
    cases = _chosen(options)
    if not cases:
        print("no case fits")
        return 2
    begun = time.monotonic()
    show = WHOLE if options.whole else SHORT if options.show else ""

    def told(count: int) -> None:
        print(f"\r{count} of {len(cases)} played", end="\n" if count == len(cases) else "", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="kanal-turns-") as folder:
        played = asyncio.run(play(cases, folder, jobs=options.jobs, dialogues=show, channel=options.channel, told=told))
    if show:
        for one in played:
            print(_dialogue(one), end="\n\n")
    if options.say:
        return 0
    missed = []
    for half, target in TARGETS.items():
        some = [one for one in played if one.case.half == half]
        if some:
            print(report(some, half, sentences=half not in COUNTED or options.reveal), end="\n\n")
            missed += [f"{half} half: {what}" for what in target.missed(some)]
    print(f"{time.monotonic() - begun:.0f} s")
    for what in missed:
        print(f"MISSED {what}")
    return 1 if missed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.turns", description=__doc__)
    parser.add_argument(
        "--file", type=Path, action="append", help="play this file as a tuned one (default: tests/data)"
    )
    parser.add_argument("--half", choices=[*TARGETS], help="play only this half")
    parser.add_argument("--channel", choices=[*CHANNELS], default="telegram", help="where citizens write")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="play only every N-th case")
    parser.add_argument("--context", action="append", choices=[*CONTEXTS], help="only cases of this context")
    parser.add_argument(
        "--only", type=int, action="append", metavar="LINE", help="only the case of this line of its file"
    )
    parser.add_argument("--say", metavar="WORDS", help="play these words in --context instead of a file's")
    parser.add_argument("--show", action="store_true", help="print each conversation from the case's words on")
    parser.add_argument("--whole", action="store_true", help="the same from the first word on")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--reveal", action="store_true", help="quote what is only counted too: whoever tunes does not")
    return parser


def _chosen(options: argparse.Namespace) -> list[Case]:
    if options.say:
        return [_said(context, options.say) for context in options.context or ["none"]]
    if options.file:
        cases = [case for path in options.file for case in read_cases(path)]
    else:
        halves = [options.half] if options.half else [half for half in FILES if not options.only or half == "tuned"]
        cases = [case for half in halves if FILES[half].exists() for case in read_cases(FILES[half], half)]
    chosen = [
        case
        for case in cases
        if (not options.context or case.context in options.context) and (not options.only or case.line in options.only)
    ]
    return [case for case in chosen if can_say(options.channel, case)][:: options.every]


def _said(context: str, words: str) -> Case:
    return Case(0, context, words, (Expected("OTHER"),))


def _dialogue(one: Played) -> str:
    if one.case.half in COUNTED:
        return f"line {one.case.line} of the {one.case.half} half is not shown"
    sights = "; ".join(one.sights)
    if not one.case.line:
        return f"{one.dialogue}\n== seen: {sights}"
    mark = "right" if one.verdict.right else f"WRONG: {one.verdict.why}"
    harms = f" !! {', '.join(one.verdict.harms)}" if one.verdict.harms else ""
    return f"{one.dialogue}\n== line {one.case.line}: {mark}{harms}\n   seen: {sights}"


if __name__ == "__main__":
    sys.exit(main())
