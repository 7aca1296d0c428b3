"""What stays is kept from the garbage collector, and the collector goes on afterwards as it did."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from reader.workspace.lasting import MANY, Lasting, collect_again


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    thresholds, held = gc.get_threshold(), gc.get_freeze_count()
    yield
    gc.set_threshold(*thresholds)
    if not held:
        gc.unfreeze()
    gc.enable()


def test_nothing_is_collected_within_and_again_after_the_outermost() -> None:
    with Lasting():
        with Lasting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_where_nothing_was_collected_nothing_is_afterwards() -> None:
    gc.disable()
    with Lasting():
        pass
    assert not gc.isenabled()


def test_it_is_collected_again_after_a_mistake() -> None:
    with pytest.raises(ValueError, match="x"), Lasting():
        raise ValueError("x")
    assert gc.isenabled()


@pytest.mark.parametrize(("count", "kept"), [(MANY - 1, False), (MANY, True)])
def test_many_things_are_gone_through_no_more(count: int, kept: bool) -> None:
    before = gc.get_freeze_count()
    with Lasting() as made:
        made.count = count
    assert (gc.get_freeze_count() > before) is kept


def test_the_start_waits_for_what_is_being_made() -> None:
    gc.disable()
    with Lasting():
        collect_again()
        assert not gc.isenabled()
    assert gc.isenabled()
