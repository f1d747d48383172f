from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from borders import DataError, Status, load
from borders.data import archives, reading

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Folder

VILNIUS, MINSK = ZoneInfo("Europe/Vilnius"), ZoneInfo("Europe/Minsk")


def told(path: Path) -> list[tuple[str, str, str]]:
    """File, entry and text of every problem met in reading."""
    return [(p.file, p.entry, p.text) for p in reading.scan(path)[1]]


def rewritten(folder: Folder, file: str, text: str) -> Path:
    path = folder.write()
    (path / file).write_text(text, "utf-8")
    return path


def test_a_sound_folder_is_read_without_a_word(folder: Folder):
    folder.measure()
    facts, problems = reading.scan(folder.write())
    assert problems == []
    assert (list(facts.crossings), list(facts.measures)) == (["alpha", "beta"], ["lt-0"])


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"colour": "red"}, "unknown key 'colour'; known: id, side, crossings"),
        ({"reason": None}, "reason is missing"),
        ({"valid_from": None}, "valid_from is missing"),
        ({"effect": "shuts"}, "effect: Invalid enum value 'shuts'"),
        ({"direction": "west"}, "direction: Invalid enum value 'west'"),
        ({"modes": ["horse"]}, "modes: Invalid enum value 'horse'"),
        ({"crossings": []}, "crossings: Expected `array` of length >= 1"),
        ({"crossings": "all"}, "crossings: Expected `array`, got `str"),
        ({"id": "LT 1"}, "id: Expected `str` matching regex"),
        ({"confidence": "sure"}, "confidence: Invalid enum value 'sure'"),
        ({"only": [{"nationality": ["pl"]}]}, "only, nationality: Expected `str` matching regex"),
        (
            {"only": [{"citizenship": ["PL"]}]},
            "only, unknown key 'citizenship'; known: nationality, residence, papers, vehicle",
        ),
        ({"valid_to": "2021-01-01"}, "valid_to 2021-01-01 00:00:00+02:00 is not after valid_from"),
        ({"planned_to": "2020-01-01"}, "planned_to 2020-01-01 00:00:00+02:00 is not after"),
        ({"effect": "conditions"}, 'condition and effect = "conditions" go together'),
        ({"condition": "slot"}, 'condition and effect = "conditions" go together'),
        ({"effect": "lifts"}, "a lift that took effect is the valid_to of what it ended"),
        ({"announced": "2021-01-01T12:00:00+02:00"}, "announced: Expected `date | null`"),
    ],
)
def test_a_wrong_measure_is_told_once_with_file_and_entry(folder: Folder, changes: dict, text: str):
    folder.measure(**{"id": "lt-x", **changes})
    ((file, entry, said),) = told(folder.write())
    assert (file, entry) == ("measures/LT.toml", changes.get("id", "lt-x"))
    assert said.startswith(text)


SIGNS = "crossing,mode,direction,from,through,what,source,note"
SIGN = "alpha,car,out,2026-01-10,2026-03-01,queued,paper,"


def test_signs_are_read_and_need_not_be_there(folder: Folder):
    assert reading.scan(folder.write())[0].signs == ()
    folder.sign()
    (sign,) = reading.scan(folder.write())[0].signs
    assert (sign.mode, sign.since, sign.note) == ("car", date(2026, 1, 10), "")


