"""Questions of the borders with some neighbours alone: counted, told and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import borders
from borders.cli import commands
from borders.errors import QuestionError
from borders.maps.question_json import decode, encode

if TYPE_CHECKING:
    from tests.conftest import Folder

ASKED = {"mode": "car", "direction": "out"}


def test_a_group_stands_for_its_members_among_the_neighbours(register: borders.Register):
    assert register.states("EU") == register.states(["Poland", "lt,Latvia"]) == ("LT", "LV", "PL")
    assert register.states(()) == ()
    day = register.on("2023-08-21", neighbours="EU", **ASKED)
    assert day.neighbours == ("LT", "LV", "PL")
    assert {crossing.neighbour for crossing in day.register.crossings} == {"LT", "LV", "PL", None}
    assert len(day.register.crossings) == 43
    assert day.counts == {"open": 0, "restricted": 7, "closed": 7, "unknown": 13}


@pytest.mark.parametrize("code", ["LT", "LV", "PL"])
def test_the_parts_add_up_to_the_whole(register: borders.Register, code: str):
    part = register.on("2023-08-21", neighbours=code, **ASKED)
    whole = register.on("2023-08-21", **ASKED)
    own = [v for v in whole.verdicts if v.crossing.neighbour == code]
    assert part.verdicts == tuple(own)
    assert [v.sentence for v in part.verdicts] == [v.sentence for v in own]


def test_the_line_by_neighbour_counts_what_the_headline_counts(register: borders.Register):
    day = register.on("2023-08-21", traveller=borders.Traveller("US"), neighbours="EU", **ASKED)
    told = day.translator.by_neighbour(day.verdicts)
    assert told == "Open: Lithuania 4 of 16; Latvia 2 of 5; Poland none of 6."
    finding = day.translator.finding(day.verdicts, day)
    assert finding == "Of 27 crossings, 6 are open, 8 are shut, 13 are unverified"
    alone = register.on("2023-08-21", neighbours="LV", **ASKED)
    assert alone.translator.by_neighbour(alone.verdicts) == ""
    assert day.translator.question(day).endswith(" · borders: Lithuania, Latvia and Poland")


def test_a_neighbour_of_which_nothing_is_verified_is_said_to_be_so(folder: Folder):
    folder.package["zones"]["LV"] = "Europe/Riga"
    folder.measures["LV"] = []
    folder.crossing("gamma", neighbour="LV", verified=[])
    folder.crossings["gamma"]["checkpoints"][0]["side"] = "LV"
    day = folder.load().on("2020-02-01", mode="car")
    told = day.translator.by_neighbour(day.verdicts)
    assert told == "Open: Lithuania 2 of 2; Latvia unverified."


def test_what_leads_elsewhere_is_refused_by_name(register: borders.Register):
    day = register.on("2023-08-21", neighbours=["LT"])
    with pytest.raises(QuestionError, match="Silene leads to LV: ask of it without other"):
        day.status("Silene")
    with pytest.raises(QuestionError, match="no crossing leads to 'DE': write one of LT, LV, PL"):
        register.on("2023-08-21", neighbours="DE")


def test_a_question_keeps_its_neighbours(register: borders.Register):
    day = register.on("2023-08-21", neighbours=["LT"], **ASKED)
    assert day.with_direction("in").neighbours == ("LT",)
    assert [pair.crossing.neighbour for pair in day.versus("2020-01-01")].count("LV") == 0
    make, asked = day.__reduce__()
    assert make(*asked).neighbours == ("LT",)
    assert decode(encode(day), register).neighbours == ("LT",)
    changes = register.changes("2023-08-01", "2023-10-01", neighbours="LV", **ASKED)
    assert {change.crossing.neighbour for change in changes} == {"LV"}
    frame = register.history_frame(neighbours="LV", **ASKED)
    assert set(frame["neighbour"]) == {"LV"}


def test_the_register_goes_by_some_neighbours(folder: Folder):
    folder.package |= {"verified_with": ["LT"]}
    folder.package["zones"]["LV"] = "Europe/Riga"
    folder.measures["LV"] = []
    folder.crossing("gamma", neighbour="LV", verified=folder.verified("2020-01-01", "2021-01-01"))
    folder.crossings["gamma"]["checkpoints"][0]["side"] = "LV"
    register = folder.load()
    assert register.verified_through.isoformat() == "2025-12-31"
    assert register.to_neighbours("LV").verified_through.isoformat() == "2021-01-01"
    folder.package |= {"verified_with": ["PL"]}
    with pytest.raises(borders.DataError, match="no crossing leads to PL: write some of LT, LV"):
        folder.load()


def test_the_command_asks_of_some_neighbours(capsys: pytest.CaptureFixture[str]):
    args = ("status", "--on", "2023-08-21", "--mode", "car", "--neighbour", "lv,PL")
    commands.main([*args, "--format", "csv"], standalone_mode=False)
    rows = capsys.readouterr().out.splitlines()
    assert {row.split(",")[2] for row in rows[1:]} == {"LV", "PL"}
