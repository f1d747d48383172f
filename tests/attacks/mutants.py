"""Files of a register → others that are broken, odd, or say something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

STRING: Final = r'"(?:[^"\\\n]|\\.)*"'
TOKEN: Final = re.compile(
    rf"(?P<key>^[\w-]+(?=\s*=)|{STRING}(?=\s*:)|(?<=[{{,] )[\w-]+(?=\s*=))"
    rf"|(?P<string>{STRING})"
    r"|(?P<day>\b\d{4}-\d\d-\d\d(?:T[\d:]+(?:[+-]\d\d:\d\d|Z)?)?)"
    r"|(?P<number>(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w-]))"
    r"|(?P<word>\b(?:true|false|null)\b)"
    r"|(?P<mark>[\[\]{}])"
    r"|(?P<head>^\[\[\w+\]\])",
    re.MULTILINE,
)
CELL: Final = re.compile(r'(?:^|(?<=,))(?:"(?:[^"]|"")*"|[^,\n"]*)(?=,|$)', re.MULTILINE)

NUMBERS: Final = (
    *(
        "0",
        "-0",
        "1",
        "-1",
        "007",
        "+7",
        "1_0",
        "1,5",
        "1.",
        ".5",
        "1e3",
        "1E+03",
        "1e999",
        "-1e999",
    ),
    *("nan", "NaN", "inf", "-inf", "Infinity", "0x10", "0b1", "0o7", "9" * 18, "9" * 19, "9" * 400),
    *(
        "9" * 5000,
        "1e-400",
        "٢٧",
        "२७",
        "２７",
        "𝟚𝟟",
        "²",
        "Ⅷ",
        "½",
        "1\u00a0000",
        "1 000",
        "--1",
        "1-",
    ),
    *("2147483648", "9223372036854775808", "1e22", "180.0001", "-90.5", "0.1e1", "1.0", "4.0e0"),
)
DAYS: Final = (
    *(
        "2023-02-30",
        "2023-2-3",
        "0001-01-01",
        "9999-12-31",
        "1899-12-31",
        "2201-01-01",
        "2024-02-29",
    ),
    *("2023-06-31", "2023-13-01", "2023-00-10", "20230801", "2023-W31-2", "2023-213", "01.08.2023"),
    *("2023-08-01T24:00:00+03:00", "2023-08-01T10:00:60Z", "2023-08-01T10:00", "2023-08-01 10:00"),
    *("2023-08-01T10:00:00+14:00", "2023-08-01T10:00:00+99:99", "2023-08-01T10:00:00.123456789Z"),
    *(
        "2023-08-01T10:00:00-00:00",
        "2023-08-01t10:00:00z",
        "２０２３-08-01",
        "٢٠٢٣-٠٨-٠١",
        "10:00:00",
    ),
    *(
        "2023-03-26T03:30:00+02:00",
        "2023-08-01",
        "2020-03-15",
        "−2023-08-01",
        "+2023-08-01",
        "1691",
    ),
    *("0000-01-01", "10000-01-01", "2023‑08‑01", "2023-08-01 ", " 2023-08-01", "2023-08-01T"),
)
TEXTS: Final = (
    *(
        "",
        " ",
        "\u00a0",
        "\u200b",
        "x",
        "\n",
        "a\n",
        "\ta",
        "null",
        "true",
        "2023-08-01",
        "27",
        "٢٠٢٣",
    ),
    *("а" * 70_000, "LT", "lt", "Lt", "ЛТ", "EU", "XX", "medininkai", "Medininkai", "medininkaı"),
    *(
        "medininkai\n",
        "mеdininkai",
        "e\u0301",
        "\u00e9",
        "../../etc/passwd",
        "/dev/zero",
        "C:\\nul",
    ),
    *(
        "\u202eabc",
        "\u2066x",
        "\ufeffx",
        "\ufffe",
        "\U000e0001",
        "\U0010ffff",
        "\ufdd0",
        "🛂",
        "=1+1",
    ),
    *("bars", "conditions", "car", "out", "both", "high", "effective", "road", "international"),
    *("javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd"),
    *("https://example.com/\n", "//example.com", "http://", "https://exa mple.com", "HTTPS://x.y"),
    *("{0}", "%s", "${7*7}", "]]>", "<b>", "'", '"', "\\", "`", "\u2028", "\u2029", "a\rb", "\x85"),
    *(
        "\x00",
        "\x1b[2J",
        "\x7f",
        "\x9b0m",
        "Europe/Minsk",
        "UTC",
        "Etc/../../x",
        "posixrules",
        "en",
    ),
)
ESCAPES: Final = (
    "\\u0000",
    "\\u001b",
    "\\ud800",
    "\\udc00\\ud800",
    "\\x1b",
    "\\U0010ffff",
    "\\q",
    "\\",
)
VALUES: Final = (
    *("[]", "{}", "[[]]", "null", "true", "false", "0", "1", "1.5", '""', '"x"', "[1]", '["x"]'),
    *("2023-08-01", "10:00:00", '{"a": 1}', "{ a = 1 }", "[" * 600, "[" * 99_999, "nan", "'x'"),
    *('"""x\ny"""', "'''x'''", '["a", 1]', "[null]", '[["a"]]', "0x10", "1_0", "+1", "1e2", "TRUE"),
)
KEYS: Final = (
    "x",
    "id",
    "note",
    "side",
    "folder",
    "valid_to",
    "sources",
    "",
    "a.b",
    "__class__",
    "Id",
)
ENCODINGS: Final = (
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1257",
    "cp1251",
    "latin-1",
    "utf-8-sig",
    "utf-7",
)
BYTES: Final = (
    *(b"\x00", b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc2", b"\xe2\x80"),
    *(b"\xef\xbb\xbf", b"\r", b"\x1a", b"\x1b[2J", b"\xc2\x85", b"\xc2\x9b", b"\x0b", b"\x0c"),
)
FILES: Final = ("missing", "empty", "blank", "folder", "pipe", "zeros", "null", "loop", "dangling")
"""What a file is made to be; "link" alone is the file itself, elsewhere."""


class Mutant(NamedTuple):
    """A file that was changed.

    Attributes
    ----------
    kind
        How.
    content
        Its bytes; None: it is no file, but what the kind says.
    """

    kind: str
    content: bytes | None


def mutant(chance: random.Random, name: str, content: bytes) -> Mutant:
    """Return a file that was changed in some way, or in several."""
    ways: list[tuple[int, Callable[[random.Random, bytes], Mutant]]] = [
        (2, _file),
        (6, _cut),
        (6, _bytes),
        (3, _encoded),
        (8, _lines),
    ]
    if name.endswith(".csv"):
        ways += [(35, _cell), (5, _column)]
    elif name.endswith((".toml", ".json", ".geojson")):
        ways += [(45, _token), (8, _other), (4, _nested)]
    weights, makers = zip(*ways, strict=True)
    made = chance.choices(makers, weights)[0](chance, content)
    if made.content is not None and chance.random() < 0.05:
        again = chance.choices(makers[1:], weights[1:])[0](chance, made.content)
        return Mutant(f"{made.kind} + {again.kind}", again.content)
    return made


def broken(chance: random.Random, content: bytes) -> Mutant:
    """Return bytes of which some were changed, whatever they are."""
    return chance.choice([_cut, _bytes, _bytes])(chance, content)


def _file(chance: random.Random, content: bytes) -> Mutant:
    what = chance.choice([*FILES, "link"])
    plain = {"empty": b"", "blank": b" \n\t\n", "link": content}
    return Mutant(f"file: {what}", plain.get(what) if what != "link" else None)


def _cut(chance: random.Random, content: bytes) -> Mutant:
    at = chance.randrange(len(content) + 1) if content else 0
    how = chance.choice(["cut", "zeros", "begun again", "lost", "twice"])
    rest = content[at:]
    after = {
        "cut": b"",
        "zeros": bytes(len(rest)),
        "begun again": content,
        "lost": rest[chance.randrange(1, 5000) :],
        "twice": content[max(0, at - chance.randrange(1, 500)) :],
    }
    return Mutant(f"bytes: {how}", content[:at] + after[how])


def cuts(content: bytes) -> list[Mutant]:
    """Return a small file cut at every byte."""
    return [Mutant("bytes: cut", content[:at]) for at in range(len(content))]


def _bytes(chance: random.Random, content: bytes) -> Mutant:
    at = chance.randrange(len(content) + 1)
    if chance.random() < 0.5 and at < len(content):
        flipped = bytes([content[at] ^ (1 << chance.randrange(8))])
        return Mutant("bytes: flipped", content[:at] + flipped + content[at + 1 :])
    return Mutant("bytes: put in", content[:at] + chance.choice(BYTES) + content[at:])


def _encoded(chance: random.Random, content: bytes) -> Mutant:
    text = content.decode("utf-8", "replace")
    how = chance.choice([*ENCODINGS, "CRLF", "CR", "NEL", "no end", "NFD"])
    if how in ENCODINGS:
        return Mutant(f"encoding: {how}", text.encode(how, "replace"))
    import unicodedata

    made = {
        "CRLF": text.replace("\n", "\r\n"),
        "CR": text.replace("\n", "\r"),
        "NEL": text.replace("\n", "\u2028"),
        "no end": text.rstrip("\n"),
        "NFD": unicodedata.normalize("NFD", text),
    }
    return Mutant(f"encoding: {how}", made[how].encode())


def _lines(chance: random.Random, content: bytes) -> Mutant:
    lines = content.split(b"\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    how = chance.choice(
        ["left out", "twice", "moved", "blank", "remark", "spaced", "stretch", "turned"]
    )
    line = lines[at]
    if how == "left out":
        del lines[at]
    elif how == "twice":
        lines.insert(at, line)
    elif how == "moved":
        lines.insert(to, lines.pop(at))
    elif how == "blank":
        lines.insert(at, chance.choice([b"", b"  ", b"\t"]))
    elif how == "remark":
        lines.insert(at, b"# a remark")
    elif how == "spaced":
        lines[at] = b"  " + line + b" "
    elif how == "stretch":
        del lines[at : at + chance.randrange(1, 30)]
    else:
        lines[at : at + 8] = lines[at : at + 8][::-1]
    return Mutant(f"line: {how}", b"\n".join(lines))


def _token(chance: random.Random, content: bytes) -> Mutant:
    """Change one key, text, number, day, word or mark."""
    text = content.decode("utf-8", "replace")
    found = _near(chance, TOKEN, text)
    if found is None:
        return Mutant("none", content)
    sort, old = str(found.lastgroup), found[0]
    how, new = _instead(chance, sort, old)
    return Mutant(
        f"{sort}: {how}",
        (text[: found.start()] + new + text[found.end() :]).encode("utf-8", "surrogatepass"),
    )


def _near(chance: random.Random, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return what a pattern finds first from somewhere in a text on."""
    at = chance.randrange(len(text) + 1) if text else 0
    at = text.rfind("\n", 0, at) + 1 if text.count("\n") > 20 else text.rfind('"', 0, at) + 1
    found = list(zip(range(12), pattern.finditer(text, at), strict=False))
    return chance.choice(found)[1] if found else None


