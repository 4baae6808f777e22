"""Names out of bylines: what is kept, what is cut, what is no name."""

from __future__ import annotations

import pytest

from newscrawl.values.people import is_name, read_byline, read_stated


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("BY JANE DOE", ["JANE DOE"]),
        ("By | Jane Doe", ["Jane Doe"]),
        ("Jane Doe | 4 August 2010", ["Jane Doe"]),
        ("Jane Doe, Staff Writer", ["Jane Doe"]),
        ("By Jane Doe, CFP", ["Jane Doe"]),
        ("Posted on September 21, 2020 by Jane Doe", ["Jane Doe"]),
        ("Jane Doe is a reporter in Paris", ["Jane Doe"]),
        ("Von Karl-Heinz Müller, Berlin", ["Karl-Heinz Müller"]),
        ("Text: Anna Böhm, Foto: Max Roth", ["Anna Böhm"]),
        ("Ursula von der Aue", ["Ursula von der Aue"]),
        ("Par Jeanne Dupont, le 18 janvier", ["Jeanne Dupont"]),
        ("Propos recueillis par Jeanne Dupont", ["Jeanne Dupont"]),
        ("Por María García y José Pérez", ["María García", "José Pérez"]),
        ("Di Giulia Rossi", ["Giulia Rossi"]),
        ("Door Jan de Vries", ["Jan de Vries"]),
        ("Av Kari Nordmann", ["Kari Nordmann"]),
        ("Tekst: Ola Hansen", ["Ola Hansen"]),
        ("Autor: Jan Kowalski", ["Jan Kowalski"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("بقلم محمد علي", ["محمد علي"]),
        ("著者：山田太郎", ["山田太郎"]),
        ("文=山田太郎", ["山田太郎"]),
        ("記者 王小明", ["王小明"]),
        ("신현주 기자", ["신현주"]),
        ("D. A. O'Neill", ["D. A. O'Neill"]),
        ("By hiring a lawyer you save time", []),
        ("von rund 20 Prozent der Leser", []),
        ("All posts by Jane Doe", ["Jane Doe"]),
        ("Alle Artikel von Anna Böhm", ["Anna Böhm"]),
        ("Ein Interview von Anna Böhm", ["Anna Böhm"]),
        ("Jane Doe | Lead Reviewer | John Roe", ["Jane Doe", "John Roe"]),
        ("By The Courier Team", ["The Courier Team"]),
        ("Courier Staff", ["Courier Staff"]),
        ("Courier Redaktion", ["Courier Redaktion"]),
        ("By | Jane Doe | and John Roe · | 14 May 2024", ["Jane Doe", "John Roe"]),
        ("Door onze verslaggever Jan de Vries", ["Jan de Vries"]),
        ("Im Wortlaut von Anna Böhm", ["Anna Böhm"]),
        ("By the Courier Team", ["the Courier Team"]),
        ("von Redaktion", ["Redaktion"]),
        ("Redaktion: Anna Böhm", ["Anna Böhm"]),
        ("Written by Jane Doe, Head of Marketing and Community Development", ["Jane Doe"]),
        ("Written by Jane Doe | Edited by John Roe", ["Jane Doe"]),
        ("Reviewed by Jane Doe", []),
        ("Foto: City-Press", []),
        ("By April Fulton", ["April Fulton"]),
        ("Name", []),
        ("Email the author", []),
        ("3 hours ago", []),
        ("@janedoe", []),
        ("https://example.com/jane", []),
        ("jane@example.com", []),
        ("By", []),
        ("Share", []),
        ("News and Politics of the whole wide world today", []),
        ("", []),
        ("By " * 5000, []),
    ],
)
def test_bylines(text, names):
    assert read_byline(text) == names


@pytest.mark.parametrize(
    ("text", "sure", "names"),
    [
        ("surfguard", False, []),
        ("surfguard", True, ["surfguard"]),
        ("by surfguard on August 3, 2019", False, ["surfguard"]),
        ("Comments", True, []),
    ],
)
def test_user_names_need_a_sure_place(text, sure, names):
    assert read_byline(text, sure=sure) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("Jane Doe, John Roe and Max Roth", ["Jane Doe", "John Roe", "Max Roth"]),
        ("Jane Doe, MS, RD", ["Jane Doe"]),
        ("delta201", ["delta201"]),
        ("dpa", ["dpa"]),
        ("Jane Doe (jdo), John Roe (jro.)", ["Jane Doe", "John Roe"]),
        ("By Jane Doe", ["Jane Doe"]),
        ("https://facebook.com/janedoe", []),
        ("null", []),
        ("x" * 61, []),
    ],
)
def test_stated_names(text, names):
    assert read_stated(text) == names


def test_a_list_of_names_is_bounded():
    assert 1 < len(read_stated(", ".join(f"J. D{chr(97 + i % 26)}" for i in range(200)))) <= 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Doe", True),
        ("MTHOBISI SITHOLE", True),
        ("Lê Phương", True),
        ("Jane", True),
        ("jane doe", False),
        ("Jane likes apples", False),
        ("Monday Morning", False),
        ("June Carter", True),
        ("June", False),
        ("Sat", False),
        ("Understanding the", False),
        ("Bildquelle: SWR", False),
        ("Redaktion", True),
        ("12 Monkeys", False),
        ("J", False),
    ],
)
def test_is_name(text, expected):
    assert is_name(text) is expected
