"""Which dangers lay on the way through a crossing on which day, by the sources named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from borders import Register

NONE: set[str] = set()
DAYS = [
    # mir24-2022-02-24: the attack; by Minsk's clock
    ("senkivka", "2022-02-23T23:59+03:00", NONE),
    ("senkivka", "2022-02-24T00:00+03:00", {"fighting"}),
    ("vilcha", "2022-02-24T00:00+03:00", {"fighting"}),
    ("hornostaivka-rail", "2022-03-10", {"fighting"}),
    ("krasnaya-gorka", "2022-03-10", NONE),
    # ukranews-2022-04: the troops had gone; fakty-ictv-2022-04-28: shots at Senkivka went on
    ("vystupovychi", "2022-04-30", {"fighting"}),
    ("vystupovychi", "2022-05-01", NONE),
    ("senkivka", "2022-05-01", {"fighting"}),
    ("senkivka", "2023-10-26", {"fighting", "mines", "closed-zone"}),
    # monitor-cn-ua-2022-05-12: mines in Kyiv and Chernihiv regions
    ("novi-yarylovychi", "2022-05-11", NONE),
    ("novi-yarylovychi", "2022-05-12", {"mines"}),
    ("kamianka-river", "2022-05-12", {"mines"}),
    ("dolsk", "2022-05-12", NONE),
    # hromadske-2022-05-23: nobody within 1 km in Rivne, Zhytomyr and Kyiv regions
    ("horodyshche", "2022-05-22", NONE),
    ("horodyshche", "2022-05-23", {"closed-zone"}),
    ("slavutych", "2022-05-23", {"mines"}),
    # autoparus-2022-10-10: mines along the whole border
    ("domanove", "2022-10-08", NONE),
    ("domanove", "2022-10-09", {"mines"}),
    # censor-2023-02-25: a strip of 2 km, but for the corridor
    ("dolsk", "2023-02-23", {"mines"}),
    ("dolsk", "2023-02-24", {"mines", "closed-zone"}),
    ("domanove", "2024-07-01", {"mines"}),
    # none of these was seen to end
    ("domanove", "2026-11-29", {"mines"}),
    ("senkivka", "2026-11-29", {"fighting", "mines", "closed-zone"}),
    ("medininkai", "2026-11-29", NONE),
]


@pytest.mark.parametrize(("crossing", "at", "expected"), DAYS)
def test_the_dangers_of_a_day(register: Register, crossing: str, at: str, expected: set[str]):
    assert {danger.danger for danger in register.on(at).verdict(crossing).dangers} == expected
