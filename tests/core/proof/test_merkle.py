"""A tree of digests: one root for all leaves, and a way from each leaf to it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.proof.merkle import EMPTY, in_order, leaf, packed, path_to, place_of, root_by, root_of, unpacked

LEAVES = st.sets(st.binary(min_size=1, max_size=4), max_size=40).map(lambda found: in_order(map(leaf, found)))


def test_the_vectors_of_certificate_transparency() -> None:
    """Leaves, nodes and the empty tree are hashed as RFC 9162 has them (vectors of the reference implementation)."""
    assert "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" == leaf(b"").hex()
    assert hashlib.sha256().digest() == EMPTY == root_of([])
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    found = [root_of([leaf(bytes.fromhex(one)) for one in inputs[:size]]).hex() for size in (1, 2, 3, 8)]
    assert [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ] == found


@given(LEAVES)
def test_every_leaf_leads_to_the_root(leaves: list[bytes]) -> None:
    """With its neighbours each leaf gives the root; written and read again they are the same."""
    for place, one in enumerate(leaves):
        assert place == place_of(leaves, one)
        assert root_of(leaves) == root_by(one, place, len(leaves), path_to(leaves, place))
    assert leaves == unpacked(packed(leaves))


@given(LEAVES.filter(bool), st.data())
def test_no_other_leaf_does(leaves: list[bytes], data: st.DataObject) -> None:
    """Another leaf, another place, a neighbour more or less: none leads to the root."""
    place = data.draw(st.integers(0, len(leaves) - 1))
    path, root, size = path_to(leaves, place), root_of(leaves), len(leaves)
    other = leaf(b"another leaf")
    assert root != root_by(other, place, size, path)
    assert root != root_by(leaves[place], place, size, [*path, other])
    assert not path or root != root_by(leaves[place], place, size, path[:-1])
    assert -1 == place_of(leaves, other)
    assert root != root_of(in_order([*leaves, other]))
    assert root != root_of([*leaves[:place], *leaves[place + 1 :]])


@pytest.mark.parametrize("place", [-1, 3, 9])
def test_a_place_that_there_is_not(place: int) -> None:
    """A place outside of the tree leads nowhere."""
    leaves = in_order(leaf(bytes([n])) for n in range(3))
    assert b"" == root_by(leaves[0], place, 3, path_to(leaves, 0))
