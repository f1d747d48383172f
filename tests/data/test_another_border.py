"""Another border is a folder: the example of Finland and Russia, and small folders of their own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import borders
from borders import Status
from borders.data import checking
from borders.enums import Language
from borders.maps.page_data import page_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]

FINLAND = Path(__file__).parents[2] / "docs" / "examples" / "finland-russia"
ROADS = (
    *("vaalimaa", "nuijamaa", "imatra", "niirala"),
    *("vartius", "kuusamo", "salla", "raja-jooseppi"),
)


@pytest.fixture(scope="module")
def finland() -> borders.Register:
    return borders.load(FINLAND)


def test_the_example_is_sound():
    assert checking.check(FINLAND)[1] == []


@pytest.mark.parametrize(
    ("moment", "shut"),
    [
        ("2023-11-17", ()),
        ("2023-11-18", ROADS[:4]),
        ("2023-11-24", ROADS[:7]),
        ("2023-11-30", ROADS),
        ("2023-12-13T23:59+02:00", ROADS),
        ("2023-12-14T00:00+02:00", (*ROADS[1:3], *ROADS[4:])),
        ("2023-12-15T19:59+02:00", (*ROADS[1:3], *ROADS[4:])),
        ("2023-12-15T20:00+02:00", ROADS),
        ("2024-01-15", ROADS),
        ("2024-04-20", ROADS),
    ],
)
def test_a_citizen_of_finland_leaves_by_car_where_it_was_open(
    finland: borders.Register, moment: str, shut: tuple[str, ...]
):
    day = finland.on(
        moment, mode="car", direction="out", traveller=borders.Traveller(nationality="FI")
    )
    statuses = {id_: day.status(id_) for id_ in ROADS}
    assert statuses == {id_: Status.CLOSED if id_ in shut else Status.OPEN for id_ in ROADS}


def test_who_enters_as_a_tourist_from_russia_is_barred_and_who_must_is_not(
    finland: borders.Register,
):
    day = finland.on("2023-11-17", mode="bus", direction="in")
    for papers, status in (((), Status.CLOSED), ("necessary-travel", Status.OPEN)):
        tourist = borders.Traveller(nationality="RU", papers=papers)
        asked = finland.on("2023-11-17", mode="bus", direction="in", traveller=tourist)
        assert asked.status("Сювяоро") is Status.CLOSED
        assert asked.status("Торфяновка") is status
    assert day.status("Lyttä") is Status.RESTRICTED


def test_midnight_in_helsinki_is_a_day(finland: borders.Register):
    since = finland.on("2023-11-20", mode="car").verdict("Vaalimaa").since
    assert since is not None
    assert since.isoformat() == "2023-11-18T00:00:00+02:00"
    (row,) = [c for c in page_data(finland)["crossings"] if c["id"] == "vaalimaa"]
    assert row["clock"] == "FI"


def test_of_later_days_nothing_is_known(finland: borders.Register):
    assert finland.verified_through == date(2024, 10, 24)
    verdict = finland.on("2025-06-01", mode="car").verdict("Salla")
    assert verdict.status is Status.UNKNOWN
    assert verdict.last_known is not None
    assert verdict.last_known.status is Status.CLOSED


def test_a_register_without_a_network_says_so(finland: borders.Register, run: Run):
    with pytest.raises(borders.QuestionError, match="finland-russia has no network of roads"):
        finland.on("2023-11-17").routes("Helsinki")
    status, out, err = run("routes", "--from", "Helsinki", "--geodata", str(FINLAND))
    assert (status, out) == (2, "")
    assert "finland-russia has no network of roads" in err


def test_its_own_title_languages_and_credits_are_those_of_the_page(
    finland: borders.Register, folder: Folder
):
    data = page_data(finland)
    assert data["languages"] == ["en"]
    assert [*data["credits"]] == [
        "https://www.openstreetmap.org/copyright",
        "https://www.geonames.org",
    ]
    assert finland.translator().title() == "Finland's border crossings with Russia"
    assert page_data(folder.load())["credits"] == {}
    assert folder.load().translator("pl").credits() == []
    folder.package["sources"] = [{"title": "Land Survey", "path": "https://example.org/"}]
    assert folder.load().translator("pl").credits() == ["Land Survey"]


def test_names_stand_in_any_language_and_words_in_english_at_least(folder: Folder):
    folder.crossings["alpha"]["checkpoints"][0]["names"] = {"fi": "Vaalimaa", "ka": "ალფა"}
    folder.package["languages"] = ["en"]
    for word in (*folder.reasons, *folder.conditions, *folder.papers, *folder.traffic):
        for language in {*Language} - {Language.EN}:
            word.pop(language)
    folder.measure()
    register = folder.load()
    assert register.crossing("ალფა") is register.crossing("vaalimaa")
    assert register.crossing("alpha").name() == "Vaalimaa"
    sentence = register.on("2022-01-01", lang="pl").verdict("alpha").sentence
    assert folder.reasons[0]["en"] in sentence


@pytest.mark.parametrize(
    ("change", "file", "text"),
    [
        ({"languages": ["ru"]}, "datapackage.json", 'has no en: write ["en", "ru"]'),
        ({"clock": "FI"}, "datapackage.json", "FI has no zone: write one of BY, LT"),
    ],
)
def test_what_is_wrong_with_a_package_is_told(
    folder: Folder, change: dict[str, object], file: str, text: str
):
    folder.package |= change
    assert (file, text) in [(p.file, p.text) for p in checking.check(folder.write())[1]]


def test_a_language_that_is_none_and_names_that_are_none_are_told(folder: Folder):
    folder.crossings["alpha"]["checkpoints"][0]["names"] = {"en": "A", "xx": "B"}
    assert "names has xx, which is no language of ISO 639-1" in {
        problem.text for problem in checking.check(folder.write())[1]
    }
    folder.crossings["alpha"]["checkpoints"][0]["names"] = {}
    assert any("names is empty" in p.text for p in checking.check(folder.write())[1])


def test_words_that_lack_a_language_of_their_register_are_warned_of(folder: Folder):
    folder.measure()
    folder.reasons[0].pop("lv")
    (warning,) = [p for p in checking.check(folder.write())[1] if p.level == "warning"]
    assert (warning.file, warning.entry) == ("vocabulary.toml", folder.reasons[0]["id"])
    assert warning.text == "has no wording in lv: English stands there instead"


def test_no_map_is_written_of_a_folder_in_which_check_finds_errors(
    folder: Folder, run: Run, tmp_path: Path
):
    folder.sources.append({**folder.sources[0], "id": "unused"})
    status, _, err = run("map", "-o", str(tmp_path / "map.html"), "--geodata", str(folder.write()))
    assert status == 1
    assert "is cited nowhere" in err
    assert not (tmp_path / "map.html").exists()


def test_the_crossings_of_the_example_are_written_as_people_write_them():
    text = (FINLAND / "crossings.geojson").read_text("utf-8")
    assert len(json.loads(text)["features"]) == 10
    assert "\\u" not in text


UKRAINE: tuple[tuple[str, str, str, float, float], ...] = (
    ("otaci", "Otaci", "Могилів-Подільський", 27.79, 48.44),
    ("palanca", "Palanca", "Маяки-Удобне", 30.09, 46.41),
    ("giurgiulesti", "Giurgiulești", "Рені", 28.21, 45.47),
)
"""Crossings of Ukraine and Moldova: their ids, names on both sides, longitude and latitude."""


def test_from_nothing_to_a_map_by_what_the_new_folder_says(run: Run, tmp_path: Path):
    """Three crossings of Ukraine and Moldova, a toy's closure of one, and nothing else."""
    folder = tmp_path / "dniester"
    assert run("new", str(folder), "--home", "UA", "--neighbour", "Moldova")[0] == 0
    source = 'id = "a-source"\npublisher = "A paper"\ntitle = "Seen"\nkind = "news"\n'
    (folder / "sources.toml").write_text(f"[[source]]\n{source}", "utf-8")
    (folder / "vocabulary.toml").write_text(
        '[[reason]]\nid = "works"\nen = "works on the bridge"\n', "utf-8"
    )
    (folder / "measures/MD.toml").write_text(
        '[[measure]]\nid = "md-works"\ncrossings = ["otaci"]\neffect = "bars"\n'
        'valid_from = 2024-05-02\nreason = "works"\ndecided_by = "The Government of Moldova"\n'
        'sources = ["a-source"]\nconfidence = "high"\n',
        "utf-8",
    )
    features = [
        {
            "type": "Feature",
            "id": key,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                "neighbour": "MD",
                "kind": "road",
                "category": "international",
                "modes": ["foot", "car", "bus"],
                "checkpoints": [
                    {"side": "MD", "names": {"ro": beyond}},
                    {"side": "UA", "names": {"uk": at_home}},
                ],
                "border_point": {"accuracy_m": 5000, "basis": "estimated"},
                "verified": [{"from": "2024-01-01", "through": "2024-06-30", "by": ["a-source"]}],
                "sources": ["a-source"],
            },
        }
        for key, beyond, at_home, lon, lat in UKRAINE
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "crossings.geojson").write_text(text, "utf-8")
    asked = ("--geodata", str(folder))
    status, out, _ = run("check", str(folder))
    assert (status, out.strip()) == (0, "3 crossings, 1 measure, 1 source, no problem")
    status, out, _ = run("status", "--on", "2024-05-02", "--format", "json", *asked)
    found = {row["name"]: (row["status"], row["since"]) for row in json.loads(out)["crossings"]}
    assert found == {
        "Otaci": ("closed", "2024-05-02T00:00:00+03:00"),
        "Palanca": ("open", None),
        "Giurgiulești": ("open", None),
    }
    status, _, err = run("routes", "--from", "Рені", *asked)
    assert status == 2
    assert "dniester has no network of roads" in err
    page, picture = tmp_path / "map.html", tmp_path / "map.svg"
    assert run("map", "-o", str(page), *asked)[0] == 0
    assert run("figure", "-o", str(picture), "--on", "2024-05-02", *asked)[0] == 0
    register = borders.load(folder)
    assert len(register.on("2024-05-02").to_geodataframe()) == 3
    for path in (page, picture):
        content = path.read_text("utf-8")
        assert "Giurgiulești" in content
        assert "Border crossings of Ukraine with Moldova" in content or path == picture
    assert page_data(register)["credits"] == {}
    assert "GeoNames" not in picture.with_suffix(".alt.txt").read_text("utf-8")
