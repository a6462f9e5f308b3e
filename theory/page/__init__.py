"""Pages that need nothing but a browser: one HTML file with its style, its script and its data inside.

`page` puts one together so that opening it asks no server and runs no script but ours. May come in: the standard library, and
what every page of this project shares (style, the switch between light and dark, the palette, which pictures share too). What
stands on a page stays with its makers.
"""

from theory.page.document import THEME_SWITCH, data_block, html_table, page, shared

__all__ = ["THEME_SWITCH", "data_block", "html_table", "page", "shared"]
