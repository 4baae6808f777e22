"""reports.differences: paragraphs and words that stay, go, come and change."""

from __future__ import annotations

import pytest

from newscrawl.reports.differences import MAX_WORDS, Change, Row, differences

A, B, C = "The ferry runs late today.", "Nobody knows the reason for it.", "The bar is shut."


def body(*paragraphs: str) -> dict[str, object]:
    return {"article_body": "\n\n".join(paragraphs) or None}


def shown(row: Row) -> tuple[str, str, str]:
    marks = {Change.REMOVED: "[{}]", Change.ADDED: "({})"}
    sides = (
        "".join(marks.get(piece.change, "{}").format(piece.text) for piece in side)
        for side in (row.before, row.after)
    )
    return (row.change.value, *sides)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("before", "after", "rows"),
    [
        (body(A, B), body(A, B), [("same", A, A), ("same", B, B)]),
        (body(A), body(A, B), [("same", A, A), ("added", "", f"({B})")]),
        (body(A, B), body(B), [("removed", f"[{A}]", ""), ("same", B, B)]),
        (
            body(A),
            body(A.replace("today", "tonight")),
            [("changed", "The ferry runs late [today].", "The ferry runs late (tonight).")],
        ),
        # a paragraph that was changed and one before it that is new
        (
            body(A),
            body(C, A.replace("late", "early")),
            [
                ("added", "", f"({C})"),
                ("changed", "The ferry runs [late] today.", "The ferry runs (early) today."),
            ],
        ),
        (body(C), body(B), [("removed", f"[{C}]", ""), ("added", "", f"({B})")]),
        (body(A), body(), [("removed", f"[{A}]", "")]),
        (body(), body(), []),
        (body("市議会は月曜に開く。"), body("市議会は火曜に開く。"),
         [("changed", "市議会は[月]曜に開く。", "市議会は(火)曜に開く。")]),
    ],
)  # fmt: skip
def test_paragraphs(
    before: dict[str, object], after: dict[str, object], rows: list[tuple[str, str, str]]
) -> None:
    assert [shown(row) for row in differences(before, after)] == rows


def test_facts_that_differ_come_first() -> None:
    one = {"headline": "Late", "date_modified": None, "authors": [{"name": "Ada Ferry"}]}
    other = {"headline": "Early", "date_modified": "2026-11-22", "authors": [{"name": "Ada Ferry"}]}
    found = differences(one, other)
    assert [(row.name, row.change.value) for row in found] == [
        ("headline", "changed"),
        ("date_modified", "added"),
    ]


def test_endless_paragraphs_are_not_matched_word_by_word() -> None:
    one = " ".join(f"word{number}" for number in range(MAX_WORDS))
    (row,) = differences(body(one), body(f"{one} more"))
    assert shown(row) == ("changed", f"[{one}]", f"({one} more)")
