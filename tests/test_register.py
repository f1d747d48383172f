from __future__ import annotations

import pickle
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from borders import (
    Direction,
    Measure,
    Mode,
    QuestionError,
    Register,
    Status,
    Traveller,
    UnknownCrossing,
    Verdict,
    columns,
    dates,
    export,
    load,
    save,
)
from borders.enums import Confidence, Effect

if TYPE_CHECKING:
    from conftest import Folder

VILNIUS, MINSK = ZoneInfo("Europe/Vilnius"), ZoneInfo("Europe/Minsk")
COLUMNS = [
    "id",
    "name",
    "neighbour",
    "kind",
    "serves",
    "status",
    "default",
    "since",
    "until",
    "measures_since",
    "measures_until",
    "planned",
    "last_known",
    "last_known_on",
    "verified_through",
    "age_days",
    "signs",
    "measures",
    "conditions",
    "cautions",
    "sources",
    "sentence",
]


@pytest.fixture
def named(folder: Folder) -> Folder:
    """Crossings with names of the kinds that the border has."""
    folder.crossing(
        "salcininkai",
        checkpoints=[
            {
                "side": "LT",
                "names": {"en": "Šalčininkai", "be": "Шальчынінкай", "lt": "Šalčininkai"},
            },
            {"side": "BY", "names": {"en": "Benyakoni", "be": "Беняконі", "ru": "Бенякони"}},
        ],
        aliases=["Beniakoni"],
    )
    folder.crossing(
        "kuznica",
        checkpoints=[
            {"side": "LT", "names": {"en": "Kuźnica", "pl": "Kuźnica Białostocka"}},
            {"side": "BY", "names": {"en": "Bruzgi", "ru": "Каменный Лог"}},
        ],
    )
    for number, rest in (("one", "(road)"), ("two", "(rail)")):
        folder.crossing(
            f"gate-{number}",
            checkpoints=[
                {"side": "LT", "names": {"en": f"Gate {number}"}},
                {"side": "BY", "names": {"en": f"Bridge {rest}", "ru": "Мост"}},
            ],
            aliases=["Old bridge", "Alpha"],
        )
    return folder


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("salcininkai", "salcininkai"),
        ("Šalčininkai", "salcininkai"),
        ("SALCININKAI", "salcininkai"),
        ("  šalčininkai ", "salcininkai"),
        ("S\u030calc\u030cininkai", "salcininkai"),
        ("Шальчынінкай", "salcininkai"),
        ("шальчынінкаи", "salcininkai"),
        ("Benyakoni", "salcininkai"),
        ("бенякони", "salcininkai"),
        ("Beniakoni", "salcininkai"),
        ("Šalčininkai – Benyakoni", "salcininkai"),
        ("Salcininkai-Benyakoni", "salcininkai"),
        ("Šalčininkai/Бенякони", "salcininkai"),
        ("Salcininkai Beniakoni", "salcininkai"),
        ("Benyakoni – Šalčininkai", "salcininkai"),
        ("Kuznica Bialostocka", "kuznica"),
        ("KUŹNICA BIAŁOSTOCKA", "kuznica"),
        ("каменный   лог", "kuznica"),
        ("Gate-One", "gate-one"),
        ("Bridge rail", "gate-two"),
    ],
)
def test_a_crossing_answers_to_all_its_names(named: Folder, spoken: str, expected: str):
    assert named.load().crossing(spoken).id == expected


def test_a_name_that_is_an_alias_elsewhere_is_asked_back_and_an_id_is_not(named: Folder):
    register = named.load()
    with pytest.raises(UnknownCrossing, match="say alpha, gate-one or gate-two"):
        register.crossing("Alpha")
    assert register.crossing("alpha").id == "alpha"


@pytest.mark.parametrize("spoken", ["Мост", "old bridge"])
def test_a_name_of_several_crossings_is_asked_back(named: Folder, spoken: str):
    with pytest.raises(UnknownCrossing) as error:
        named.load().crossing(spoken)
    assert str(error.value) == f"{spoken!r} may be several crossings: say gate-one or gate-two."


