"""Step 9, trace: a traced figure in words: label and text, as the screen and the page in the browser show them."""

from __future__ import annotations

from baocao.tracing.traces import UNCHANGED, Trace

_ONE_CELL = "lấy thẳng từ ô số liệu"
_NO_NUMBER = "chưa có số liệu"
_COUNTED = "số thứ tự, đánh khi làm văn bản"
"""Of the number of a chart in its caption."""


def words(trace: Trace, workspace: bool) -> tuple[tuple[str, str], ...]:
    """Return what is known of a figure as pairs of label and text; ``workspace``: catalogue and data were at hand."""
    if trace.printed is None:
        return (("Nguồn", "số này không có trong sổ số liệu của tệp"),)
    told = [("Số", trace.name.removesuffix(f", {trace.period}")), ("Kỳ", trace.period)]
    if workspace:
        told.append(("Cơ quan cung cấp", trace.agency or "danh mục chỉ tiêu chưa ghi"))
    if trace.value:
        told.append(("Giá trị trước khi làm tròn", trace.brief_value))
    if trace.cells or trace.formula:
        told.append(("Cách tính", trace.formula or _ONE_CELL))
    else:
        told.append(("Cách tính", _NO_NUMBER if trace.indicator else _COUNTED))
    told += [("Ô số liệu", str(cell)) for cell in trace.cells]
    if trace.cells:
        told.append(("Ngày nhận", ", ".join(trace.received) or "không ghi"))
    told += [("Nguồn", source) for source in trace.sources]
    if trace.now:
        told.append(("Số liệu nay", _present(trace)))
    return tuple(told)


def _present(trace: Trace) -> str:
    return UNCHANGED if trace.now == UNCHANGED else f"đã đổi, nay là “{trace.now}”"
