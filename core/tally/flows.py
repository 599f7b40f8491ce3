"""Find out what somebody can know of the hidden numbers of a table from its totals.

Each number is an edge between its row and its column, and each row and column (a total is one more number in it, on the
other side) adds up to nothing. What a number may be instead of what it is, is what can flow around through the others.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

Place = tuple[str | None, str | None]
"""Row and column of a number; None is that of the totals."""
_Node = tuple[bool, str | None]
"""A row (False) or a column (True) by its name; None for that of the totals."""
_Step = tuple[Place, bool]
"""A number that is passed, and whether from its row to its column."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A hidden number, what somebody knows of it beforehand, and whether it stands on the other side (``turned``)."""

    value: int
    low: int
    high: int
    turned: bool = False

    def room(self, *, forwards: bool) -> int:
        """Give by how much it can change so that more flows from its row to its column, or back."""
        return self.high - self.value if forwards != self.turned else self.value - self.low


class Network:
    """The hidden numbers of a table; more can be hidden later."""

    def __init__(self) -> None:
        """Begin with none."""
        self._cells: dict[Place, Cell] = {}
        self._at: dict[_Node, list[Place]] = {}

    def hide(self, place: Place, cell: Cell) -> None:
        """Hide one more."""
        self._cells[place] = cell
        self._at.setdefault((False, place[0]), []).append(place)
        self._at.setdefault((True, place[1]), []).append(place)

    def is_open(self, place: Place) -> bool:
        """Tell whether the others allow a hidden number to be anything that it may be from the beginning."""
        cell = self._cells[place]
        return all(
            self._flows(place, forwards=forwards, amount=cell.room(forwards=forwards)) for forwards in (True, False)
        )

    def _flows(self, place: Place, *, forwards: bool, amount: int) -> bool:
        """Tell whether so much can flow back around a number through the others (Edmonds and Karp)."""
        start, goal = ((True, place[1]), (False, place[0])) if forwards else ((False, place[0]), (True, place[1]))
        flown: dict[Place, int] = {place: 0}
        while amount > 0:
            path = self._path(start, goal, place, flown)
            if not path:
                return False
            most = min(amount, *(self._room(step, flown) for step in path))
            for passed, onwards in path:
                flown[passed] = flown.get(passed, 0) + (most if onwards else -most)
            amount -= most
        return True

    def _room(self, step: _Step, flown: dict[Place, int]) -> int:
        place, onwards = step
        return self._cells[place].room(forwards=onwards) + (-1 if onwards else 1) * flown.get(place, 0)

    def _path(self, start: _Node, goal: _Node, besides: Place, flown: dict[Place, int]) -> list[_Step]:
        came: dict[_Node, tuple[_Node, _Step] | None] = {start: None}
        waiting = deque([start])
        while waiting and goal not in came:
            node = waiting.popleft()
            for place in self._at.get(node, ()):
                onwards = not node[0]
                other = (True, place[1]) if onwards else (False, place[0])
                if other not in came and place != besides and self._room((place, onwards), flown) > 0:
                    came[other] = (node, (place, onwards))
                    waiting.append(other)
        path: list[_Step] = []
        link = came.get(goal)
        while link is not None:
            path.append(link[1])
            link = came[link[0]]
        return path