def _instead(  # noqa: PLR0911 - one for each sort
    chance: random.Random, sort: str, old: str
) -> tuple[str, str]:
    if chance.random() < 0.25:
        return "another sort", chance.choice(VALUES)
    if sort == "number":
        return _number(chance, old)
    if sort == "day":
        return "another day", chance.choice(DAYS)
    if sort == "string" and re.fullmatch(r'"\d{4}-\d\d-\d\d"', old):
        return "another day", f'"{chance.choice(DAYS)}"'
    if sort in {"string", "key"}:
        return _string(chance, sort, old)
    if sort == "mark":
        return "another mark", chance.choice(["", old * 2, "[", "]", "{", "}", "(", ","])
    if sort == "head":
        return "another head", chance.choice(
            ["", "[[x]]", old[1:-1], "[[" + old + "]]", "[[]]", "[[a.b]]"]
        )
    return "another word", chance.choice(
        ["true", "false", "null", "True", "yes", '"true"', "1", "0"]
    )


def _number(chance: random.Random, old: str) -> tuple[str, str]:
    same = [f"{old}e0", f"{old}0" if "." in old else f"{old}.0"]
    nudged = old[:-1] + str((int(old[-1]) + 1) % 10) if old[-1].isdigit() else old
    text = chance.choice([chance.choice(NUMBERS), *same, f'"{old}"', f"-{old}", nudged, f"[{old}]"])
    return ("the same" if text in same else "another"), text