@pytest.mark.parametrize(
    ("spoken", "hint"),
    [
        ("Salcininkia", " Did you mean Šalčininkai?"),
        ("Бенякино", " Did you mean Šalčininkai?"),
        ("Kuznitsa", " Did you mean Kuźnica?"),
        ("Timbuktu", ""),
        ("Kyiv", ""),
        ("Paris", ""),
        ("", ""),
        ("?", ""),
    ],
)
def test_a_name_that_is_none_is_told_with_the_nearest(named: Folder, spoken: str, hint: str):
    with pytest.raises(UnknownCrossing) as error:
        named.load().on("2021-01-01").status(spoken)
    assert str(error.value) == f"No crossing of this register is called {spoken!r}.{hint}"


def test_a_crossing_is_taken_where_a_name_is(named: Folder):
    register = named.load()
    for crossing in register.crossings:
        assert register.crossing(crossing) is crossing
        assert register.history(crossing) == register.history(crossing.id)
        assert register.on("2021-01-01").status(crossing) is Status.OPEN
    with pytest.raises(UnknownCrossing, match="5 is no crossing: give one of its names"):
        register.crossing(5)  # type: ignore[arg-type]


def test_a_bare_day_is_its_noon_at_the_border(folder: Folder):
    folder.measure(valid_from="2021-06-01T12:00:00+03:00")
    folder.measure(crossings=["beta"], valid_from="2021-06-01T12:00:01+03:00")
    day = folder.load().on("2021-06-01")
    assert (day.status("Alpha"), day.status("Beta")) == (Status.CLOSED, Status.OPEN)
    moment = day.explain("Alpha").question.moment
    assert moment == datetime(2021, 6, 1, 12, tzinfo=VILNIUS)


def test_a_crossing_without_a_neighbour_has_the_clock_of_the_home_state(folder: Folder):
    folder.crossing(
        "field",
        neighbour=None,
        kind="air",
        modes=["plane"],
        checkpoints=[{"side": "BY", "names": {"en": "Field"}}],
    )
    moment = folder.load().on("2021-01-01").explain("Field").question.moment
    assert moment == datetime(2021, 1, 1, 12, tzinfo=MINSK)


@pytest.mark.parametrize(
    "moment",
    [
        "2021-06-01T09:00Z",
        "2021-06-01T12:00+03:00",
        datetime(2021, 6, 1, 9, tzinfo=UTC),
        datetime(2021, 6, 1, 12, tzinfo=VILNIUS),
        "2021-06-01",
        date(2021, 6, 1),
    ],
    ids=str,
)
def test_the_same_moment_has_the_same_answer_however_it_is_said(folder: Folder, moment: object):
    folder.measure(valid_from="2021-06-01T12:00:00+03:00", valid_to="2021-06-01T12:00:01+03:00")
    assert folder.load().on(moment).status("Alpha") is Status.CLOSED


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2021-05-31T23:59:59+03:00", Status.OPEN),
        ("2021-06-01T00:00:00+03:00", Status.CLOSED),
        ("2021-06-30T23:59:59+03:00", Status.CLOSED),
        ("2021-07-01T00:00:00+03:00", Status.OPEN),
    ],
)
def test_the_end_of_a_measure_is_its_first_free_moment(
    folder: Folder, moment: str, expected: Status
):
    folder.measure(valid_from="2021-06-01", valid_to="2021-07-01")
    assert folder.load().on(moment).status("Alpha") is expected


def test_a_question_without_a_day_is_about_the_last_day_verified(folder: Folder):
    """The earliest of the last days of the road crossings then in use: all are known then."""
    folder.crossing("beta", verified=folder.verified("2020-01-01", "2024-06-30"))
    folder.crossing("disused", verified=folder.verified("2020-01-01", "2023-01-31"))
    folder.crossing("path", verified=folder.verified("2020-01-01", "2022-01-31"), category="local")
    folder.crossing("track", verified=folder.verified("2020-01-01", "2021-01-31"), kind="rail")
    folder.measure(crossings=["disused"])
    register = folder.load()
    assert register.verified_through == date(2024, 6, 30)
    assert register.on().moment == date(2024, 6, 30)


def test_where_no_road_is_in_use_every_crossing_verified_counts(folder: Folder):
    folder.crossing("beta", verified=folder.verified("2020-01-01", "2024-06-30"))
    folder.measure(crossings=["alpha", "beta"])
    assert folder.load().verified_through == date(2024, 6, 30)


