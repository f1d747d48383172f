"""Open a GeoPackage in a real QGIS, look at how it draws the layers, and save a picture of them.

It runs on the system's Python, which QGIS brings its own modules to: `make audit-qgis`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from borders.enums import Standing, Status
from borders.style import STYLES, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYERS: Final = ("crossings", "routes")
LOOKS: Final = len(Standing) + len(Status) - 1
"""What is not known is told apart by what was known last, if anything was."""
SIZE: Final = (1400, 1000)


def audit(package: Path, picture: Path) -> Iterator[str]:
    """Save a picture of a package, print what QGIS makes of it, and yield what is wrong."""
    layers = [QgsVectorLayer(f"{package}|layername={name}", name, "ogr") for name in LAYERS]
    for layer in layers:
        renderer = layer.renderer()
        looks = renderer.categories() if renderer.type() == "categorizedSymbol" else []
        told = ", ".join(look.label() for look in looks)
        print(f"{layer.name()}: {layer.featureCount()} rows, {len(looks)} looks: {told}")
        if len(looks) != LOOKS:
            yield f"{layer.name()}: QGIS found {len(looks)} looks, not {LOOKS}"
        if not layer.mapTipTemplate():
            yield f"{layer.name()}: no map tip"
    if not layers[0].labelsEnabled():
        yield "crossings: no names"
    image = drawn(layers)
    image.save(str(picture))
    print(f"{picture}: look at it")
    width, height = SIZE
    pixels = {image.pixelColor(x, y).name() for x in range(width) for y in range(height)}
    for colour in sorted(colours(layers[0]) - pixels):
        yield f"{picture}: nothing is drawn in {colour}"


def drawn(layers: list[QgsVectorLayer]) -> QImage:
    """Return the picture that QGIS draws of layers, the first on top."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setBackgroundColor(QColor(THEMES["light"]["land"]))
    settings.setOutputSize(QSize(*SIZE))
    extent = layers[0].extent()
    extent.scale(1.2)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def colours(layer: QgsVectorLayer) -> set[str]:
    """Return in which colours its marks are to be, as the page has them."""
    found = set()
    for row in layer.getFeatures():
        if row.hasGeometry():
            default, last = (row[name] or None for name in ("default", "last_known"))
            look = STYLES[Standing.of(Status(row["status"]), default and Status(default))]
            tint = STYLES[Standing(last)].tint if look.hollow and last else look.colour
            found.add(tint.lower())
    return found


if __name__ == "__main__":
    application = QgsApplication([], False)  # noqa: FBT003 - QGIS takes it by place
    application.initQgis()
    wrong = [*audit(Path(sys.argv[1]), Path(sys.argv[2]))]
    application.exitQgis()
    print("\n".join(wrong))
    sys.exit(bool(wrong))
