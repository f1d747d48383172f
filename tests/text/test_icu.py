from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from borders.text import icu
from borders.text.icu import Place


def english(number: float) -> str:
    return "one" if number == 1 else "other"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ()),
        ("Open", ("Open",)),
        ("# {n} #", ("#", " ", Place("n"), " ", "#")),
        ("from { town }", ("from ", Place("town"))),
        (
            "{way, select, out {out of} other {{town}}}!",
            (Place("way", "select", {"out": ("out of",), "other": (Place("town"),)}), "!"),
        ),
        (
            "{n, plural, one {# day} other {# {by, select, other {#}}}}",
            (
                Place(
                    "n",
                    "plural",
                    {
                        "one": (Place("n"), " day"),
                        "other": (
                            Place("n"),
                            " ",
                            Place("by", "select", {"other": (Place("n"),)}),
                        ),
                    },
                ),
            ),
        ),
    ],
)
def test_a_message_is_its_pieces(text: str, pieces: tuple[icu.Piece, ...]):
    assert icu.parse(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        *("{", "}", "{}", "{a", "a}b", "{a}}", "{a b}", "it's"),
        *("{n, number}", "{n, plural}", "{n, plural, one {day}}", "{n, plural, =0 {} other {}}"),
        *("{n, plural, offset:1 other {#}}", "{n, select, a {x} other {y}", "{n, select, other {y"),
        *("{n, select, a other {y}}", "{n, select, other {y} z}", "{n, select {y} other {z}}"),
    ],
)
def test_what_is_no_message_of_ours_is_refused(text: str):
    with pytest.raises(ValueError, match=r"brace|place|is cut|quotes"):
        icu.parse(text)


@given(st.text())
@example("\0")
def test_any_text_is_read_or_refused(text: str):
    try:
        pieces = icu.parse(text)
    except ValueError:
        return
    if not {"{", "}"} & {*text}:
        assert "".join(pieces) == text


def test_a_message_is_filled():
    text = (
        "{n, plural, one {# {kind}} other {# {kind}s}} left; {kind, select, day {soon} other {…}}."
    )
    pieces = icu.parse(text)
    filled = [icu.fill(pieces, {"n": n, "kind": "day"}, english) for n in (1, 1234)]
    assert filled == ["1 day left; soon.", "1234 days left; soon."]
    grouped = icu.fill(pieces, {"n": 1234, "kind": "week"}, english, "{:,}".format)
    assert grouped == "1,234 weeks left; …."


def test_a_full_stop_is_not_set_twice():
    pieces = icu.parse("on {day}. {next}")
    assert icu.fill(pieces, {"day": "5 г.", "next": "."}, english) == "on 5 г. ."


def test_pages_get_pieces_as_json():
    text = "{n, plural, one {# day} other {days}} from {town}, {by, select, rail {rail} other {}}"
    assert json.loads(json.dumps(icu.plain(icu.parse(text)))) == [
        ["n", "plural", {"one": [["n"], " day"], "other": "days"}],
        " from ",
        ["town"],
        ", ",
        ["by", "select", {"rail": "rail", "other": ""}],
    ]
    assert icu.plain(icu.parse("Open")) == "Open"
