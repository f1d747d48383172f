from __future__ import annotations

import hashlib
import re
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from PIL import Image

import borders
from borders.enums import Language
from borders.figures import FIGURES, Parts, canvas, files
from borders.figures.canvas import FONTS, SIZES, family
from borders.style import THEMES
from borders.text.sentences import Translator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

LANGUAGES = [language.value for language in Language]
PARTS = {"matrix": Parts("alpha")}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def toy(folder: Any) -> borders.Register:
    """Three crossings, one with its Belarusian, Lithuanian and Polish letters."""
    folder.measure(**{"except": [{"papers": ["diplomatic"]}]})
    folder.crossings["alpha"]["checkpoints"][0]["names"] |= {
        "be": "Мядзінінкай ў",
        "lt": "Šalčininkų",
        "pl": "Połowce ź",
    }
    return folder.load()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("kind", "form"), list(zip(("map", "history", "matrix"), files.FORMS, strict=True))
)
def test_the_same_question_gives_the_same_bytes(
    form: str, kind: str, toy: borders.Register, tmp_path: Path
):
    day = toy.on("2022-01-01")
    for name in ("one", "two"):
        files.save(day, tmp_path / f"{name}{form}", kind=kind, parts=PARTS.get(kind))
    assert digest(tmp_path / f"one{form}") == digest(tmp_path / f"two{form}")
    assert {path.name for path in tmp_path.glob("*.*")} == {
        f"one{form}",
        f"two{form}",
        "one.alt.txt",
        "two.alt.txt",
    }


def test_another_process_gives_the_same_bytes(
    toy: borders.Register, tmp_path: Path, python: Callable[..., str], monkeypatch: Any
):
    code = (
        "import sys, borders\nfrom borders.figures import files\n"
        "toy = borders.load(sys.argv[1]).on('2022-01-01')\n"
        "for form in files.FORMS: files.save(toy, sys.argv[2] + form)"
    )
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    python("-c", code, str(toy.folder), str(tmp_path / "other"))
    for form in files.FORMS:
        files.save(toy.on("2022-01-01"), tmp_path / f"own{form}")
        assert digest(tmp_path / f"own{form}") == digest(tmp_path / f"other{form}")


def test_settings_of_the_user_change_nothing(toy: borders.Register, tmp_path: Path):
    import matplotlib as mpl

    files.save(toy.on("2022-01-01"), tmp_path / "one.svg")
    mpl.rcParams.update({"font.size": 30, "axes.grid": True, "svg.fonttype": "path"})
    files.save(toy.on("2022-01-01"), tmp_path / "two.svg")
    assert digest(tmp_path / "one.svg") == digest(tmp_path / "two.svg")
    assert mpl.rcParams["font.size"] == 30


def test_an_svg_keeps_texts_and_says_what_it_shows(toy: borders.Register, tmp_path: Path):
    beside = files.save(toy.on("2022-01-01"), tmp_path / "map.svg", lang="be")
    root = ET.parse(tmp_path / "map.svg").getroot()  # noqa: S314 - our own
    texts = [node.text for node in root.iter(f"{SVG}text")]
    assert "Мядзінінкай ў" in texts
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert title.text == toy.translator("be").finding(
        toy.on("2022-01-01").verdicts, toy.on("2022-01-01")
    )
    assert f"{desc.text}\n" == beside.read_text("utf-8")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert list(root)[:2] == [title, desc]
    ids = re.findall(r'\bid="([^"]+)"', (tmp_path / "map.svg").read_text("utf-8"))
    assert len(set(ids) & {"title", "desc"}) == 2


def test_a_pdf_keeps_texts_and_says_what_it_shows(toy: borders.Register, tmp_path: Path):
    files.save(toy.on("2022-01-01"), tmp_path / "map.pdf", lang="lt", size="a4")
    pdf = pypdfium2.PdfDocument(tmp_path / "map.pdf")
    assert "Šalčininkų" in pdf[0].get_textpage().get_text_range()
    told = pdf.get_metadata_dict()
    alt = (tmp_path / "map.alt.txt").read_text("utf-8").strip()
    assert told["Title"] == toy.translator("lt").finding(
        toy.on("2022-01-01").verdicts, toy.on("2022-01-01")
    )
    assert told["Subject"] == alt
    assert not told["CreationDate"]
    assert pdf[0].get_size() == pytest.approx((210 / 25.4 * 72, 297 / 25.4 * 72), abs=0.1)


