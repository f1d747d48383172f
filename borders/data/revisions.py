"""What one version of the data says otherwise than another, entry by entry and field by field."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from borders import documents
from borders.data import decoding, overlays, reading, sums
from borders.enums import Language, RevisionKind
from borders.errors import DataError, alternatives
from borders.model import Problem

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from borders.model import Facts, Record, Sign

FILE: Final = "revisions.csv"

RECORDS: Final = (
    *("crossings", "measures", "sources", "groups", "reasons", "conditions", "papers"),
    *("advice", "traffic", "danger_words", "dangers", "events"),
)
"""The kinds of records that have ids, as `Facts` names them."""
SETTINGS: Final = ("home", "zones", "clock", "fresh_days")
"""What `datapackage.json` says that a status rests on."""

_AHEAD: Final = ("valid_to", "planned_to", "lifted")
"""Days that were not known yet, or were plans, while they lay ahead."""
_GROWING: Final = ("sources", "aliases", "by")
"""Lists that say nothing else by an item more."""
_WORDING: Final = frozenset(Language)
_DAY: Final = re.compile(r"(\d{4})\W(\d\d)\W(\d\d)")
_MIDNIGHT: Final = re.compile(r"T00:00:00([+-][\d:]+|Z)$")


class Revision(NamedTuple):
    """A row of `revisions.csv`."""

    version: str
    """Of the data that are right."""
    entry: str
    """The id; of one that was corrected as it was before; or a file."""
    kind: str
    """A `RevisionKind`."""
    field: str
    """Empty: the entry as a whole."""
    before: str
    after: str
    why: str = ""
    source: str = ""
    """The id of what shows it."""

    @property
    def needs_reason(self) -> bool:
        """Whether somebody must say why: it takes back what was said."""
        return self.kind in {RevisionKind.CORRECTED, RevisionKind.REMOVED}


COLUMNS: Final = Revision._fields


class Data(NamedTuple):
    """A version of the data, as far as it is compared."""

    facts: Facts
    recorded: tuple[Revision, ...]
    """What it tells of itself in `revisions.csv`."""
    files: Mapping[str, str]
    """The digest of each file that is not read into records."""

    @property
    def day(self) -> date | None:
        """The day to which it was researched; None: its version is none."""
        return day_of(self.facts.package.version)


def day_of(version: str) -> date | None:
    """Return the day that a version is; None: it is none.

    Examples
    --------
    >>> day_of("2026.11.28"), day_of("1")
    (datetime.date(2026, 11, 28), None)
    """
    found = _DAY.match(version)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def of(*folders: str | os.PathLike[str]) -> Data:
    """Return a version of the data: of a folder, a release, a zip file, or what is shipped.

    Raises
    ------
    DataError
        With all problems of all files.
    """
    return of_facts(*overlays.read(*folders))


def of_facts(facts: Facts, stack: Sequence[Traversable]) -> Data:
    """Return a version whose records were read, from its folders: the register first."""
    return Data(facts, tuple(recorded(stack[-1])), dict(_files(stack[0])))


def recorded(folder: Traversable) -> Iterator[Revision]:
    """Yield the rows of `revisions.csv`; none where the folder has no such file.

    Raises
    ------
    DataError
        It is no table, or a row has another length than the header, or a kind that there is not.
    """

    def fault(text: str, line: int | None) -> DataError:
        entry = f"line {line}" if line else ""
        return DataError([Problem(file=FILE, entry=entry, text=text)])

    try:
        header, rows = documents.table(documents.content(folder, FILE))
    except FileNotFoundError:
        return
    except documents.Unreadable as error:
        raise fault(error.text, error.line) from None
    except OSError as error:
        raise fault(f"cannot be read: {error.strerror}", None) from None
    if told := documents.misnamed(header, (), COLUMNS):
        raise fault(told, 1)
    for line, row in rows:
        if told := documents.misfit(header, row):
            raise fault(told, line)
        cells = dict.fromkeys(COLUMNS, "") | {"kind": RevisionKind.CORRECTED.value}
        cells |= zip(header, row, strict=True)
        if cells["kind"] not in [*RevisionKind]:
            raise fault(f"{cells['kind']!r} is no kind: write {alternatives(RevisionKind)}", line)
        yield Revision(**cells)


def as_csv(rows: Iterable[Revision]) -> str:
    """Return rows in the form of `revisions.csv`."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    return out.getvalue()


