"""An unknown is never told bare: what was known last, and when, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from borders.enums import Language, Status

if TYPE_CHECKING:
    from borders import Register

AFTER = ("2026-11-28", "2030-01-01")


@pytest.mark.parametrize("lang", list(Language))
@pytest.mark.parametrize("on", AFTER)
def test_after_the_data_every_unknown_tells_what_was_known_last(
    register: Register, on: str, lang: Language
):
    day = register.on(on, lang=lang)
    unknown = [v for v in day.verdicts if v.status is Status.UNKNOWN]
    assert len(unknown) > 30
    for verdict in unknown:
        told = verdict.sentence.replace("\u00a0", " ")
        if verdict.verified_through is None:
            assert day.translator.t("unknown.never").casefold() in told.casefold()
            continue
        last = verdict.last_known
        assert last is not None
        assert day.translator.date(verdict.verified_through, "since").replace("\u00a0", " ") in told
        assert str(verdict.age_days) in told
        for sign in register.signs(verdict.crossing, verdict.question):
            assert day.translator.sign(sign) in verdict.sentence


def test_after_the_data_every_row_tells_what_was_known_last(register: Register):
    day = register.on("2026-11-28")
    frame = day.to_geodataframe()
    unknown = frame[frame["status"] == "unknown"]
    silent = unknown[unknown["last_known"].isna()]
    never = {"svendubre", "baydakovo", "sebezh", "velizh", "krasny", "khislavichi", "surazh"}
    assert set(silent["id"]) == never, "the only ones never verified"
    known = unknown.drop(silent.index)
    assert (known["age_days"] > 7).all()
    assert known["verified_through"].notna().all()
    assert sum(map(len, unknown["signs"])) >= 11
