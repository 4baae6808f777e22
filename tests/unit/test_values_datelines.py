"""Which part of a dateline is of publication, which of a change."""

from __future__ import annotations

import pytest

from newscrawl.values.datelines import (
    ends_in_update_label,
    opening_dateline,
    part_dateline,
    says_published,
)


@pytest.mark.parametrize(
    ("text", "published", "updated"),
    [
        ("18 January 2022", "18 January 2022", ""),
        ("18.01.2022 (10:04)", "18.01.2022  10:04", ""),
        ("Published 5 Oct 2020 Updated 6 Oct 2020", "Published 5 Oct 2020", "Updated 6 Oct 2020"),
        ("Updated 6 Oct 2020. Published 5 Oct 2020", "Published 5 Oct 2020", "Updated 6 Oct 2020."),
        ("Erstellt: 14.10.2026 | Stand: 15.10.2026", "Erstellt: 14.10.2026", "Stand: 15.10.2026"),
        ("Güncelleme: 16.04.2024 - 13:10", "", "Güncelleme: 16.04.2024 13:10"),
        ("Stand: 18.01.2022, 10:04 Uhr", "", "Stand: 18.01.2022, 10:04 Uhr"),
        ("Updated: | Oct 5, 2020", "", "Updated:   Oct 5, 2020"),
        (
            "Publié le 3 mai 2021 - Mis à jour le 4 mai 2021",
            "Publié le 3 mai 2021",
            "Mis à jour le 4 mai 2021",
        ),
        ("2026年10月30日（2026年10月31日更新）", "2026年10月30日", "2026年10月31日更新"),
        ("입력 2022.01.18 수정 2022.01.19", "입력 2022.01.18", "수정 2022.01.19"),
    ],
)
def test_part_dateline(text, published, updated):
    assert part_dateline(text) == (published, updated)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Updated:", True),
        ("By Jane Doe | Last updated", True),
        ("Aktualisiert am", True),
        ("Updated 6 Oct 2020", False),
        ("Published:", False),
        ("", False),
    ],
)
def test_update_label(text, expected):
    assert ends_in_update_label(text) is expected


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("BERLIN, 18 January 2022 - The bridge is closed.", "BERLIN, 18 January 2022"),
        ("(18.01.2022) Die Brücke ist gesperrt.", "(18.01.2022"),
        ("Riverton, Jan. 18, 2022 /Newswire/ -- Today", "Riverton, Jan. 18, 2022"),
        ("Hamburg, 18. Januar 2022. Die Brücke", "Hamburg, 18. Januar 2022"),
        ("The council has decided on 18 January 2022 - to the surprise of all", ""),
        ("On 18 January 2022 the council decided that the bridge is closed to cars", ""),
        ("The bridge", ""),
        ("", ""),
    ],
)
def test_opening_dateline(text, dateline):
    assert opening_dateline(text) == dateline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Erschienen am: 18.01.2022", True),
        ("Posted on", True),
        ("Дата публикации: 18.01.2022", True),
        ("发布时间：2022-01-18", True),
        ("Updated 18 January 2022", False),
        ("18 January 2022", False),
    ],
)
def test_says_published(text, expected):
    assert says_published(text) == expected
