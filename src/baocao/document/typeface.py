"""Step 4, document: the typeface of official documents, apart from the tree, which a look at the fonts does not need."""

from __future__ import annotations

TEXT_FONT = "Times New Roman"