def _string(chance: random.Random, sort: str, old: str) -> tuple[str, str]:
    inner = old.strip('"')
    quoted = old.startswith('"')
    how = chance.choice(["text", "grown", "escape", "quotes", "case", "letter", "alike"])
    if sort == "key" and chance.random() < 0.5:
        new = chance.choice(KEYS)
        return "another key", f'"{new}"' if quoted else new
    if how == "text":
        new = chance.choice(TEXTS)
        new = new.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    elif how == "grown":
        new = chance.choice(
            [f"{inner} ", f" {inner}", f"{inner}\\n", f"{inner}\u200b", f"{inner}\\t"]
        )
    elif how == "escape":
        new = inner + chance.choice(ESCAPES)
    elif how == "quotes":
        return how, chance.choice(
            [f"'{inner}'", inner, f'"{inner}', f'{inner}"', f'""{inner}""', f'"""{inner}"""']
        )
    elif how == "case":
        new = chance.choice([inner.upper(), inner.title(), inner.swapcase()])
    elif how == "letter":
        at = chance.randrange(len(inner) + 1)
        new = inner[:at] + inner[at + 1 :]
    else:
        new = inner.translate(str.maketrans("aeopcx0123", "аеорсх٠١٢٣"))
    return how, f'"{new}"' if quoted else new


