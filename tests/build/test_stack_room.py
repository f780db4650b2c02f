"""A function with room on the stack is the same function otherwise."""

import inspect

import pytest

from baocao.stack_room import with_stack_room


@with_stack_room
def quotient(whole: int, *, part: int = 1) -> float:
    """Return how often a part goes into a whole."""
    return whole / part


def depth(left: int) -> int:
    return 1 + depth(left - 1) if left else 0


def test_arguments_result_and_errors_pass_through():
    assert quotient(7, part=2) == 3.5
    with pytest.raises(ZeroDivisionError):
        quotient(7, part=0)
    with pytest.raises(TypeError, match="quotient"):
        quotient()
    assert quotient.__doc__ == "Return how often a part goes into a whole."
    assert list(inspect.signature(quotient).parameters) == ["whole", "part"]


def test_the_frame_is_larger_than_a_chunk():
    assert 8 * quotient.__code__.co_stacksize > 16 * 1024


def test_calls_go_as_deep_as_before():
    assert with_stack_room(depth)(900) == 900
    assert with_stack_room(with_stack_room(depth))(900) == 900
