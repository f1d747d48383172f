from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from borders.geo.polylines import decode, encode, is_polyline


def encoded(places: list[tuple[float, float]]) -> str:
    """Google's polyline, written down once more from its description."""
    text, last = "", (0, 0)
    for lon, lat in places:
        now = round(lat * 1e5), round(lon * 1e5)
        for a, b in zip(now, last, strict=True):
            value = (a - b) << 1
            value = ~value if a < b else value
            while value >= 0x20:
                text, value = text + chr((0x20 | value & 0x1F) + 63), value >> 5
            text += chr(value + 63)
        last = now
    return text


positions = st.tuples(
    st.integers(-18_000_000, 18_000_000).map(lambda n: n / 1e5),
    st.integers(-9_000_000, 9_000_000).map(lambda n: n / 1e5),
)


@given(st.lists(positions, max_size=6))
def test_a_polyline_comes_back(places: list[tuple[float, float]]):
    text = encoded(places)
    assert decode(text) == places
    assert is_polyline(text)
    lon, lat = np.array(places).reshape(-1, 2).T.copy()
    [written] = encode(
        *(np.rint(of * 1e5).astype(int) for of in (lon, lat)), np.array([0, len(places)])
    )
    assert written == text
