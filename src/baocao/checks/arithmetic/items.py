"""Step 7, check: what a sentence counts, each value with the shares, rates and changes that are said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.quantities import Quantity
from baocao.checks.arithmetic.sentences import Mention, Role, Sentence

_VALUES = (Role.VALUE, Role.FROM, Role.TO)


@dataclass(slots=True)
class Item:
    """A value (of a fraction the part) and what is said about it.  ``sentence`` is where it stands."""

    sentence: Sentence
    mention: Mention
    quantity: Quantity
    said: list[Mention] = field(default_factory=list)

    def of(self, *roles: Role) -> list[Mention]:
        """Return what is said in these roles."""
        return [mention for mention in self.said if mention.role in roles]


def items_of(sentence: Sentence) -> list[Item]:
    """Return the values of a sentence in order; what is said about none of them is left out."""
    items: list[Item] = []
    latest: dict[int, Item] = {}
    before: Mention | None = None
    for mention in sentence.mentions:
        if before is not None and mention.own and mention.group == before.group:
            latest.pop(mention.group, None)
        if mention.about_another:
            subject = latest.get(mention.group)
            if subject is None and mention.group >= 0:
                subject = latest.get(sentence.parents.get(mention.group, -1))
            if subject is not None:
                subject.said.append(mention)
        elif mention.role in _VALUES or (mention.own and mention.role in (Role.RATE, Role.SHARE)):
            item = Item(sentence, mention, mention.quantity)
            items.append(item)
            latest[mention.group] = item
        before = mention
    return items


def alike(item: Item, others: Iterable[Item]) -> list[Item]:
    """Return those of ``others`` that count the same thing as ``item``."""
    return [other for other in others if other is not item and item.quantity.alike(other.quantity)]


def shares_of(parts: Sequence[Item]) -> Interval:
    """Return what the shares of the parts make together, in percent; a part without one counts for nothing."""
    shares = [part.of(Role.SHARE)[0].quantity for part in parts if part.of(Role.SHARE)]
    return Interval.total(share.usual() for share in shares)


def shares_fill(parts: Sequence[Item]) -> bool:
    """Return whether every part has a share and the shares make 100%."""
    every = len(parts) >= 2 and all(part.of(Role.SHARE) for part in parts)
    return every and shares_of(parts).meets(Interval(Decimal(100), Decimal(100)))
