"""Whole numbers as text, as encoded polylines have them: few characters for small ones."""

from __future__ import annotations

from typing import Final

__all__ = ["STEPS", "whole"]


class _Steps(dict[int, str]):
    """Numbers as characters: five bits each, lowest first, the sign in the lowest bit of all."""

    def __missing__(self, step: int) -> str:
        rest = step << 1 if step >= 0 else ~(step << 1)
        signs = []
        while rest >= 32:  # noqa: PLR2004 - five bits
            signs.append(chr((rest & 31) + 95))
            rest >>= 5
        text = self[step] = "".join(signs) + chr(rest + 63)
        return text


STEPS: Final = _Steps()
"""Each number as text, made once."""


def whole(text: str) -> list[int]:
    """Return the numbers of a text.

    Examples
    --------
    >>> whole("".join(STEPS[number] for number in (0, -1, 15, 400)))
    [0, -1, 15, 400]
    """
    found: list[int] = []
    value = shift = 0
    for sign in text:
        bits = ord(sign) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:  # noqa: PLR2004 - the last of a number
            found.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return found