def test_some_crossings_were_verified_through_the_day_of_those_in_use(folder: Folder):
    folder.measure(valid_from="2021-01-01")  # closes alpha for good
    folder.crossing("alpha", verified=folder.verified("2020-01-01", "2022-01-01"))
    folder.crossing("beta", category="local", verified=folder.verified("2020-01-01", "2023-06-30"))
    register = folder.load()
    alpha, beta = register.crossings
    assert register.last_verified([alpha, beta]) == date(2023, 6, 30), "alpha was closed long ago"
    assert register.verified_through == date(2023, 6, 30)
    assert register.last_verified([alpha]) == date(2022, 1, 1)
    assert register.last_verified([]) is None


def test_where_nothing_was_ever_verified_a_day_is_asked_for(folder: Folder):
    for name in ("alpha", "beta"):
        folder.crossing(name, verified=[])
    register = folder.load()
    with pytest.raises(QuestionError, match="no crossing of toy was ever verified: name a day"):
        register.on()
    assert register.on("2021-01-01").status("Alpha") is Status.UNKNOWN


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"mode": "cra"}, "No mode is called 'cra'. Did you mean 'car'?"),
        ({"mode": 5}, "No mode is called 5. Write foot, bicycle"),
        ({"mode": "lorry"}, "No mode is called 'lorry'. Did you mean 'truck'?"),
        ({"mode": "auto"}, "No mode is called 'auto'. Did you mean 'car'?"),
        ({"mode": "walking"}, "No mode is called 'walking'. Did you mean 'foot'?"),
        ({"mode": "train"}, "Did you mean 'passenger_train' or 'freight_train'?"),
        ({"mode": "zeppelin"}, "No mode is called 'zeppelin'. Write foot, bicycle, motorcycle"),
        ({"direction": "leaving"}, "'leaving'. Did you mean 'out'? Write out or in."),
        ({"mode": "trucks"}, "No mode is called 'trucks'. Did you mean 'truck'?"),
        ({"direction": "outt"}, "No direction is called 'outt'. Did you mean 'out'?"),
        (
            {"traveller": "US"},
            "traveller takes a borders.Traveller: write Traveller(nationality='US')",
        ),
        ({"traveller": {"nationality": "US"}}, "traveller takes a borders.Traveller: write"),
        ({"traveller": Traveller(vehicle="")}, "vehicle '' is no country"),
        (
            {"traveller": Traveller(papers="diplomat")},
            "No paper is called 'diplomat'. Did you mean 'diplomatic'? Papers are ",
        ),
        ({"as_known_on": "2021-01-01T12:00Z"}, "as_known_on takes a day, not 2021-01-01T12:00Z"),
        ({"as_known_on": "soon"}, "'soon' is no day or instant: write 2023-08-21"),
        ({"as_known_on": 20210101}, "20210101 is no day or instant: write 2023-08-21"),
        ({"moment": 20230821}, "20230821 is no day or instant: write 2023-08-21"),
        ({"moment": np.datetime64("NaT", "s")}, "NaT','s') is no day or"),
        ({"moment": np.int64(20230821)}, "np.int64(20230821) is no day or"),
        ({"moment": pd.NaT}, "NaT is no day or instant: write 2023-08-21"),
        ({"moment": pd.Series(["2023-08-21"])}, "is no day or instant: write 2023-08-21"),
        ({"moment": pd.Timestamp("2023-08-21T09:30")}, "'2023-08-21T09:30:00' has no offset"),
        ({"moment": "2023-02-30"}, "'2023-02-30' is no day or instant: write 2023-08-21"),
        ({"moment": "2023-08-21T09:30"}, "'2023-08-21T09:30' has no offset: write"),
        ({"moment": datetime(2023, 8, 21, 9, 30)}, "'2023-08-21T09:30:00' has no offset"),  # noqa: DTZ001
        ({"moment": "0001-01-01T00:00+14:00"}, "0001-01-01"),
        ({"moment": "9999-12-31T23:00-12:00"}, "9999-12-31"),
    ],
    ids=str,
)
def test_a_question_that_cannot_be_put_is_told_with_what_to_write(
    folder: Folder, asked: dict, text: str
):
    folder.measure(**{"except": [{"papers": ["diplomatic"]}]})
    register = folder.load()
    with pytest.raises(QuestionError) as error:
        register.on(**{"moment": "2021-01-01", **asked}).status("Alpha")
    assert str(error.value).startswith(text) or text in str(error.value)


