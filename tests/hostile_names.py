"""Names that programs have taken for something else: formulas, markup, commands, marks."""

HOSTILE = {
    "formula": '=HYPERLINK("http://example.com","Open")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(1;2)",
    "quotes": "\"Double\" 'single' `back` „low“",
    "script": "</script><script>alert(1)</script>",
    "cdata": "]]> <![CDATA[ & &amp; <b>bold</b>",
    "sql": "Robert'); drop table status;--",
    "right": "\u202eevil\u202c שלום مرحبا",
    "emoji": "🛂 👩‍👩‍👧 𝕭order",
    "separators": "a; b, c | d\\ e",
    "breaks": "first\nsecond\u2028third",
    "control": "zero\u200b join\u200d mark\ufeff shy\u00ad",
    "escaped": "_x0041_ \\u0041 &#65;",
    "spaces": "  in spaces  ",
    "null": "null",
    "number": "007",
    "day": "2021-02-30",
    "template": "${7*7} {{7*7}} {0} %s [% 1 %]",
    "path": "../../etc/passwd",
    "long": "Ж" * 40_000,
    "case": "ALPHA",
}
"""Names that programs have taken for something else; "ALPHA" beside "Alpha" differs in case."""
