"""Figures stand beside each other with their ratio, and go to their place in a document."""

from __future__ import annotations

import pytest

from benchmarks.report import BEGIN, END, Row, insert, table


def test_a_row_shows_both_and_the_ratio() -> None:
    lines = table([Row("p50", "ms", 15.0, 60.0), Row("memory", "MB", 1340.4, None), Row("x", "s", None, 3.0)])
    assert lines.splitlines()[2:] == [
        "| p50 | ms | 15.0 | 60.0 | 0.25 |",
        "| memory | MB | 1,340 | – | – |",
        "| x | s | – | 3.00 | – |",
    ]


def test_only_the_text_between_the_markers_is_replaced() -> None:
    document = f"# Before\n\n{BEGIN}\nold\n{END}\n\nafter\n"
    assert insert(document, "new") == f"# Before\n\n{BEGIN}\nnew\n{END}\n\nafter\n"


@pytest.mark.parametrize("document", ["", f"{BEGIN} without end", f"{END} {BEGIN}"])
def test_a_document_without_markers_is_refused(document: str) -> None:
    with pytest.raises(ValueError, match="needs the lines"):
        insert(document, "new")