def test_a_group_that_a_register_does_not_know_is_refused(folder: Folder):
    """Which there are is known to a register alone, and not to who makes a traveller."""
    with pytest.raises(QuestionError, match="'XX' is neither a country nor a group: write a code"):
        folder.load().on("2021-01-01", traveller=Traveller(nationality="XX"))


@pytest.mark.parametrize(
    "who",
    [
        {"nationality": "xx-"},
        {"nationality": 5},
        {"residence": "Ruritania"},
        {"residence": (None,)},
        {"vehicle": 5},
        {"papers": 5},
        {"papers": ("diplomatic", None)},
    ],
    ids=str,
)
def test_a_traveller_that_nobody_is_is_refused_at_once(who: dict):
    with pytest.raises(QuestionError, match=r"is no country: write a code|words of the vocabulary"):
        Traveller(**who)


def test_a_snapshot_stays_the_question_that_it_is(folder: Folder):
    day = folder.load().on("2022-01-01")
    with pytest.raises(AttributeError, match=r"such as register.on\('2022-01-01', mode"):
        day.mode = "bus"
    with pytest.raises(AttributeError, match="stays the question"):
        del day.mode
    assert day.mode is None
    assert day.with_direction("in").direction is Direction.IN
    assert day.direction is None
    with pytest.raises(QuestionError, match="No direction is called 'outt'"):
        day.with_direction("outt")


def test_a_name_is_taken_wherever_a_crossing_is(folder: Folder):
    folder.advise(crossings=["alpha"], valid_from="2021-01-01")
    register = folder.load()
    day, alpha = register.on("2022-01-01"), register.crossing("alpha")
    assert register.zone("Alpha") == register.zone(alpha)
    assert day.verdict("Alpha") == day.verdict(alpha) == day.explain("Alpha")
    assert [*day.periods("Alpha")] == [*day.periods(alpha)]
    assert day.question("Alpha") == day.question(alpha)
    assert [item.id for item in day.advice("Alpha")] == ["stay"]
    for ask in (register.zone, day.verdict, day.question, day.advice):
        with pytest.raises(UnknownCrossing, match="5 is no crossing: give one of its names"):
            ask(5)


def test_a_folder_is_a_path():
    with pytest.raises(QuestionError, match="is no path"):
        load(5)


def test_words_and_members_ask_the_same(folder: Folder):
    folder.measure(modes=["car"], direction="out")
    register = folder.load()
    by_word = register.on("2022-01-01", mode="car", direction="out")
    by_member = register.on("2022-01-01", mode=Mode.CAR, direction=Direction.OUT)
    assert by_word.status("Alpha") is by_member.status("Alpha") is Status.CLOSED


@pytest.fixture
def eventful(folder: Folder) -> Folder:
    """Closed in 2021, to walkers in the spring of 2022, and a queue from 2023 on."""
    folder.measure(id="shut", valid_from="2021-01-01", valid_to="2022-01-01")
    folder.measure(id="walk", valid_from="2022-03-01", valid_to="2022-06-01", modes=["foot"])
    folder.measure("BY", id="queue", effect="conditions", condition="slot", valid_from="2023-01-01")
    return folder


def test_history_tells_every_period_in_order(eventful: Folder):
    periods = eventful.load().history("Alpha")
    assert [(v.status.value, [m.id for m in v.measures]) for v in periods] == [
        ("open", []),
        ("closed", ["shut"]),
        ("open", []),
        ("restricted", ["walk"]),
        ("open", []),
        ("restricted", ["queue"]),
    ]


def test_the_periods_of_history_adjoin_and_cover_exactly_what_is_known(eventful: Folder):
    periods = eventful.load().history("Alpha")
    assert all(before.measures_until == after.measures_since for before, after in pairwise(periods))
    assert periods[0].measures_since == datetime(2020, 1, 1, tzinfo=VILNIUS)
    assert periods[-1].measures_until == datetime(2026, 1, 1, tzinfo=VILNIUS)
    assert periods[0].since is periods[-1].until is None, (
        "knowledge ends there, the status need not"
    )