@pytest.mark.parametrize(
    ("lines", "entry", "text"),
    [
        ([SIGNS, SIGN.replace("car", "horse")], "line 2", "mode: Invalid enum value 'horse'"),
        ([SIGNS, SIGN, SIGN.replace("out", "west")], "line 3", "direction: Invalid enum value"),
        ([SIGNS, SIGN.replace("-01-10", "")], "line 2", "from: Invalid RFC3339 encoded date"),
        ([SIGNS, SIGN.replace("paper", "")], "line 2", "source is missing"),
        ([SIGNS, SIGN + "a,b"], "line 2", "has 9 columns, and the header 8"),
        (
            [SIGNS + ",colour", SIGN + ",red"],
            "line 1",
            "has the unknown column 'colour'",
        ),
        (["crossing,mode", "alpha,car"], "line 1", "has no direction, from, through, what, source"),
        ([], "line 1", "has no crossing, mode"),
        ([SIGNS, 'alpha,"car'], "", "is no CSV: a quotation mark is not ended (at line 2)"),
    ],
)
def test_a_wrong_sign_is_told_with_its_line(
    folder: Folder, lines: list[str], entry: str, text: str
):
    ((file, at, said),) = told(rewritten(folder, "signs.csv", "\n".join(lines)))
    assert (file, at) == ("signs.csv", entry)
    assert said.startswith(text)


def test_every_fault_of_an_entry_is_told(folder: Folder):
    folder.measure(colour="red", effect="shuts", reason=None)
    texts = [text for _, _, text in told(folder.write())]
    assert [text.split()[0] for text in texts] == ["unknown", "effect:", "reason"]


def test_an_entry_without_an_id_is_told_by_its_number(folder: Folder):
    folder.measure()
    folder.measure(id=None)
    assert told(folder.write()) == [("measures/LT.toml", "entry 2", "id is missing")]


def test_all_problems_of_all_files_are_told_at_once(folder: Folder):
    """One read is enough to know all that is to be mended."""
    folder.measure("LT", effect="shuts")
    folder.crossing("gamma", modes=[])
    folder.sources.append({"id": "x", "publisher": "", "title": "T", "kind": "news"})
    folder.groups[0]["members"] = ["lt"]
    folder.reasons.append({"id": "war", "en": ""})
    folder.advice.append({"id": "go", "text": "Go"})
    path = rewritten(folder, "measures/BY.toml", "[[measure]]\nid =\n")
    with pytest.raises(DataError) as error:
        reading.read(path)
    assert {problem.file for problem in error.value.problems} == {
        "advice.toml",
        "crossings.geojson",
        "groups.toml",
        "measures/BY.toml",
        "measures/LT.toml",
        "sources.toml",
        "vocabulary.toml",
    }
    assert str(error.value).splitlines() == [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize("text", ["[[measure]]\nid =\n", '[[measure]]\nid = "a"\nid = "b"\n'])
def test_a_slip_of_the_pen_is_told_with_its_line(folder: Folder, text: str):
    ((file, _, said),) = told(rewritten(folder, "measures/LT.toml", text))
    assert file == "measures/LT.toml"
    assert "line " in said


def test_bytes_that_are_no_text_are_told(folder: Folder):
    path = folder.write()
    (path / "measures/LT.toml").write_bytes(b'note = "\xff"')
    assert [(file, "UTF-8" in text) for file, _, text in told(path)] == [("measures/LT.toml", True)]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ('[measure]\nid = "a"\n', "write each entry under [[measure]]"),
        ('measure = ["a"]\n', "write each entry under [[measure]]"),
        ('[[measures]]\nid = "a"\n', "no such table; write [[measure]]"),
        ('id = "a"\n', "no such table; write [[measure]]"),
    ],
)
def test_an_entry_in_no_list_of_entries_is_told(folder: Folder, text: str, advice: str):
    ((file, _, said),) = told(rewritten(folder, "measures/LT.toml", text))
    assert (file, said) == ("measures/LT.toml", advice)


def test_an_id_stands_once(folder: Folder):
    folder.measure(id="twice")
    folder.measure(id="twice", crossings=["beta"])
    assert told(folder.write()) == [
        ("measures/LT.toml", "twice", "this id stands twice; ids are unique")
    ]


def test_an_id_stands_once_over_the_files_of_all_sides(folder: Folder):
    folder.measure("BY", id="twice")
    folder.measure("LT", id="twice", crossings=["beta"])
    ((file, entry, _),) = told(folder.write())
    assert (file, entry) == ("measures/LT.toml", "twice")


