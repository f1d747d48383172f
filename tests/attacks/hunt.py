"""Hunts a reader: `python -m attacks.hunt READER [FOLDER OR OPTION OF LIBFUZZER]...`.

It runs in a folder as `guided.lay` writes it, and stops at the first input that is read in no way
and refused in none. What is found is put into the first folder; `-merge=1 TO FROM` keeps what
reaches most.
"""

from __future__ import annotations

import random
import sys


def main(name: str, *options: str) -> None:
    """Try what the library makes, and what is made of it as of other files of data."""
    import atheris  # of `make attack` alone

    with atheris.instrument_imports(include=["borders"]):
        from attacks import guided, mutants

        def change(content: bytes, most: int, seed: int) -> bytes:
            chance = random.Random(seed)  # noqa: S311 - to be repeated
            if chance.random() < 0.5:
                return atheris.Mutate(content, most)
            return (mutants.mutant(chance, name, content).content or b"")[:most]

        atheris.Setup(
            [sys.argv[0], *options],
            lambda content: guided.refuses(name, content),
            custom_mutator=change,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