def test_history_is_of_the_question_asked(eventful: Folder):
    register = eventful.load()
    by_car = register.history("Alpha", mode="car", as_known_on="2022-12-31")
    assert [v.status.value for v in by_car] == ["open", "closed", "open"]


def test_a_crossing_of_which_nothing_is_known_has_no_history(folder: Folder):
    folder.crossing("gamma", verified=[])
    assert folder.load().history("Gamma") == ()


def test_changes_are_told_in_order_of_time(eventful: Folder):
    eventful.measure(id="beta", crossings=["beta"], valid_from="2021-06-01")
    events = eventful.load().changes("2020-01-01", "2022-04-01")
    assert [(c.crossing.id, c.before.status.value, c.after.status.value) for c in events] == [
        ("alpha", "open", "closed"),
        ("beta", "open", "closed"),
        ("alpha", "closed", "open"),
        ("alpha", "open", "restricted"),
    ]
    assert events[0].moment == datetime(2021, 1, 1, tzinfo=VILNIUS)
    told = [([m.id for m in c.came], [m.id for m in c.ended]) for c in events]
    assert told == [(["shut"], []), (["beta"], []), ([], ["shut"]), (["walk"], [])]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2021-01-01T00:00+02:00", "2021-01-02", 1),
        ("2021-01-01T00:00:01+02:00", "2021-01-02", 0),
        ("2020-12-01", "2021-01-01T00:00+02:00", 0),
        ("2020-12-01", "2021-01-01T00:00:01+02:00", 1),
        ("2020-12-31", "2021-01-01", 1),
        ("2021-01-01", "2021-01-02", 0),
    ],
)
def test_changes_are_those_from_the_first_moment_up_to_the_last(
    folder: Folder, since: str, until: str, expected: int
):
    """A bare day is its noon, so the change at midnight lies between the day before and it."""
    folder.measure()
    assert len(folder.load().changes(since, until)) == expected


def test_changes_backwards_cannot_be_asked_for(folder: Folder):
    folder.measure()
    with pytest.raises(QuestionError, match="2022-01-01"):
        folder.load().changes("2022-01-01", "2020-06-01")


@pytest.mark.parametrize(
    ("moment", "last"),
    [("2019-12-31", None), ("2026-01-01", Status.CLOSED), ("2025-12-31T23:00Z", Status.CLOSED)],
)
def test_outside_what_is_known_a_crossing_is_unknown(
    folder: Folder, moment: str, last: Status | None
):
    folder.measure()
    verdict = folder.load().on(moment).explain("Alpha")
    assert verdict.status is Status.UNKNOWN
    assert (verdict.last_known and verdict.last_known.status) is last


def test_a_row_has_the_columns_that_programs_rely_on(eventful: Folder):
    """Belarus' midnight is eleven in the evening by the clock of the crossing."""
    eventful.measure(
        id="plan", announced="2023-03-01", valid_from="2024-01-01", crossings=["alpha"]
    )
    eventful.measure(
        id="seen", valid_from="2022-01-01", last_seen="2022-02-01", only=[{"nationality": ["US"]}]
    )
    row, _ = eventful.load().on("2023-06-01", mode="car").rows()
    assert list(row)[: len(COLUMNS)] == COLUMNS, "what is new stands on the right"
    assert tuple(row) == columns.STATUS.names
    assert {key: row[key] for key in COLUMNS[:16]} == {
        "id": "alpha",
        "name": "Alpha",
        "neighbour": "LT",
        "kind": "road",
        "serves": True,
        "status": "restricted",
        "default": "open",
        "since": "2022-12-31T23:00:00+02:00",
        "until": "2024-01-01T00:00:00+02:00",
        "measures_since": "2022-12-31T23:00:00+02:00",
        "measures_until": "2024-01-01T00:00:00+02:00",
        "planned": ["plan"],
        "last_known": None,
        "last_known_on": None,
        "verified_through": "2025-12-31",
        "age_days": 0,
    }
    assert (row["measures"], row["conditions"], row["sources"]) == (["queue"], ["slot"], ["paper"])
    assert {key: row[key] for key in ("since_local", "until_local")} == {
        "since_local": "2022-12-31T23:00:00+02:00",
        "until_local": "2024-01-01T00:00:00+02:00",
    }
    (caution,) = row["cautions"]
    assert caution.endswith("last seen in force on 1 February 2022, its end was not found")


