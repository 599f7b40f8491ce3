"""A tree of digests: one root for all leaves."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from core.proof.merkle import EMPTY, in_order, leaf, packed, place_of, root_of, unpacked

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
def test_every_leaf_is_found(leaves: list[bytes]) -> None:
    """Each leaf is found at its place; written and read again they are the same."""
    assert list(range(len(leaves))) == [place_of(leaves, one) for one in leaves]
    assert leaves == unpacked(packed(leaves))


@given(LEAVES.filter(bool), st.data())
def test_no_other_leaves_have_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    """A leaf more, a leaf less, or another in its place: none has the root."""
    place, root, other = data.draw(st.integers(0, len(leaves) - 1)), root_of(leaves), leaf(b"another leaf")
    assert -1 == place_of(leaves, other)
    assert root != root_of(in_order([*leaves, other]))
    assert root != root_of([*leaves[:place], *leaves[place + 1 :]])
    assert root != root_of([*leaves[:place], other, *leaves[place + 1 :]])