def compared(old: Data, new: Data) -> list[Revision]:
    """Return what a version says otherwise than an older one, with why, where it tells.

    Entries that are added, and what went on in the world, need nobody to say why: of these the
    sources that came with them are named.

    Returns
    -------
    list of Revision
        By kind of record, in the order of the data, the removed ones after those that are there.

    Examples
    --------
    >>> compared(of(), of())
    []
    """
    told = [row for row in new.recorded if row not in old.recorded]
    version = new.facts.package.version
    rows: list[Revision] = []
    for kind in RECORDS:
        before, after = getattr(old.facts, kind), getattr(new.facts, kind)
        rows += _of_records(before, after, version, old)
    before, after = ({_sign_id(sign): sign for sign in each.facts.signs} for each in (old, new))
    rows += _of_records(before, after, version, old)
    rows += _of_settings(old.facts, new.facts)
    rows += _of_files(old.files, new.files, version)
    return [_reasoned(row, told) for row in rows]


def unexplained(rows: Iterable[Revision]) -> list[Revision]:
    """Return the corrections and removals of which nobody says why."""
    return [row for row in rows if row.needs_reason and not row.why]


def told(value: object) -> str:
    """Return a value as `revisions.csv` tells it.

    Examples
    --------
    >>> told([{"nationality": ("EU", "US")}, {"papers": ["diplomatic"]}])
    'nationality=EU,US, papers=diplomatic'
    """
    if isinstance(value, list | tuple):
        return ", ".join(map(told, value))
    if isinstance(value, dict):
        return " ".join(f"{key}={told(each).replace(', ', ',')}" for key, each in value.items())
    return "" if value is None else str(getattr(value, "isoformat", lambda: value)())


def _of_records(
    before: Mapping[str, Record], after: Mapping[str, Record], version: str, data: Data
) -> Iterator[Revision]:
    for key, record in after.items():
        new = _fields(record)
        if key not in before:
            source = told(new.get("sources", [])[:1])
            yield Revision(version, key, RevisionKind.ADDED.value, "", "", key, "", source)
            continue
        old = _fields(before[key])
        for name in dict.fromkeys((*old, *new)):
            was, now = old.get(name), new.get(name)
            if was != now:
                went_on = _goes_on(name, was, now, data)
                kind = RevisionKind.UPDATED if went_on else RevisionKind.CORRECTED
                came = [each for each in new.get("sources", ()) if each not in _sources(old)]
                source = told(came[:1]) if went_on else ""
                yield Revision(version, key, kind.value, name, _shown(was), _shown(now), "", source)
    for key in before:
        if key not in after:
            yield Revision(version, key, RevisionKind.REMOVED.value, "", key, "")


def _sources(row: Mapping[str, Any]) -> list[str]:
    return [*row.get("sources", ())]


def _fields(record: Record) -> dict[str, Any]:
    """Return what a record says, by field; a place and other inner records field by field."""
    row = msgspec.to_builtins(record)
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if key in decoding.OURS or key == "id":
            continue
        if isinstance(value, dict):
            flat |= {f"{key}.{inner}": each for inner, each in value.items()}
        else:
            flat[key] = value
    return flat


def _goes_on(name: str, was: Any, now: Any, data: Data) -> bool:  # noqa: ANN401 - as it stands
    """Return whether the world, or what is known of it, went on, and nothing is taken back."""
    if name in _WORDING or name.startswith("names."):
        return True
    if name in _AHEAD:
        day = data.day
        return day is not None and all(
            each is None or str(each)[:10] >= str(day) for each in (was, now)
        )
    if name == "crossings":  # those that the older version knew are told to be meant too
        return bool(was) and _grows(was, now) and data.facts.crossings.keys() & {*now} <= {*was}
    goes_on = _GOING_ON.get(name)
    return goes_on is not None and goes_on(was, now)


