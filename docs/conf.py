"""How Sphinx builds these pages: without a network, and the same bytes from the same sources."""

from __future__ import annotations

import sys
from pathlib import Path

import borders

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]  # what a release says of the data too

project = "borders"
author = "The borders developers"
release = version = borders.__version__
html_title = "borders"
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
    "sphinx_copybutton",
    "extension",
]
exclude_patterns = ["extension", "examples/*/*.toml"]
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # a page that is read on its own too may begin lower

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["borders.css"]
html_copy_source = html_show_sourcelink = html_show_copyright = html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {"top_of_page_buttons": []}
# What `make notebooks` wrote, if it was run: nothing is executed here.
html_extra_path = sorted(map(str, (HERE.parent / "build" / "notebooks").glob("*.html")))

copybutton_prompt_text = r"\$ |>>> |\.\.\. "
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = True

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_class_signature = "mixed"
autodoc_default_options = {"members": True}
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_preprocess_types = False

default_role = "code"
nitpicky = True
# Other people's names: their pages would have to be asked for where they are.
nitpick_ignore_regex = [
    (
        r"py:.*",
        r"(collections|datetime|folium|geopandas|importlib|matplotlib|msgspec|np|numpy|os|pandas|pathlib|shapely|t|typing)\..*",
    ),
    # What works behind the answers, and is nobody's to make.
    (
        r"py:class",
        r"(.*\.)?(CountryLocator|Diagrams|Network|Path|Point|Profile|Towns|Translator|datetime)",
    ),
]
