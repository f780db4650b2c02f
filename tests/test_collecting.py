"""Bursts of objects made without looking for garbage leave the garbage collector as it was, and rings to it."""

import gc
import weakref

import pytest

from baocao.collecting import collecting_after, not_collecting


class Ring:
    def __init__(self):
        self.me = self


@pytest.fixture(params=[True, False], ids=["collecting", "not collecting"])
def collecting(request):
    before = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if before else gc.disable)()


@pytest.mark.parametrize("burst", [not_collecting, collecting_after])
def test_it_collects_afterwards_only_if_it_did_before(burst, collecting):
    with burst():
        assert not gc.isenabled()
    assert gc.isenabled() == collecting


@pytest.mark.parametrize("burst", [not_collecting, collecting_after])
def test_it_collects_again_after_an_error(burst):
    with pytest.raises(KeyError), burst():
        raise KeyError
    assert gc.isenabled()


def test_rings_made_meanwhile_are_gone_afterwards():
    with collecting_after():
        ring = weakref.ref(Ring())
        assert ring() is not None
    assert ring() is None