def test_a_source_stands_once(folder: Folder):
    folder.sources.append(folder.sources[0])
    assert [(f, e) for f, e, _ in told(folder.write())] == [("sources.toml", "paper")]


def test_a_folder_without_a_package_says_what_it_needs(folder: Folder):
    path = folder.write()
    (path / "datapackage.json").unlink()
    facts, problems = reading.scan(path)
    assert facts is None
    assert [str(p) for p in problems] == [
        "datapackage.json: no such file; a register has name, title, version, home and zones here"
    ]


def test_a_folder_that_does_not_exist_is_no_register(tmp_path: Path):
    with pytest.raises(DataError, match=r"datapackage\.json: no such file"):
        reading.read(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["{}", "[]", '{"name": "toy"', ""])
def test_a_package_that_is_none_is_told(folder: Folder, text: str):
    ((file, _, said),) = told(rewritten(folder, "datapackage.json", text))
    assert file == "datapackage.json"
    assert said.endswith("a register has name, title, version, home and zones here")


@pytest.mark.parametrize("key", ["askers", "histories"])
def test_a_package_that_says_of_people_what_there_is_not_is_told(folder: Folder, key: str):
    folder.package[key] = [{"nationality": "US", "visa": "LT"}]
    ((file, _, said),) = told(folder.write())
    assert file == "datapackage.json"
    assert said.startswith(f"Object contains unknown field `visa` at `{key}[0]`; a register has")


@pytest.mark.parametrize("name", ["Europe/Nowhere", "../etc", "", "Europe/"])
def test_a_zone_that_is_none_is_told_with_one_that_is(folder: Folder, name: str):
    folder.package["zones"]["LT"] = name
    ((file, entry, text),) = told(folder.write())
    assert (file, entry) == ("datapackage.json", "zones.LT")
    assert "such as 'Europe/Minsk'" in text


def test_the_home_state_has_a_clock(folder: Folder):
    folder.package["home"] = "RU"
    assert [(f, e) for f, e, _ in told(folder.write())] == [("datapackage.json", "zones")]


def test_the_decisions_of_a_side_without_a_clock_are_not_passed_over(folder: Folder):
    """A file that nobody reads would leave a closed crossing open."""
    folder.measures["PL"] = []
    folder.measure("PL")
    ((file, _, text),) = told(folder.write())
    assert file == "measures/PL.toml"
    assert "zones" in text


@pytest.mark.parametrize(
    "text",
    ['{"type":', "[]", "{}", '{"type": "FeatureCollection", "features": 1}'],
)
def test_places_that_are_no_collection_are_told(folder: Folder, text: str):
    ((file, _, said),) = told(rewritten(folder, "crossings.geojson", text))
    assert file == "crossings.geojson"
    assert said.endswith("write a GeoJSON FeatureCollection of points")


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": [[25.0, 54.0], [25.1, 54.1]]},
        {"type": "Point", "coordinates": [25.0]},
        {"type": "Point", "coordinates": [25.0, 154.0]},
    ],
    ids=["a line", "no latitude", "beyond the pole"],
)
def test_a_place_that_is_no_point_is_told_with_its_crossing(folder: Folder, geometry: dict):
    folder.crossing("gamma", geometry=geometry)
    folder.crossing("delta", modes=["horse"])
    assert {(f, e) for f, e, _ in told(folder.write())} == {
        ("crossings.geojson", "gamma"),
        ("crossings.geojson", "delta"),
    }


def test_a_place_without_an_id_hides_no_other_problem(folder: Folder):
    folder.crossing("gamma", modes=["horse"])
    places = folder.write() / "crossings.geojson"
    collection = json.loads(places.read_text("utf-8"))
    del collection["features"][0]["id"]
    entries = {
        entry
        for _, entry, _ in told(rewritten(folder, "crossings.geojson", json.dumps(collection)))
    }
    assert entries == {"entry 1", "gamma"}