def _grows(was: Any, now: Any) -> bool:  # noqa: ANN401
    return {*(was or ())} < {*(now or ())}


def _is_longer(was: Any, now: Any) -> bool:  # noqa: ANN401
    """Return whether all that was verified still is."""
    return all(any(_holds(wide, narrow) for wide in now or ()) for narrow in was or ())


def _is_worded(was: Any, now: Any) -> bool:  # noqa: ANN401
    """Return whether checkpoints have other names and nothing else."""
    old, new = ([each | {"names": None} for each in rows or ()] for rows in (was, now))
    return old == new


def _is_continued(was: Any, now: Any) -> bool:  # noqa: ANN401
    return str(now or "").startswith(was or "")


def _is_later(was: Any, now: Any) -> bool:  # noqa: ANN401
    return was is not None and now is not None and was < now


_GOING_ON: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    **dict.fromkeys(_GROWING, _grows),
    **dict.fromkeys(("last_seen", "through"), _is_later),
    "checkpoints": _is_worded,
    "note": _is_continued,
    "verified": _is_longer,
}
"""Of which fields it hangs on what they said whether the world went on."""


def _holds(wide: Mapping[str, Any], narrow: Mapping[str, Any]) -> bool:
    """Return whether a verified period holds another."""
    return bool(wide["from"] <= narrow["from"] and narrow["through"] <= wide["through"])


def _shown(value: object) -> str:
    return _MIDNIGHT.sub("", told(value))


def _sign_id(sign: Sign) -> str:
    row = msgspec.to_builtins(sign)
    keys = ("crossing", "mode", "direction", "from", "source")
    return " ".join(["sign", *(str(row[key]) for key in keys)])


def _of_settings(old: Facts, new: Facts) -> Iterator[Revision]:
    for name in SETTINGS:
        was, now = (getattr(each.package, name) for each in (old, new))
        if was != now:
            is_more = name == "zones" and was.items() <= now.items()
            kind = RevisionKind.UPDATED if is_more else RevisionKind.CORRECTED
            version = new.package.version
            yield Revision(version, reading.PACKAGE, kind.value, name, told(was), told(now))


def _of_files(old: Mapping[str, str], new: Mapping[str, str], version: str) -> Iterator[Revision]:
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name, ""), new.get(name, "")
        if was != now:
            kind = RevisionKind.UPDATED if was and now else RevisionKind.ADDED
            kind = kind if now else RevisionKind.REMOVED
            yield Revision(version, name, kind.value, "", was, now)


def _files(folder: Traversable) -> Iterator[tuple[str, str]]:
    """Yield the files of a register that are not read into records, with their digests."""
    document = json.loads(folder.joinpath(reading.PACKAGE).read_bytes().decode("utf-8-sig"))
    for resource in document.get("resources", []):
        name = str(resource.get("path", ""))
        is_ground = name.startswith("network/") or name.endswith((".geojson", ".csv"))
        if not is_ground or name in {reading.CROSSINGS, reading.SIGNS, FILE}:
            continue
        file = folder.joinpath(*name.split("/"))
        if file.is_file():
            yield name, sums.of(file.read_bytes())["hash"][:19]


def _reasoned(row: Revision, told: Iterable[Revision]) -> Revision:
    """Return a row with why it is so, where a row that somebody wrote says it."""
    if not row.needs_reason:
        return row
    covers = functools.partial(_covers, row)
    found = next(filter(covers, told), None)
    return row if found is None else row._replace(why=found.why, source=found.source)


def _covers(row: Revision, written: Revision) -> bool:
    """Return whether a row that somebody wrote is of an entry and field.

    It may name several fields, and say more of them: "id, valid_from", "except (from 2020-08-19)".
    """
    if written.entry != row.entry:
        return False
    names = re.findall(r"[a-z_]+", written.field)
    return not row.field or not written.field or row.field.partition(".")[0] in names
