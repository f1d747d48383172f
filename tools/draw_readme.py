"""Draw the map of the README, for light pages and dark ones: as broad as a page of text.

The day and the question are those of its first example. Of the notes whom to name alone stands on
it; what the picture shows in words is the `alt` of the README, which a test holds to the data.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import borders
from borders import atomic_file
from borders.figures import files
from borders.figures.canvas import SIZES, Look, Size

PICTURES: Final = Path(__file__).parents[1] / "notebooks" / "pictures"
SIZE: Final = "readme"


def main() -> None:
    """Write both pictures."""
    SIZES[SIZE] = Size((6.4, 5.6), 200, margin=10.0, brief=True)
    american = borders.Traveller(nationality="US")
    day = borders.load().on("2023-08-21", mode="car", direction="out", traveller=american)
    for name, look in (("map.png", Look()), ("map-dark.png", Look(dark=True))):
        content, _ = files.picture(day, ".png", size=SIZE, lang=None, look=look)
        atomic_file.write(PICTURES / name, content)
        print(PICTURES / name)


if __name__ == "__main__":
    main()
