"""The looks of standings as QGIS keeps them with a layer: marks, lines, labels and map tips."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree as ET

from borders.enums import Standing, Status
from borders.style import HALO, OUTLINE, STYLES, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from borders.text.sentences import Translator

__all__ = ["lines", "marks"]

_KEY: Final = (
    "\"status\" || coalesce(':' || \"default\", '') || "
    "CASE WHEN \"status\" = 'unknown' THEN coalesce('?' || \"last_known\", '') ELSE '' END"
)
"""What rows are told apart by, in the language of QGIS: a standing, and what was known last."""
_TIP: Final = "<p>[% replace(replace(\"sentence\", '&', '&amp;'), '<', '&lt;') %]</p>"
"""Shown as HTML, so that no text of the register may be taken for it."""
_MARK_MM: Final = 6.0
_MM: Final = 25.4 / 96
"""Millimetres in a pixel of CSS."""


class Look(NamedTuple):
    """A row of the legend."""

    key: str
    label: str
    standing: Standing
    last: Standing | None = None


def marks(translator: Translator) -> str:
    """Return the style of crossings: the marks of the page, named, told on a hover."""
    looks = [*_looks(translator)]
    root = _root()
    root.append(_renderer(looks, "marker", {look.key: _mark(look) for look in looks}))
    root.append(_labels())
    ET.SubElement(root, "mapTip").text = _TIP
    return _text(root)


def lines(translator: Translator) -> str:
    """Return the style of routes: the lines of the page."""
    looks = [*_looks(translator)]
    root = _root()
    root.append(_renderer(looks, "line", {look.key: _line(look) for look in looks}))
    ET.SubElement(root, "mapTip").text = _TIP
    return _text(root)


def _looks(translator: Translator) -> Iterator[Look]:
    """Yield the rows of a legend, the freest first."""
    for standing in Standing:
        key = standing.status + (f":{standing.default}" if standing.default else "")
        label = translator.t(f"standing.{standing}")
        if standing is not Standing.UNKNOWN:
            yield Look(key, label, standing)
            continue
        for status in Status:
            if status is not Status.UNKNOWN:
                last = translator.t("terminal.last", status=translator.within(Standing(status)))
                yield Look(f"{key}?{status}", f"{label} {last}", standing, Standing(status))
        yield Look(key, label, standing)


def _root() -> ET.Element:
    return ET.Element("qgis", version="3.22.0", styleCategories="Symbology|Labeling|MapTips")


def _text(root: ET.Element) -> str:
    ET.indent(root, " ")
    return ET.tostring(root, "unicode") + "\n"


def _renderer(looks: Iterable[Look], kind: str, layers: Mapping[str, ET.Element]) -> ET.Element:
    """Return what draws each row as its look says, the freest on top."""
    renderer = ET.Element("renderer-v2", type="categorizedSymbol", attr=_KEY, enableorderby="1")
    categories = ET.SubElement(renderer, "categories")
    symbols = ET.SubElement(renderer, "symbols")
    order = []
    for number, look in enumerate(looks):
        ET.SubElement(
            categories,
            "category",
            {"value": look.key, "type": "string", "symbol": str(number), "label": look.label}
            | {"render": "true"},
        )
        symbol = ET.SubElement(
            symbols, "symbol", type=kind, name=str(number), alpha="1", clip_to_extent="1"
        )
        symbol.append(layers[look.key])
        order.append(f"'{look.key}'")
    by = ET.SubElement(ET.SubElement(renderer, "orderby"), "orderByClause", asc="0", nullsFirst="1")
    by.text = f"array_find(array({', '.join(order)}), {_KEY})"
    return renderer


def _layer(name: str, properties: Mapping[str, str]) -> ET.Element:
    layer = ET.Element("layer", {"class": name, "enabled": "1", "pass": "0", "locked": "0"})
    for key, value in properties.items():
        ET.SubElement(layer, "prop", k=key, v=value)
    return layer


def _mark(look: Look) -> ET.Element:
    """Return a mark: a picture in the style itself, as QGIS has no shapes of ours."""
    picture = base64.b64encode(_svg(look).encode()).decode("ascii")
    return _layer(
        "SvgMarker",
        {"name": f"base64:{picture}", "size": f"{_MARK_MM}", "size_unit": "MM", "angle": "0"},
    )


def _svg(look: Look) -> str:
    style = STYLES[look.standing]
    shape, size = style.shape, "width='28' height='28' viewBox='-14 -14 28 28'"
    head = f"<svg xmlns='http://www.w3.org/2000/svg' {size}>"
    if style.hollow:
        tint = style.tint if look.last is None else STYLES[look.last].tint
        ground = THEMES["light"]["land"]
        return f"{head}<path d='{shape}' fill='{ground}' stroke='{tint}' stroke-width='3'/></svg>"
    blank = f"<path d='{style.blank}' fill='{HALO}'/>" if style.blank else ""
    return (
        f"{head}<path d='{shape}' fill='{HALO}' stroke='{HALO}' stroke-width='5' "
        f"stroke-linejoin='round'/><path d='{shape}' fill='{style.colour}'/>{blank}"
        f"<path d='{shape}' fill='none' stroke='{OUTLINE}' stroke-width='1.6' "
        "stroke-linejoin='round'/></svg>"
    )


def _line(look: Look) -> ET.Element:
    style = STYLES[look.standing]
    colour = style.lines["light"].lstrip("#")
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return _layer(
        "SimpleLine",
        {
            "line_color": f"{red},{green},{blue},255",
            "line_width": f"{style.line.width * _MM:.2f}",
            "line_width_unit": "MM",
            "line_style": "solid",
            "capstyle": "flat",
            "joinstyle": "round",
            "use_custom_dash": "1" if style.line.dashes else "0",
            "customdash": ";".join(f"{each * _MM:.2f}" for each in style.line.dashes or (5, 2)),
            "customdash_unit": "MM",
        },
    )


def _labels() -> ET.Element:
    labelling = ET.Element("labeling", type="simple")
    settings = ET.SubElement(labelling, "settings", calloutType="simple")
    text = ET.SubElement(
        settings,
        "text-style",
        fieldName="name",
        fontSize="8",
        fontSizeUnit="Point",
        textColor="26,26,26,255",
        isExpression="0",
    )
    ET.SubElement(
        text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferColor="255,255,255,230"
    )
    ET.SubElement(settings, "placement", placement="6", offsetType="1", dist="0.6", distUnits="MM")
    ET.SubElement(settings, "rendering", obstacle="1", displayAll="0", scaleVisibility="0")
    return labelling
