"""All attackers, or those that are named, for as long as is said: `make attack`."""

from __future__ import annotations

import argparse
import importlib
import sys

from attacks import ATTACKERS, harness


def main() -> int:
    """Try, tell of each attacker in a line, and return whether there were faults."""
    parser = argparse.ArgumentParser(prog="attacks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="ATTACKER", help=", ".join(ATTACKERS))
    parser.add_argument("--tries", type=int, help="of each; left out: all that is promised")
    parser.add_argument("--bounded", action="store_true", help="as many as the tests try")
    parser.add_argument("--seed", type=int, default=0, help="the first; each try has the next")
    parser.add_argument("--kinds", action="store_true", help="tell how each kind ended, too")
    parser.add_argument("--all", action="store_true", help="tell of each fault")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(ATTACKERS):
        parser.error(f"no attacker is called {', '.join(sorted(unknown))}")
    count = 0
    harness.TOLD = sys.maxsize if asked.all else harness.TOLD
    for name in asked.names or ATTACKERS:
        attacker = importlib.import_module(f"attacks.{name}").ATTACKER
        tries = asked.tries or (attacker.bounded if asked.bounded else attacker.long)
        tally = harness.attack(attacker, tries, asked.seed)
        count += len(tally.faults)
        if asked.kinds:
            for (kind, how), number in sorted(tally.kinds.items()):
                print(f"  {number:>6} {how:<8} {kind}")
        print(tally.told(), flush=True)
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
