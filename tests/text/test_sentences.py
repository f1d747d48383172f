from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from borders import Direction, Measure, Mode, Register, Traveller
from borders.enums import Confidence, Directions, Effect
from borders.errors import QuestionError
from borders.model import Question, Who
from borders.text.sentences import ended

if TYPE_CHECKING:
    from conftest import Folder

AMERICAN = Traveller(nationality="US")
PERMIT, DIPLOMAT = {"residence": ["LT"]}, {"papers": ["diplomatic"]}
UNION_PLATES = {"nationality": ["EU"], "vehicle": ["LT"]}
DRIVING_OUT = {"traveller": AMERICAN, "direction": "out", "mode": "car"}


@pytest.fixture
def spoken(folder: Folder) -> Folder:
    """The toy with words as vocabularies have them."""
    for rows, text in (
        (folder.reasons, "pandemic"),
        (folder.conditions, "a booked slot"),
        (folder.papers[:1], "holder of a diplomatic passport"),
        (folder.groups, "the union"),
    ):
        rows[0]["en"] = text
    return folder


def listed(*exceptions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"except": list(exceptions), **changes}


@pytest.mark.parametrize(
    ("measures", "asked", "sentence"),
    [
        ([], {}, "Open on 21 August 2023."),
        ([], DRIVING_OUT, "Open to US citizens leaving Belarus by car on 21 August 2023."),
        ([], {"mode": "foot", "direction": "in"}, "Open to travellers entering Belarus on foot on"),
        (
            [{}],
            {},
            "Closed on 21 August 2023: closed by Lithuania (since 1 January 2021, pandemic).",
        ),
        (
            [listed(PERMIT)],
            DRIVING_OUT,
            (
                "Closed to US citizens leaving Belarus by car on 21 August 2023: "
                "Lithuania lets in only certain groups of people (since 1 January 2021, pandemic); "
                "a holder of a residence permit for Lithuania would pass."
            ),
        ),
        (
            [listed(DIPLOMAT, PERMIT, UNION_PLATES)],
            DRIVING_OUT,
            (
                "; a holder of a residence permit for Lithuania or a holder of a diplomatic "
                "passport would pass; also a citizen of the union in a vehicle registered in "
                "Lithuania."
            ),
        ),
        ([listed(DIPLOMAT)], DRIVING_OUT, "; a holder of a diplomatic passport would pass."),
        (
            [listed(UNION_PLATES)],
            DRIVING_OUT,
            "; a citizen of the union in a vehicle registered in Lithuania would pass.",
        ),
        (
            [listed(PERMIT)],
            {"mode": "car"},
            (
                "Closed to travellers by car on 21 August 2023, except to holders of a residence "
                "permit for Lithuania: Lithuania lets through only certain groups of people "
                "(since 1 January 2021, pandemic)."
            ),
        ),
        (
            [{"only": [{"nationality": ["BY", "RU"]}]}],
            {"traveller": Traveller(nationality="BY"), "mode": "foot"},
            (
                "Closed to citizens of Belarus on foot on 21 August 2023: "
                "Lithuania bars citizens of Belarus or Russia (since"
            ),
        ),
        (
            [{"only": [{"vehicle": ["BY"]}]}],
            {"traveller": Traveller(nationality="DE", vehicle="BY"), "mode": "car"},
            (
                "Closed to citizens of Germany by car in a vehicle registered in Belarus on "
                "21 August 2023: Lithuania bars vehicles registered in Belarus (since"
            ),
        ),
        (
            [{"modes": ["car", "truck"]}],
            {},
            "it depends on how people travel; Lithuania does not allow crossing by car or by truck",
        ),
        (
            [{"direction": "in"}],
            {"traveller": Traveller(nationality=("GB", "US"))},
            (
                "Restricted for citizens of the United Kingdom and the United States "
                "on 21 August 2023: it depends on the direction; closed by Lithuania"
            ),
        ),
        (
            [{"effect": "conditions", "condition": "slot"}],
            {"mode": "car"},
            (
                "Open to travellers by car on 21 August 2023, after meeting a condition: "
                "Lithuania requires a booked slot (since 1 January 2021, pandemic)."
            ),
        ),
        (
            [
                {"id": f"lt-{n}", "valid_from": f"202{n}-01-01", "modes": [], "direction": way}
                for n, way in enumerate(["out", "in", "both"])
            ]
            + [{"modes": ["car"]}, {"modes": ["foot"]}],
            {},
            "; 2 more restrictions.",
        ),
        ([{}], {"mode": "bus"}, "by bus on 21 August 2023: you cannot cross here by bus."),
        (
            [{"only": [{"vehicle": ["RU"]}]}],
            {"mode": "car", "direction": "out"},
            (
                "Open to travellers leaving Belarus by car on 21 August 2023, except to vehicles "
                "registered in Russia: Lithuania bars vehicles registered in Russia (since"
            ),
        ),
        (
            [{"effect": "conditions", "condition": "slot", "only": [{"vehicle": ["RU"]}]}],
            {"mode": "car", "direction": "out"},
            (
                "Open to travellers leaving Belarus by car on 21 August 2023, for some after "
                "meeting a condition: for vehicles registered in Russia, Lithuania requires a "
                "booked slot (since"
            ),
        ),
        (
            [listed({"papers": ["diplomatic", "permit"]}, PERMIT, UNION_PLATES)],
            {"mode": "car"},
            (
                "Closed to travellers by car on 21 August 2023, except to a holder of a residence "
                "permit for Lithuania, a holder of a diplomatic passport or a permit: Lithuania "
                "lets through only certain groups of people (since 1 January 2021, pandemic); also "
                "citizens of the union in a vehicle registered in Lithuania."
            ),
        ),
        (
            [listed({"nationality": ["EU"]}, PERMIT)],
            DRIVING_OUT,
            (
                "; a holder of a residence permit for Lithuania would pass; "
                "also a citizen of the union."
            ),
        ),
        (
            [{"valid_from": "2021-01-01T18:30:00+02:00"}],
            {},
            "closed by Lithuania (since 1 January 2021, 18:30 Vilnius time, pandemic).",
        ),
        (
            [{}],
            {"traveller": Traveller(residence="PL", papers="diplomatic")},
            (
                "Closed to travellers with a residence permit for Poland "
                "(holder of a diplomatic passport) on 21 August 2023: closed by"
            ),
        ),
        (
            [{"side": "BY", **listed({"vehicle": ["LT"]}, direction="out")}],
            {"direction": "out", "mode": "car"},
            "Belarus lets out only vehicles registered in Lithuania (since",
        ),
    ],
)
def test_a_verdict_is_told_in_a_sentence(
    spoken: Folder, measures: list[dict], asked: dict, sentence: str
):
    """What stands here in part begins, ends or stands within the whole."""
    spoken.measure(id="lt-word", crossings=["beta"], **listed(DIPLOMAT))
    for changes in measures:
        spoken.measure(**changes)
    told = spoken.load().on("2023-08-21", **asked).explain("Alpha").sentence
    assert sentence in told


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (
            "2026-02-01",
            (
                "Unknown on 1 February 2026: not verified since 31 December 2025, 32 days before; "
                "then closed."
            ),
        ),
        ("2019-02-01", "Unknown on 1 February 2019: nothing is known before 1 January 2020."),
        ("2019-02-01T13:30Z", "Unknown on 1 February 2019, 15:30 Vilnius time: nothing is known"),
    ],
)
def test_what_is_not_known_is_said_so(spoken: Folder, moment: str, sentence: str):
    spoken.measure()
    assert spoken.load().on(moment).explain("Alpha").sentence.startswith(sentence)


