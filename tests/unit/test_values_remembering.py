"""values.remembering: a cache with a bound in bytes."""

from __future__ import annotations

import pytest

from newscrawl.values.remembering import MAX_CHARS, remembered


@pytest.mark.parametrize(
    ("asked", "worked_out"),
    [
        (["a", "a", "b", "a"], ["a", "b"]),
        (["a", "b", "c", "a"], ["a", "b", "c", "a"]),  # two are remembered
        (["x" * MAX_CHARS] * 2, ["x" * MAX_CHARS]),
        (["x" * (MAX_CHARS + 1)] * 2, ["x" * (MAX_CHARS + 1)] * 2),
    ],
    ids=["short", "too many", "as long as may be", "too long"],
)
def test_what_is_remembered(asked: list[str], worked_out: list[str]) -> None:
    done: list[str] = []

    @remembered(2)
    def upper(text: str) -> str:
        """Upper case."""
        done.append(text)
        return text.upper()

    assert [upper(text) for text in asked] == [text.upper() for text in asked]
    assert done == worked_out
    assert upper.__doc__ == "Upper case."