def test_a_pdf_leaves_out_a_byte_order_mark_in_a_text(folder: Folder, tmp_path: Path):
    """Matplotlib 3.11 fails on one."""
    lithuanian = folder.crossings["alpha"]["checkpoints"][0]
    lithuanian["names"]["en"] = "Al\ufeffpha"
    day = folder.load().on("2022-01-01")
    files.save(day, tmp_path / "history.pdf", kind="history")
    text = pypdfium2.PdfDocument(tmp_path / "history.pdf")[0].get_textpage().get_text_bounded()
    assert "Alpha" in text


@pytest.mark.filterwarnings("ignore:Glyph")
def test_an_svg_shows_what_xml_cannot_write_as_lost(folder: Folder, tmp_path: Path):
    folder.package["title"] = "A\ufffe"
    folder.crossings["alpha"]["checkpoints"][0]["names"]["en"] = "Al\ufffepha"
    files.save(folder.load().on("2022-01-01"), tmp_path / "map.svg", kind="history")
    root = ET.parse(tmp_path / "map.svg").getroot()  # noqa: S314 - our own
    assert "Al\ufffdpha" in "".join(root.itertext())


@pytest.mark.parametrize("size", SIZES)
def test_a_png_has_its_size_and_says_what_it_shows(
    size: str, toy: borders.Register, tmp_path: Path
):
    beside = files.save(toy.on("2022-01-01"), tmp_path / "map.png", lang="pl", size=size)
    with Image.open(tmp_path / "map.png") as image:
        assert image.text["Description"] == beside.read_text("utf-8").strip()
        assert image.text["Title"] == toy.translator("pl").finding(
            toy.on("2022-01-01").verdicts, toy.on("2022-01-01")
        )
        wide, high = SIZES[size].inches
        assert image.size == pytest.approx((wide * SIZES[size].dpi, high * SIZES[size].dpi), abs=1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_are_there_in_every_language(lang: str, register: borders.Register):
    from matplotlib.font_manager import FontProperties, findfont, get_font

    letters = Translator(register.facts, lang).letters()
    assert len(letters) > 60
    for weight in ("normal", "bold"):
        path = findfont(FontProperties(family=[family(letters)], weight=weight))
        assert set(map(ord, letters)) <= get_font(path).get_charmap().keys()


def test_the_first_font_that_has_all_letters_is_taken(monkeypatch: pytest.MonkeyPatch):
    """Of those that come with matplotlib the first has no Cyrillic letters, and no bold ones."""
    monkeypatch.setattr(canvas, "FONTS", ("None such", "cmr10", "DejaVu Serif", "DejaVu Sans"))
    assert family("aĄўQ") == "DejaVu Serif"


def test_a_font_without_the_letters_is_not_taken():
    assert family("aĄў") in FONTS
    assert family("\N{CJK UNIFIED IDEOGRAPH-8FB9}") == FONTS[-1]


def test_what_fails_leaves_the_old_file(
    toy: borders.Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "map.png").write_text("old")
    monkeypatch.setattr(files, "_rendered", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        files.save(toy.on("2022-01-01"), tmp_path / "map.png")
    assert [path.name for path in tmp_path.glob("*.*")] == ["map.png"]
    assert (tmp_path / "map.png").read_text() == "old"


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("map.gif", "map", "end it in .png, .svg or .pdf"),
        ("map", "map", "end it in"),
        ("x.png", "matrix", "--crossing"),
        ("x.png", "routes", "--from"),
    ],
)
def test_a_figure_that_cannot_be_drawn_is_told(
    name: str, kind: str, says: str, toy: borders.Register, tmp_path: Path
):
    with pytest.raises(borders.QuestionError, match=says):
        files.save(toy.on("2022-01-01"), tmp_path / name, kind=kind)


def test_without_matplotlib_the_extra_is_named(
    toy: borders.Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any
):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(borders.MissingExtra, match=r'pip install "belarus-borders\[plot\]"'):
        borders.plot(toy.on("2022-01-01"))
    with pytest.raises(ImportError):
        borders.plot_history(toy)
    code, _, err = run("figure", "-o", str(tmp_path / "x.png"), "--geodata", str(toy.folder))
    assert code == 2
    assert 'pip install "belarus-borders[plot]"' in err


