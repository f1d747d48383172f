"""Keep the ways that the page shows beside the network that they lie in: ``make ways``.

They follow from the network, the towns and the crossings. Where any of those changed since, the
page finds them anew, which takes it twice the time.
"""

from __future__ import annotations

from pathlib import Path

import borders
from borders import atomic_file
from borders.maps import page_routes


def main() -> None:
    """Write them and print their size."""
    content = page_routes.kept_file(borders.load())
    target = Path(__file__).parents[1] / "geodata" / "network" / page_routes.FILE
    atomic_file.write(target, content)
    print(f"{target.name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