def test_an_unknown_says_whom_what_is_attested_bars_and_what_was_seen(spoken: Folder):
    spoken.sources[0]["published"] = "2026-01-20"
    spoken.measure(only=[{"nationality": ["RU"]}], valid_from="2026-01-10")
    spoken.sign()
    verdict = spoken.load().on("2026-01-15", mode="car").explain("Alpha")
    assert verdict.sentence == (
        "Unknown for travellers by car on 15 January 2026: not verified since 31 December 2025, "
        "15 days before; then open; attested for this day: Lithuania bars citizens of Russia "
        "(since 10 January 2026, pandemic); seen: cars leaving Belarus queued up to and including "
        "1 March 2026."
    )


def test_an_end_at_midnight_is_told_by_the_morning(spoken: Folder):
    spoken.measure(id="whole", valid_to="2022-01-01")
    spoken.measure(id="noon", valid_to="2022-01-01T12:00:00+02:00", crossings=["beta"])
    register = spoken.load()
    day, say = register.on("2021-06-01"), register.translator()
    told = [say.measure(register.measure(name), day) for name in ("whole", "noon")]
    assert told[0].endswith("; to the morning of 1 January 2022.")
    assert told[1].endswith("; until 1 January 2022, 12:00 Vilnius time.")


def test_the_last_known_verdict_has_its_sentence_too(spoken: Folder):
    spoken.measure()
    last = spoken.load().on("2026-02-01").explain("Alpha").last_known
    assert last.sentence.startswith("Closed on 31 December 2025: closed")
    assert last.sentence.endswith("closed by Lithuania (since 1 January 2021, pandemic).")