def test_a_crossing_may_have_no_place(folder: Folder):
    folder.crossing("gamma", geometry=None, border_point=None)
    facts, problems = reading.scan(folder.write())
    assert (problems, facts.crossings["gamma"].border_point) == ([], None)


@pytest.mark.parametrize("name", ["valid_from", "valid_to", "planned_to"])
def test_a_time_without_an_offset_is_told_with_what_to_write(folder: Folder, name: str):
    """Clocks differ at a border, so a time alone is no moment."""
    folder.measure(**{name: "2021-06-01T12:00:00"})
    ((file, entry, text),) = told(folder.write())
    assert (file, entry) == ("measures/LT.toml", "lt-0")
    assert text.startswith(f"{name}: ")
    assert "2021-06-01T12:00:00+03:00" in text


@pytest.mark.parametrize(("side", "zone"), [("LT", VILNIUS), ("BY", MINSK)])
def test_a_day_begins_at_midnight_of_the_deciding_side(folder: Folder, side: str, zone: ZoneInfo):
    folder.measure(side, valid_from="2021-06-01", valid_to="2021-12-01", planned_to="2021-11-01")
    (measure,) = folder.load().measures
    assert [measure.valid_from, measure.planned_to, measure.valid_to] == [
        datetime(2021, month, 1, tzinfo=zone) for month in (6, 11, 12)
    ]


def test_advice_begins_by_the_clock_of_the_home_state(folder: Folder):
    folder.advise()
    assert folder.load().facts.advice["stay"].valid_from == datetime(2021, 6, 1, tzinfo=MINSK)


def test_an_offset_is_kept_as_a_moment_and_told_by_the_side_s_clock(folder: Folder):
    folder.measure(valid_from="2021-01-01T12:00:00+03:00")
    (measure,) = folder.load().measures
    assert measure.valid_from == datetime(2021, 1, 1, 11, tzinfo=VILNIUS)
    assert measure.valid_from.utcoffset() == timedelta(hours=2)


def test_what_was_last_seen_ends_at_the_side_s_midnight_whatever_offset_began_it(folder: Folder):
    folder.measure(valid_from="2021-01-01T12:00:00+05:00", last_seen="2021-07-01")
    register = folder.load()
    statuses = [
        register.on(f"2021-07-0{moment}+03:00").status("Alpha") for moment in ("1T23:59", "2T00:00")
    ]
    assert statuses == [Status.CLOSED, Status.OPEN]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2025-10-26T03:10+03:00", Status.OPEN),
        ("2025-10-26T03:40+03:00", Status.CLOSED),
        ("2025-10-26T03:10+02:00", Status.CLOSED),
        ("2025-10-26T03:40+02:00", Status.CLOSED),
    ],
)
def test_an_hour_that_comes_twice_is_not_taken_for_another(
    folder: Folder, moment: str, expected: Status
):
    folder.measure(valid_from="2025-10-26T03:30:00+03:00")
    assert folder.load().on(moment).status("Alpha") is expected


def test_a_side_is_that_of_its_file(folder: Folder):
    """Another side written in an entry would be believed by whoever reads the file."""
    folder.measure()
    folder.measures["LT"][0]["side"] = "BY"
    ((file, entry, _),) = told(folder.write())
    assert (file, entry) == ("measures/LT.toml", "lt-0")


def test_the_shipped_folder_is_found():
    assert (archives.geodata() / "datapackage.json").is_file()


def test_loading_tells_what_cannot_be_read_and_what_contradicts_the_rest(folder: Folder):
    """What is lost with a file that cannot be read is not told as unknown beside it."""
    folder.measure(id="first", effect="shuts")
    folder.measure(id="second", crossings=["nowhere"])
    path = rewritten(folder, "vocabulary.toml", "[[reason]]\nid =\n")
    with pytest.raises(DataError) as caught:
        load(path)
    told = {each.entry: each.text for each in caught.value.problems}
    assert told.keys() == {"", "first", "second"}, told
    assert "'shuts'" in told["first"]
    assert "no crossing is called 'nowhere'" in told["second"]
