"""Short names of the arrays that the code passes on, for types alone."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int32]
Bools: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.object_]
Shapes: TypeAlias = NDArray[np.object_]
Numbers: TypeAlias = NDArray[np.integer[Any]]
"""Whole numbers of any width, such as places in another array."""
