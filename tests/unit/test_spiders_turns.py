"""spiders.turns: what comes at once is used in the order in which it came."""

from __future__ import annotations

import asyncio

import pytest

from newscrawl.spiders.turns import Line


@pytest.mark.parametrize(
    ("steps", "leaving"),
    [
        ((1, 1, 1), ()),
        ((3, 1, 2), ()),
        ((9, 6, 3), ()),
        ((9, 1, 1), (1,)),
        ((9, 1, 5, 1), (1, 2)),
    ],
)
def test_turns_come_in_the_order_of_the_line(
    steps: tuple[int, ...], leaving: tuple[int, ...]
) -> None:
    """Each needs so many steps before it wants its turn; some leave the line instead."""
    used: list[int] = []

    async def use(line: Line, number: int) -> None:
        turn = line.join()
        for _ in range(steps[number]):
            await asyncio.sleep(0)
        if number not in leaving:
            await turn.comes()
            used.append(number)
            await asyncio.sleep(0)
            assert used[-1] == number
        turn.end()
        turn.end()

    async def run() -> None:
        line = Line()
        await asyncio.wait_for(asyncio.gather(*(use(line, n) for n in range(len(steps)))), 10)

    asyncio.run(run())
    assert used == [number for number in range(len(steps)) if number not in leaving]
