"""Step 2, data: questions that a view recorded as text, asked again of other data."""

from __future__ import annotations

from collections.abc import Mapping

from baocao.data.answers import answer_hash
from baocao.data.dataset import Dataset
from baocao.data.observations import Key, Measure, Observation
from baocao.data.periods import Period
from baocao.findings import Place

_MEASURES = {measure.value: measure for measure in Measure}


def ask(dataset: Dataset, question: str) -> object:
    """Return what ``dataset`` answers to the text of a question of ``View.queries``."""
    match question.split("|"):
        case [indicator, period, scope, basis, measure]:
            return dataset.get(Key(indicator, Period.parse(period), scope, basis, _MEASURES[measure]))
        case ["history", indicator, period, scope, basis, measure]:
            return dataset.history(Key(indicator, Period.parse(period), scope, basis, _MEASURES[measure]))
        case ["bases", indicator, period, scope]:
            return dataset.bases(indicator, Period.parse(period), scope)
        case ["list", name, period]:
            return dataset.list(Period.parse(period), name)
        case ["numbers", period, scope]:
            return dataset.has_numbers(Period.parse(period), scope)
        case ["facts", key, report]:
            return dataset.facts.lines(key, report)
        case _:
            raise ValueError(question)


def changed(dataset: Dataset, queries: Mapping[str, str]) -> dict[str, str]:
    """Return the questions that ``dataset`` answers in another way than their hashes tell, with the hashes of now."""
    now = {question: answer_hash(ask(dataset, question)) for question in queries}
    return {question: answer for question, answer in now.items() if answer != queries[question]}


def subject(dataset: Dataset, question: str) -> tuple[str, Place | None]:
    """Return what a question is about in words ("Kim ngạch xuất khẩu, 9 tháng đầu năm 2021"), and where its answer stands.

    The place is None when nothing is there, or when the answer is not one cell or list.
    """
    answer = ask(dataset, question)
    place = answer.place if isinstance(answer, Observation) else None
    match question.split("|"):
        case ["list", name, period]:
            found = dataset.list(Period.parse(period), name)
            return f"danh sách {name.replace('_', '-')}, {Period.parse(period).name}", found.place if found else None
        case ["numbers", period, _]:
            return f"số liệu của {Period.parse(period).name}", None
        case ["facts", key, _]:
            return f"thông tin cơ quan: {key}", None
        case (
            ["history", *_, indicator, period, _, _, _] | ["bases", indicator, period, _] | [indicator, period, _, _, _]
        ):
            known = dataset.catalogue.indicators.get(indicator)
            name = known.name if known else indicator
            return f"{name[:1].upper()}{name[1:]}, {Period.parse(period).name}", place
        case _:
            raise ValueError(question)