def _other(chance: random.Random, content: bytes) -> Mutant:
    """Copy one value of the file in the place of another."""
    text = content.decode("utf-8", "replace")
    one, two = _near(chance, TOKEN, text), _near(chance, TOKEN, text)
    if one is None or two is None:
        return Mutant("none", content)
    made = text[: one.start()] + two[0] + text[one.end() :]
    return Mutant(f"{one.lastgroup}: {two.lastgroup} of elsewhere", made.encode())


def _nested(chance: random.Random, content: bytes) -> Mutant:
    """Put a key twice, deep or strange before another."""
    text = content.decode("utf-8", "replace")
    found = _near(
        chance, re.compile(r'^[\w-]+\s*=.*\n|"[\w-]+"\s*:\s*"[^"\n]*",\s*', re.MULTILINE), text
    )
    if found is None:
        return Mutant("none", content)
    how = chance.choice(["twice", "dotted", "deep", "strange"])
    is_json = found[0].startswith('"')
    new = {
        "twice": found[0],
        "dotted": '"a.b": 1, ' if is_json else f"{found[0].split('=')[0].strip()}.x = 1\n",
        "deep": '"x": ' + "[" * 3000 + "]" * 3000 + ", "
        if is_json
        else f"{'.'.join('a' * 3000)} = 1\n",
        "strange": f'"{chance.choice(KEYS)}": 1, ' if is_json else f'"{chance.choice(KEYS)}" = 1\n',
    }[how]
    made = text[: found.start()] + new + text[found.start() :]
    return Mutant(f"key: {how}", made.encode())


def _cell(chance: random.Random, content: bytes) -> Mutant:
    text = content.decode("utf-8", "replace")
    found = _near(chance, CELL, text)
    if found is None:
        return Mutant("none", content)
    old = found[0]
    sort = (
        "number"
        if re.fullmatch(r"-?\d+(\.\d+)?", old)
        else "day"
        if re.match(r"\d{4}-", old)
        else "text"
    )
    pool = {"number": NUMBERS, "day": DAYS, "text": TEXTS}[sort]
    how = chance.choice(
        ["another", "another", "quoted", "broken quotes", "grown", "more", "nudged"]
    )
    if how == "another":
        new = chance.choice(pool if chance.random() < 0.8 else NUMBERS + DAYS + TEXTS)
        new = f'"{new.replace(chr(34), chr(34) * 2)}"' if re.search(r'[,"\n\r]', new) else new
    elif how == "quoted":
        new = old if old.startswith('"') else f'"{old}"'
    elif how == "broken quotes":
        new = chance.choice(
            [f'"{old}', f'{old}"', f'"{old}"x', f'"{old}\n', f'" {old}"', f' "{old}"', f"'{old}'"]
        )
    elif how == "grown":
        new = chance.choice(
            [f" {old}", f"{old} ", f"{old}\u00a0", f"{old}\u200b", f"{old};", f"{old}\t"]
        )
    elif how == "nudged":
        new = old[:-1] + str((int(old[-1]) + 1) % 10) if old[-1:].isdigit() else old + "a"
    else:
        new = chance.choice([f"{old},", f"{old},x", "", f"{old}\n", f"{old}\r"])
    return Mutant(f"{sort}: {how}", (text[: found.start()] + new + text[found.end() :]).encode())


def _column(chance: random.Random, content: bytes) -> Mutant:
    """Change the header alone, or a column with it."""
    head, _, rest = content.decode("utf-8", "replace").partition("\n")
    names = head.split(",")
    at = chance.randrange(len(names))
    how = chance.choice(["renamed", "twice", "swapped", "left out", "spaced", "case", "reordered"])
    if how == "renamed":
        names[at] = chance.choice(["x", "", "id", '"', names[at] + "s"])
    elif how == "twice":
        names[at] = names[at - 1]
    elif how == "swapped":
        names[at], names[at - 1] = names[at - 1], names[at]
    elif how == "left out":
        del names[at]
    elif how == "spaced":
        names[at] = f" {names[at]}"
    elif how == "case":
        names[at] = names[at].upper()
    else:
        import csv
        import io

        try:
            rows = [*csv.reader(io.StringIO(f"{head}\n{rest}", newline=""))]
        except csv.Error:  # what is changed was changed before
            return Mutant("column: reordered", content)
        order = chance.sample(range(len(names)), len(names))
        out = io.StringIO()
        same = all(len(row) == len(names) for row in rows)
        csv.writer(out, lineterminator="\n").writerows(
            [[row[n] for n in order] for row in rows] if same else rows
        )
        return Mutant("column: reordered", out.getvalue().encode())
    return Mutant(f"column: {how}", f"{','.join(names)}\n{rest}".encode())
