from __future__ import annotations

import pytest

from borders.country_codes import code_meant, country_code, is_country
from borders.errors import QuestionError


@pytest.mark.parametrize("code", ["PL", "US", "XK"])
def test_a_country_is_a_code_that_stands_for_one(code: str):
    assert is_country(code)


@pytest.mark.parametrize("code", ["EU", "UN", "UK", "XX", "ZZ", "pl", "Pl", "POL", "P", "", "12"])
def test_what_is_no_country_is_not_taken_for_one(code: str):
    assert not is_country(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("us", "US"),
        ("USA", "US"),
        ("uk", "GB"),
        ("United States", "US"),
        ("Poland", "PL"),
        (" Польша ", "PL"),
        ("Польшча", "PL"),
        ("Lenkija", "PL"),
        ("Polija", "PL"),
        ("POLSKA", "PL"),
        ("EU", None),
        ("Ruritania", None),
        ("", None),
    ],
)
def test_names_and_other_codes_mean_a_country(text: str, code: str | None):
    assert code_meant(text) == code


@pytest.mark.parametrize("value", ["XX", "Ruritania", "", 5, None, b"PL"])
def test_what_means_no_country_is_refused(value: object):
    with pytest.raises(QuestionError, match=r"vehicle .* is no country: write a code"):
        country_code(value, "vehicle")