def test_a_row_of_an_unknown_status_holds_no_ends(folder: Folder):
    folder.measure()
    row, _ = folder.load().on("2026-02-01").rows()
    assert (row["status"], row["last_known"]) == ("unknown", "closed")
    assert row["last_known_on"] == row["verified_through"] == "2025-12-31"
    assert (row["since"], row["until"], row["measures"]) == (None, None, [])


def test_a_frame_is_the_rows_at_their_places(folder: Folder):
    folder.crossing("gamma", geometry=None, border_point=None)
    snapshot = folder.load().on("2021-06-01")
    frame = snapshot.to_geodataframe()
    assert frame.crs.to_epsg() == 4326
    assert list(frame.columns) == [*columns.STATUS.names, "geometry"]
    assert list(frame["id"]) == ["alpha", "beta", "gamma"]
    assert (frame.geometry[0].x, frame.geometry[0].y) == (25.0, 54.5)
    assert frame.geometry[2] is None


def test_a_snapshot_counts_its_statuses(folder: Folder):
    folder.measure()
    counts = folder.load().on("2021-06-01").counts
    assert counts == {Status.OPEN: 1, Status.RESTRICTED: 0, Status.CLOSED: 1, Status.UNKNOWN: 0}


def test_the_register_and_its_snapshot_say_what_they_are(folder: Folder):
    folder.measure()
    register = folder.load()
    assert repr(register) == "<Register toy 1: 2 crossings, 1 measures, 1 sources>"
    assert repr(register.on("2021-06-01")) == "<Snapshot 2021-06-01: 1 open, 1 closed>"
    (change,) = register.changes("2020-06-01", "2021-06-01")
    assert repr(change) == "<Change alpha 2021-01-01T00:00:00+02:00: open → closed>"


def test_a_register_and_its_answers_travel_between_processes(folder: Folder):
    folder.measure()
    register = folder.load()
    day = register.on("2021-06-01", traveller=Traveller(nationality="US"))
    for asked in (day.counts, day.statuses, register.verified_through):
        assert asked  # what was worked out before is no hindrance
    again = pickle.loads(pickle.dumps(day))  # noqa: S301 - our own
    assert again.rows() == day.rows()
    assert again.register.changes("2020-06-01", "2021-06-01") == register.changes(
        "2020-06-01", "2021-06-01"
    )


def test_crossings_and_changes_may_be_kept_in_sets(folder: Folder):
    folder.measure()
    changes = folder.load().changes("2020-06-01", "2021-06-01")
    assert {change.crossing.id for change in {*changes}} == {"alpha"}
    assert {change.crossing for change in changes} == {folder.load().crossing("alpha")}


def test_statuses_are_there_to_be_read(folder: Folder):
    statuses = folder.load().on("2021-06-01").statuses
    with pytest.raises(TypeError):
        statuses["alpha"] = Status.CLOSED  # type: ignore[index]


def test_named_events_are_those_that_could_be_known_and_cite_their_measures(folder: Folder):
    assert folder.load().events == ()
    folder.measure(valid_to="2021-06-01", planned_to="2021-05-01", lifted="2021-04-20")
    folder.event()
    folder.event(id="end", day="2021-06-01")
    register = folder.load()
    assert [event.id for event in register.events] == ["turn", "end"]
    assert register.events[0].wording() == "turn"
    assert [source.id for source in register.cited(register.events[0])] == ["paper"]
    assert [event.id for event in register.as_known_on("2021-05-31").events] == ["turn"]
    assert register.as_known_on("2020-12-31").events == ()