def test_what_amends_a_measure_is_told_since_the_first_began(spoken: Folder):
    spoken.measure(id="lt-a", valid_from="2020-03-15", valid_to="2020-09-01")
    spoken.measure(id="lt-b", valid_from="2020-09-01", valid_to="2021-09-01", amends="lt-a")
    spoken.measure(id="lt-c", valid_from="2021-09-01", amends="lt-b")
    verdict = spoken.load().on("2023-08-21").explain("Alpha")
    assert [m.id for m in verdict.measures] == ["lt-c"]
    assert "(since 15 March 2020, pandemic)" in verdict.sentence


def test_a_reason_that_only_repeats_the_deed_is_left_out(spoken: Folder):
    spoken.reasons[0]["tacit"] = True
    spoken.measure()
    sentence = spoken.load().on("2023-08-21").explain("Alpha").sentence
    assert sentence == "Closed on 21 August 2023: closed by Lithuania (since 1 January 2021)."


def test_a_threat_without_a_day_and_a_reason_leaves_no_empty_brackets(spoken: Folder):
    spoken.reasons[0]["tacit"] = True
    spoken.measure(
        valid_from=None, announced="2021-01-01", stage="unconfirmed", lifted="2024-01-01"
    )
    register = spoken.load()
    verdict = register.on("2023-08-21").explain("Alpha")
    (planned,) = verdict.planned
    assert register.translator().clause(planned, verdict.question) == "closed by Lithuania"


def test_a_caution_says_when_it_was_last_seen(spoken: Folder):
    spoken.measure(last_seen="2022-03-04")
    register = spoken.load()
    (measure,) = register.on("2023-08-21").explain("Alpha").cautions
    assert register.translator().caution(measure) == (
        "A government: pandemic; last seen in force on 4 March 2022, its end was not found"
    )


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2023, 8, 1, tzinfo=UTC), "1 August 2023"),
        (datetime(2023, 8, 1, 9, 5, tzinfo=UTC), "1 August 2023, 09:05 UTC+00:00"),
    ],
    ids=str,
)
def test_a_day_is_told_with_its_time_unless_it_is_midnight(
    moment: datetime, text: str, register: Register
):
    assert register.translator().day(moment) == text
    assert register.translator().put(moment) == f"1 August 2023, {moment:%H:%M} UTC+00:00"
    assert register.translator().put(moment.date()) == "1 August 2023"


codes = st.sets(st.sampled_from(["LT", "US", "BY", "EU"]), max_size=2).map(tuple)
papers = st.sets(st.sampled_from(["diplomatic", "permit"]), max_size=2).map(tuple)
whos = st.builds(
    Who,
    nationality=codes,
    residence=codes,
    papers=papers,
    vehicle=codes,
    direction=st.sampled_from([None, *Direction]),
    modes=st.sampled_from([(), (Mode.CAR,), (Mode.CAR, Mode.BUS)]),
)
some = st.lists(whos, max_size=4).map(tuple)


