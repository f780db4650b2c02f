"""Step 9, refresh: what is asked of a refresh."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from baocao.data.periods import Period
from baocao.refresh.changes import Answer
from baocao.refresh.wording import Revision


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a refresh.

    ``period`` None: that of the draft; ``report`` is needed only where the draft has lost its register.  ``answers``
    say by figure id what to do with what was typed over, ``default`` for all others.  ``revision`` None: no tracked
    changes.  ``day`` is the day on which numbers put into the data count as received.
    """

    day: datetime.date
    period: Period | None = None
    report: str = ""
    default: Answer = Answer.KEEP
    answers: dict[str, Answer] = field(default_factory=dict)
    revision: Revision | None = None

    def answer(self, id: str) -> Answer:
        """Return what to do with the figure of this id if it was typed over."""
        return self.answers.get(id, self.default)