def test_advice_for_one_crossing_is_not_given_with_every_answer(folder: Folder):
    for name, crossings in (("all", []), ("one", ["beta"])):
        folder.advice.append(
            {
                "id": name,
                "crossings": crossings,
                "valid_from": "2020-06-01",
                "issued_by": "An embassy",
                "text": "Stay.",
                "sources": ["paper"],
                "confidence": "high",
            }
        )
    register = folder.load()
    day = register.on("2021-01-01")
    assert [item.id for item in day.advice()] == ["all"]
    assert [item.id for item in day.advice(register.crossing("Beta"))] == ["one"]
    assert day.advice(register.crossing("Alpha")) == ()
    assert register.on("2020-01-01").advice() == ()


def test_a_register_without_crossings_has_answers_too(folder: Folder):
    folder.crossings.clear()
    day = folder.load().on("2021-01-01")
    assert (day.rows(), day.advice()) == ([], ())
    assert len(day.to_geodataframe()) == 0


begins = st.integers(0, 2000).map(
    lambda days: datetime(2019, 10, 1, tzinfo=VILNIUS) + timedelta(days)
)
some_measures = st.lists(
    st.builds(
        lambda number, begin, length, **rest: Measure(
            id=f"m-{number}",
            side="LT",
            crossings=("alpha",),
            valid_from=begin,
            valid_to=begin + timedelta(hours=length) if length else None,
            reason="dispute",
            decided_by="A government",
            sources=("paper",),
            confidence=Confidence.HIGH,
            **rest,
        ),
        st.integers(0, 10**6),
        begins,
        st.integers(0, 20000),
        effect=st.just(Effect.BARS),
        modes=st.sampled_from([(), (Mode.FOOT,), (Mode.CAR,)]),
    ),
    max_size=5,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_measures, st.integers(0, 2190 * 24), st.sampled_from([None, "foot", "car", "truck"]))
def test_a_status_is_constant_from_since_until(
    folder: Folder, found: list[Measure], hours: int, mode: str | None
):
    folder.measures["LT"].clear()
    folder.measure()
    facts = folder.load().facts
    register = Register(structs.replace(facts, measures={m.id: m for m in found}), folder.path)
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    verdict = register.on(moment, mode=mode).explain("Alpha")
    start = (verdict.since or datetime(2020, 1, 1, tzinfo=VILNIUS)).astimezone(UTC)
    end = (verdict.until or datetime(2026, 1, 1, tzinfo=VILNIUS)).astimezone(UTC)
    assert start <= moment < end
    for part in range(5):
        inside = register.on(start + (end - start) * part / 5, mode=mode).explain("Alpha")
        assert inside.standing is verdict.standing


def test_signs_are_of_the_question_and_since_the_last_verification(folder: Folder):
    folder.sign(source="count", through="2026-03-02")
    folder.sign(mode="truck", direction="both", **{"from": "2025-12-20", "through": "2026-02-10"})
    folder.sign(through="2025-12-31", **{"from": "2025-10-01"})
    folder.sign(crossing="beta", direction="in")
    folder.sources.append(folder.sources[0] | {"id": "count", "published": "2026-03-04"})
    register = folder.load()

    def through(moment: str, name: str = "Alpha", **asked: Any) -> list[str]:
        day = register.on(moment, **asked)
        return [
            f"{sign.mode} {sign.through}"
            for sign in day.register.signs(name, day.question(day.register.crossing(name)))
        ]

    both = ["truck 2026-02-10", "car 2026-03-02"]
    assert through("2026-04-01") == both, "the newest last"
    assert through("2026-01-10") == both
    assert through("2026-01-09") == ["truck 2026-02-10"], "the other was not seen yet"
    assert through("2025-12-31") == [], "verified"
    assert through("2026-04-01", mode="car") == ["car 2026-03-02"]
    assert through("2026-04-01", direction="in") == ["truck 2026-02-10"]
    assert through("2026-04-01", traveller=Traveller(nationality="US")) == ["car 2026-03-02"]
    assert through("2026-04-01", as_known_on="2026-03-03") == ["truck 2026-02-10"]
    assert through("2026-04-01", "Beta", direction="out") == []
    assert through("2026-04-01", "Beta", direction="in") == ["car 2026-03-01"]