@st.composite
def decided(draw: st.DrawFn) -> Measure:
    effect = draw(st.sampled_from([Effect.BARS, Effect.CONDITIONS]))
    return Measure(
        id=f"m-{draw(st.integers(0, 10**6))}",
        side=draw(st.sampled_from(["LT", "BY"])),
        crossings=("alpha",),
        modes=draw(st.sampled_from([(), (Mode.FOOT,), (Mode.CAR, Mode.TRUCK)])),
        direction=draw(st.sampled_from(Directions)),
        effect=effect,
        condition="slot" if effect is Effect.CONDITIONS else None,
        only=draw(some),
        exceptions=draw(some),
        valid_from=datetime(2021, 1, 1, draw(st.integers(0, 23)), tzinfo=UTC),
        last_seen=draw(st.sampled_from([None, date(2022, 1, 1)])),
        reason="dispute",
        decided_by="A government",
        sources=("paper",),
        confidence=Confidence.HIGH,
    )


members = st.sets(st.sampled_from(["LT", "US", "BY", "GB"]), max_size=2).map(tuple)
asked = st.fixed_dictionaries(
    {
        "moment": st.sampled_from(["2023-08-21", "2021-01-01T09:30Z", "2019-01-01", "2026-02-01"]),
        "mode": st.sampled_from([None, "foot", "car", "bus"]),
        "direction": st.sampled_from([None, "out", "in"]),
        "traveller": st.none()
        | st.builds(
            Traveller,
            nationality=st.none() | members,
            residence=members,
            papers=papers,
            vehicle=st.sampled_from([None, "LT", "US"]),
        ),
    }
)


def faults(sentence: str) -> list[str]:
    """What no sentence of ours has."""
    bad = ["\n", "  ", "()", "( ", " )", " ,", " .", "..", ";.", ":.", "None", "{", "<"]
    wrong = [text for text in bad if text in sentence]
    ends = sentence.endswith(".") and sentence.strip() == sentence
    return wrong + ([] if ends and sentence[:1].isupper() else ["its ends"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(decided(), max_size=5), asked)
def test_every_sentence_is_one_line_that_ends_in_a_full_stop(
    spoken: Folder, found: list[Measure], asked: dict[str, Any]
):
    if not spoken.measures["LT"]:
        spoken.measure(**listed({"papers": ["diplomatic", "permit"]}))
        spoken.measure(effect="conditions", condition="slot")
    facts = structs.replace(spoken.load().facts, measures={m.id: m for m in found})
    register = Register(facts, spoken.path)
    snapshot = register.on(**asked)
    verdict = snapshot.explain("Alpha")
    assert faults(verdict.sentence) == []
    periods = register.history("Alpha", **{k: v for k, v in asked.items() if k != "moment"})
    assert [faults(period.sentence) for period in periods] == [[]] * len(periods)


def test_those_who_are_named_are_people(spoken: Folder):
    spoken.measure(**listed(DIPLOMAT))
    translator = spoken.load().translator()
    sentences = [
        translator.who(Who(**criterion))
        for criterion in (
            {},
            {"modes": (Mode.CAR,)},
            {"direction": Direction.OUT},
            {"papers": ("diplomatic",), "residence": ("LT",)},
            {"vehicle": ("LT", "EU")},
        )
    ]
    assert sentences == [
        "anybody",
        "anybody by car",
        "anybody leaving Belarus",
        "a holder of a diplomatic passport with a residence permit for Lithuania",
        "a vehicle registered in Lithuania or the union",
    ]


def test_an_asker_who_says_nothing_is_not_told_of(register: Register):
    question = Question(moment=datetime(2023, 8, 21, tzinfo=UTC))
    assert register.translator().asker(question) == ""


def test_an_instant_is_told_with_its_time_and_a_day_without(folder: Folder):
    register = folder.load()
    sentences = [
        register.on(when).explain("Alpha").sentence
        for when in ("2021-06-01", "2021-06-01T00:00+03:00", "2021-06-01T12:00+03:00")
    ]
    assert sentences == [
        "Open on 1 June 2021.",
        "Open on 1 June 2021, 00:00 Vilnius time.",
        "Open on 1 June 2021.",
    ], "a day stands for its noon"


@pytest.mark.parametrize(
    ("lang", "decided", "asked"),
    [
        ("en", "12:00 Vilnius time", "09:30 Tallinn"),
        ("be", "12:00 па вільнюскім часе", "09:30 (Талін)"),
        ("ru", "12:00 по вильнюсскому времени", "09:30 (Таллин)"),
        ("lt", "12.00 val. Vilniaus laiku", "9.30 val. (Talinas)"),
        ("lv", "plkst. 12.00 pēc Viļņas laika", "plkst. 9.30 (Tallina)"),
        ("pl", "godz. 12:00 czasu wileńskiego", "godz. 9:30 (Tallin)"),
        ("uk", "12:00 за вільнюським часом", "09:30 (Таллінн)"),
    ],
)
def test_a_time_is_told_with_its_clock(lang: str, decided: str, asked: str, register: Register):
    """That of the side that decides in a form of its own; any other by the name of its town."""
    translator = register.translator(lang)
    start = register.measure("lt-2025-10-29-closure").valid_from
    assert start is not None
    assert translator.day(start).endswith(decided)
    assert translator.put(datetime(2023, 8, 21, 9, 30, tzinfo=ZoneInfo("Europe/Tallinn"))).endswith(
        asked
    )


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "21 August 2023"),
        ("be", "21 жніўня 2023 г."),
        ("ru", "21 августа 2023 г."),
        ("lt", "2023 m. rugpjūčio 21 d."),
        ("lv", "2023. gada 21. augusts"),
        ("pl", "21 sierpnia 2023 r."),
        ("uk", "21 серпня 2023 р."),
    ],
)
def test_days_are_written_as_readers_write_them(lang: str, text: str, register: Register):
    assert register.translator(lang).date(date(2023, 8, 21)) == text
    assert ended(text) == text.rstrip(".") + "."


