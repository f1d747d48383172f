"""Short stands for the libraries from which folium's own elements take very little."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from branca.colormap import ColorMap

__all__ = ["JQUERY", "ROTATIONS", "asks_more_of_jquery", "legend"]

JQUERY: Final = """\
function $(what) {
  if (what === document) return { ready: (run) => setTimeout(run) };
  const shell = document.createElement('template');
  shell.innerHTML = what;
  return [...shell.content.children];
}"""
"""What popups and maps take from jQuery."""

ROTATIONS: Final = "".join(
    f".fa-rotate-{angle}{{transform:rotate({angle}deg)}}" for angle in range(1, 360)
)
"""The rules by which the icons of folium's markers are turned."""

_MORE = re.compile(r"\bjQuery\b|\$\.|\$\((?!\s*(?:`|document\)\.ready\())")

_LEGEND: Final = """\
(({colours, ticks, caption, ink, width, height}, map) => {
  const made = (tag, attributes, text = '') => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.textContent = text;
    return node;
  };
  const legend = L.control({position: 'topright'});
  legend.onAdd = () => {
    const box = L.DomUtil.create('div', 'legend');
    const svg = made('svg', {width, height: height + 8, role: 'img', 'aria-label': caption});
    for (const [x, wide, fill] of colours)
      svg.append(made('rect', {x: 25 + x, y: 16, width: wide, height: height - 30, fill}));
    for (const [x, text] of ticks) {
      const place = {x: 25 + x, y: 12, 'text-anchor': 'middle'};
      svg.append(made('text', {...place, 'font-size': 10, fill: ink}, text));
    }
    svg.append(made('text', {x: 25, y: 40, 'font-size': 12, fill: ink}, caption));
    box.append(svg);
    return box;
  };
  return {legend: legend.addTo(map)};
})"""
"""What legends of colours take from D3."""


def asks_more_of_jquery(code: str) -> bool:
    """Return whether code takes more from jQuery than the above gives.

    Examples
    --------
    >>> asks_more_of_jquery("$(`<p>`)[0]"), asks_more_of_jquery("$('#slider').hide()")
    (False, True)
    """
    return _MORE.search(code) is not None


def legend(colours: ColorMap, map_name: str) -> str:
    """Return the code that draws the legend of a map of colours, as branca's own does.

    Parameters
    ----------
    colours
        What it explains.
    map_name
        The variable of the map that it stands on.
    """
    room = colours.width - 50
    least, most = colours.color_domain[0], colours.color_domain[-1]
    step = room / len(colours.color_range)
    runs, x = [], 0.0
    for colour, same in groupby(colours.color_range):
        wide = step * len(list(same))
        runs.append([round(x, 2), round(wide, 2), colour])
        x += wide
    ticks = [
        [round((tick - least) / (most - least) * room, 2), f"{tick:g}"]
        for tick in colours.tick_labels or ()
        if isinstance(tick, int | float) and most > least
    ]
    data = {
        "colours": runs,
        "ticks": ticks,
        "caption": colours.caption,
        "ink": colours.text_color,
        "width": colours.width,
        "height": colours.height,
    }
    values = json.dumps(data, separators=(",", ":"))
    return f"var {colours.get_name()} = {_LEGEND}({values}, {map_name});"