def test_no_sign_changes_a_verdict(folder: Folder):
    """It is told beside an unknown one, and changes nothing else."""
    folder.measure(modes=["car"])
    moments = ("2019-06-01", "2023-08-21", "2025-12-31", "2026-01-20", "2027-01-01")

    def ruled() -> list[Verdict]:
        verdicts = (verdict for moment in moments for verdict in folder.load().on(moment).verdicts)
        return [
            v if v.status is not Status.UNKNOWN else structs.replace(v, sentence="")
            for v in verdicts
        ]

    before = ruled()
    for crossing in ("alpha", "beta"):
        for mode in ("car", *(["truck", "foot"] if crossing == "alpha" else ["bus"])):
            folder.sign(crossing=crossing, mode=mode, direction="both", **{"from": "2019-01-01"})
    assert len(folder.load().facts.signs) == 5
    assert ruled() == before


def test_a_measure_is_found_by_its_id(folder: Folder):
    folder.measure(id="lt-closure")
    folder.measure(id="lt-closed", modes=["car"], announced="2023-01-01", valid_from="2023-02-01")
    register = folder.load()
    measure = register.measure("lt-closure")
    assert measure is register.facts.measures["lt-closure"]
    assert register.measure(measure) is measure
    with pytest.raises(QuestionError, match=r"'lt-closur'. Did you mean 'lt-closure' or 'lt-cl"):
        register.measure("lt-closur")
    with pytest.raises(QuestionError, match=r"No measure is called 'x'\.$"):
        register.measure("x")
    with pytest.raises(QuestionError, match="4 is no measure: give its id"):
        register.measure(4)
    with pytest.raises(QuestionError, match="No measure is called 'lt-closed'"):
        register.as_known_on("2022-01-01").measure("lt-closed")


def test_today_and_now_are_told_by_the_clock_of_the_home_state(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
):
    """Half past midnight in Minsk; in Vilnius it is still the day before."""
    folder.measure(announced="2020-12-01")
    register = folder.load()
    monkeypatch.setattr(dates, "now", lambda: datetime(2023, 1, 9, 21, 30, tzinfo=UTC))
    assert register.on("today").moment == date(2023, 1, 10)
    now = register.on("now")
    assert now.moment.isoformat() == "2023-01-10T00:30:00+03:00"
    assert now.explain("Alpha").sentence.startswith("Closed on 9 January 2023, 23:30 Vilnius time")
    assert register.as_known_on("today").facts.known_on == date(2023, 1, 10)
    assert register.changes("2020-06-01", "today") == register.changes("2020-06-01", "2023-01-10")
    with pytest.raises(QuestionError, match=r"'Now' is no day or instant: write .*, today or now"):
        register.on("Now")


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda register: register.on("2023-08-21", lang={}), "{} is no language"),
        (lambda register: register.of_crossings("Terespol"), "'Terespol' is no list of crossings"),
        (lambda register: register.of_crossings(5), "5 is no list of crossings"),
        (lambda register: register.of_crossings(np.array("x")), "array('x', dtype='<U1') is no"),
        (
            lambda register: register.on("2023-08-21", neighbours=None),
            "None is no neighbour",
        ),
        (
            lambda register: register.on("2023-08-21", neighbours=[5]),
            "5 is no neighbour",
        ),
        (lambda register: export(register, "x.csv", what=[]), "x.csv would hold no table: write"),
        (lambda register: register.on("2023-08-21").reach(np.array([[1j, 2]])), "complex numbers"),
        (lambda register: register.on("2023-08-21").in_force(None), "None is no measure"),
        (lambda register: export(register, 5), "5 is no path"),
        (lambda _: load("\0"), r"'\x00' is no path"),
        (lambda register: export(register, f"x.{'x' * 9_000}"), "… is not written"),
        (lambda register: export(register, "x.csv", what=[np.zeros(2)]), "there is no table array"),
        (lambda register: export(register, "x.csv", what=5), "5 is no table"),
        (lambda register: save(register, "x.html"), "save takes a map"),
    ],
)
def test_what_is_of_another_kind_is_told(register, ask, told):
    with pytest.raises(QuestionError, match=re.escape(told)):
        ask(register)


def test_a_name_of_a_book_is_told_in_a_line(register):
    with pytest.raises(UnknownCrossing, match="No crossing of this register") as caught:
        register.crossing("Ж" * 70_000)
    assert len(str(caught.value)) < 300