def test_a_select_takes_the_form_that_fits(register: Register):
    latvian = register.translator("lv")
    assert latvian.date(date(2023, 8, 21), "until") == "līdz 2023. gada 21. augustam"
    assert register.translator("pl").t("title") == "Przejścia graniczne na granicy z Białorusią"


def test_names_of_other_countries_are_in_the_language(register: Register):
    assert register.translator("be").place("US") == "Злучаныя Штаты Амерыкі"
    assert register.translator("en").place("US") == "United States"
    assert register.translator("en").country("US") == "the United States"


def test_a_crossing_without_a_name_in_the_language_has_its_kind_in_it(register: Register):
    rail = register.crossing("kuznica-rail")
    assert register.translator("en").label(rail) == "Kuźnica (rail)"
    assert register.translator("lt").label(rail) == "Kuznica (geležinkelis)"


@pytest.mark.parametrize(
    ("lang", "count", "text"),
    [("en", 1, "1 local crossing is left"), ("en", 2, "2 local crossings are left")],
)
def test_forms_follow_the_number(lang: str, count: int, text: str, register: Register):
    assert register.translator(lang).t("figure.history.local", n=count).startswith(text)


def test_a_language_that_is_none_is_named(register: Register):
    for ask in (register.translator, lambda lang: register.on("2023-08-21", lang=lang)):
        with pytest.raises(QuestionError, match=r"lang is 'xx': write one of en, be, ru, lt, lv"):
            ask("xx")