def test_the_command_writes_a_figure_and_its_words(toy: borders.Register, tmp_path: Path, run: Any):
    path = tmp_path / "map.svg"
    code, out, err = run(
        *("figure", "-o", str(path), "--geodata", str(toy.folder), "--on", "2022-01-01"),
        *("--lang", "pl", "--size", "social", "--nationality", "us"),
    )
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"{path}: mapa, 2 przejścia: otwarte: 1, zamknięte: 1 (2022-01-01)",
        f"{tmp_path / 'map.alt.txt'}: to samo słowami",
    ]
    assert "Zamknięte (1): Połowce ź." in (tmp_path / "map.alt.txt").read_text("utf-8")


def test_the_command_counts_what_a_map_shows(toy: borders.Register, tmp_path: Path, run: Any):
    args = ("-o", str(tmp_path / "x.svg"), "--geodata", str(toy.folder), "--mode", "foot")
    day = ("--on", "2022-01-01")
    more = {"map": day, "history": (), "matrix": (*day, "--crossing", "alpha")}
    told = {kind: run("figure", "--kind", kind, *args, *more[kind]) for kind in more}
    assert [out.splitlines()[0].partition(": ")[2] for _, out, _ in told.values()] == [
        "map, 1 crossing: 1 closed by default on 2022-01-01",
        "history",
        "matrix on 2022-01-01",
    ]


def test_the_command_knows_all_kinds_sizes_and_languages(run: Any):
    from borders.cli.commands import figure

    choices = {option.name: getattr(option.type, "choices", None) for option in figure.params}
    assert tuple(choices["kind"]) == tuple(FIGURES)
    assert tuple(choices["size"]) == tuple(SIZES)
    assert tuple(choices["lang"]) == tuple(LANGUAGES)
    assert run("figure", "--help")[0] == 0


@pytest.mark.parametrize(("name", "value"), [("kind", "banana"), ("size", "a5")])
def test_a_kind_or_size_that_is_none_is_told(
    toy: borders.Register, tmp_path: Path, name: str, value: str
):
    with pytest.raises(borders.QuestionError, match=f"{name} is '{value}': write one of"):
        files.save(toy.on(), tmp_path / "x.png", **{name: value})
    assert not (tmp_path / "x.png").exists()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (
            ("--kind", "map", "--crossing", "alpha"),
            "--kind map takes no --crossing: leave it out, or write --kind matrix",
        ),
        (
            ("--kind", "history", "--from", "Minsk"),
            "takes no --from: leave it out, or write --kind routes",
        ),
        (
            ("--kind", "reach", "--day", "09-12"),
            "takes no --day: leave it out, or write --kind years",
        ),
        (("--kind", "map", "--compare-on", "2021-01-01"), "takes no --compare-on"),
        (
            ("--kind", "matrix", "--crossing", "alpha", "--crossings", "alpha"),
            "takes no --crossings",
        ),
        (
            ("--kind", "history", "--on", "2022-01-01"),
            "--kind history has no use for --on: leave it out",
        ),
        (("--kind", "years", "--on", "2022-01-01"), "--kind years has no use for --on"),
        (
            ("--kind", "matrix", "--crossing", "alpha", "--nationality", "PL"),
            "has no use for --nationality",
        ),
    ],
)
def test_an_option_that_does_not_apply_is_refused(
    args: tuple[str, ...], says: str, toy: borders.Register, tmp_path: Path, run: Any
):
    path = tmp_path / "x.svg"
    code, out, err = run("figure", "-o", str(path), "--geodata", str(toy.folder), *args)
    assert (code, out) == (2, "")
    assert says in err
    assert not path.exists()


def test_the_command_words_and_leaves_out(toy: borders.Register, tmp_path: Path, run: Any):
    path = tmp_path / "x.svg"
    code, out, _ = run(
        *("figure", "-o", str(path), "--geodata", str(toy.folder), "--on", "2022-01-01"),
        *("--title", "My words", "--no-notes", "--no-legend", "--crossings", "alpha", "--dark"),
        *("--size", "card"),
    )
    assert code == 0
    assert "1 crossing: 1 closed" in out
    svg = path.read_text("utf-8")
    assert "My words" in svg
    assert "Indicative" not in svg
    assert "Closed (1)" not in svg
    assert THEMES["dark"]["paper"] in svg


def test_a_card_has_the_pixels_of_a_link(toy: borders.Register, tmp_path: Path):
    files.save(toy.on("2022-01-01"), tmp_path / "card.png", size="card")
    with Image.open(tmp_path / "card.png") as image:
        assert image.size == (1200, 630)
