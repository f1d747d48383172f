from __future__ import annotations

from typing import TYPE_CHECKING

from borders.data import citations

if TYPE_CHECKING:
    from conftest import Folder

    import borders


def test_what_rests_on_each_source_is_told_and_what_on_it_alone(folder: Folder):
    folder.sources.append({**folder.sources[0], "id": "second"})
    folder.crossings["beta"]["verified"][0]["by"] = ["second"]
    folder.measure(sources=["paper", "second"])
    folder.advise()
    folder.sign(source="second")
    resting = citations.resting(folder.load().facts)
    told = {key: [(str(s), s.is_single) for s in found] for key, found in resting.items()}
    assert told == {
        "paper": [
            ("measure lt-0", False),
            ("crossing alpha", True),
            ("verified period alpha 2020-01-01 to 2025-12-31", True),
            ("crossing beta", True),
            ("advice stay", True),
        ],
        "second": [
            ("measure lt-0", False),
            ("verified period beta 2020-01-01 to 2025-12-31", True),
            ("sign alpha, car, from 2026-01-10", True),
        ],
    }


def test_everything_that_is_cited_in_the_shipped_register_rests_on_something(
    register: borders.Register,
):
    resting = citations.resting(register.facts)
    assert resting.keys() == register.facts.sources.keys()
    assert all(resting.values())