SPOKEN = {
    "en": (
        "Closed to US citizens leaving Belarus by car on 21 August 2023: Poland lets in only "
        "certain groups of people (since 15 March 2020); a holder of a residence permit for "
        "Poland, a close family member of an EU, EEA or Swiss citizen, a spouse or child of a "
        "resident of an EU or EFTA state or the United Kingdom, on the way home or others "
        "would pass; also a citizen of an EU country, an EFTA country, the United Kingdom, "
        "Belarus or Ukraine or a person in transit on the way home with a residence permit "
        "for an EU country, an EFTA country or the United Kingdom."
    ),
    "be": (
        "21 жніўня 2023 г. закрыта (грамадзяне ЗША; выезд з Беларусі; на легкавым "
        "аўтамабілі). Польшча: уезд толькі для асобных катэгорый асоб з 15 сакавіка 2020 г. "
        "Выключэнні: асоба з відам на жыхарства ў Польшчы; член сям’і грамадзяніна ЕС, ЕЭП "
        "або Швейцарыі; муж, жонка або дзіця жыхара дзяржавы ЕС, ЕАСГ або Вялікабрытаніі па "
        "дарозе дадому; іншыя. Таксама: грамадзяне краін ЕС, краін ЕАСГ, Вялікабрытаніі, "
        "Беларусі ці Украіны; асоба, якая едзе транзітам дадому, з відам на жыхарства ў "
        "краінах ЕС, краінах ЕАСГ ці Вялікабрытаніі."
    ),
    "pl": (
        "21 sierpnia 2023 r. zamknięte (obywatele USA; wyjazd z Białorusi; samochodem). "
        "Polska: wjazd tylko dla określonych grup osób od 15 marca 2020 r. Wyjątki: osoba z "
        "zezwoleniem na pobyt w Polsce; bliski członek rodziny obywatela UE, EOG lub "
        "Szwajcarii; małżonek lub dziecko mieszkańca państwa UE, EFTA lub Wielkiej Brytanii w "
        "drodze do domu; inni. Także: obywatele państw UE, państw EFTA, Wielkiej Brytanii, "
        "Białorusi lub Ukrainy; osoba w tranzycie do domu, z zezwoleniem na pobyt w państwach "
        "UE, w państwach EFTA lub w Wielkiej Brytanii."
    ),
}


@pytest.mark.parametrize("lang", SPOKEN)
def test_a_snapshot_speaks_its_language(lang: str, register: Register):
    question = {"mode": "car", "direction": "out", "traveller": AMERICAN}
    day = register.on("2023-08-21", **question, lang=lang)
    assert day.lang == lang
    assert day.explain("Terespol").sentence == SPOKEN[lang]
    assert [row["sentence"] for row in day.rows() if row["id"] == "terespol"] == [SPOKEN[lang]]
    english = register.on("2023-08-21", **question).explain("Terespol")
    assert register.translator(lang).sentence(english) == SPOKEN[lang]
    periods = register.history("Terespol", **question, lang=lang)
    assert register.translator(lang).sentence(periods[-1]) == periods[-1].sentence


ROUTES = {
    "en": "The nearest open crossing is Medininkai: 149 km by road.",
    "be": "Найбліжэйшы адкрыты пункт пропуску — Мядзінінкай: 149 км аўтадарогай.",
    "ru": "Ближайший открытый пункт пропуска — Мядининкай: 149 км по автодороге.",
    "lt": "Artimiausias atidarytas punktas – Medininkai: 149 km keliu.",
    "lv": "Tuvākā atvērtā robežšķērsošanas vieta – Medininki: 149 km pa autoceļu.",
    "pl": "Najbliższe otwarte przejście to Miedniki: 149 km drogą.",
    "uk": "Найближчий відкритий пункт пропуску — Медінінкай: 149 км автодорогою.",
}


@pytest.mark.parametrize("lang", ROUTES)
def test_routes_are_told_in_each_language(lang: str, register: Register):
    day = register.on("2023-08-21", mode="car", traveller=AMERICAN, lang=lang)
    routes = day.routes("Minsk")
    assert routes.summary == ROUTES[lang]
    name = routes[0].crossing.name(register.translator(lang).language)
    assert name in routes[0].sentence
    assert [faults(route.sentence) for route in routes] == [[]] * len(routes)


def test_a_figure_says_what_is_asked(register: Register):
    traveller = Traveller(nationality=("US", "PL"), residence="LT", vehicle="BY")
    day = register.on("2023-08-21", direction="out", traveller=traveller)
    whom = (
        "Citizens of Poland and the United States with a residence permit for Lithuania leaving "
        "Belarus in a vehicle registered in Belarus · any means"
    )
    assert register.translator().question(day, moment=False) == whom
    assert register.translator().question(day) == f"21\u00a0August\u00a02023 · {whom}"
