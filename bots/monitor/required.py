"""Which texts are said about public posts, and to their authors, with the fields that they are given."""

from collections.abc import Mapping
from typing import Final

REQUIRED_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "monitor.no_words": (),
    "monitor.note.one": ("count", "link"),
    "monitor.note.many": ("count", "link"),
    "monitor.invite.private.1": ("city",),
    "monitor.invite.public.1": ("city",),
    **{f"monitor.done.{name}": () for name in ("ticket", "ignore", "reopen", "mute", "unmute")},
    "monitor.done.invite_private": (),
    "monitor.done.invite_public": (),
    "monitor.done.join": ("number",),
    "monitor.refuse.invite": (),
    "monitor.refuse.invited_before": (),
    "monitor.refuse.done_already": (),
    "monitor.refuse.no_ticket": ("number",),
}
"""Key of the catalogue -> names of the fields given. More invitations may stand there, numbered on from 1."""
