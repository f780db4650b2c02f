"""Step 7, check: a reading as the arithmetic checks see it: sentences, their values, and where each note is called."""

from __future__ import annotations

from dataclasses import dataclass, field

from baocao.checks.arithmetic.items import Item, items_of
from baocao.checks.arithmetic.sentences import Sentence, sentences_of
from baocao.checks.passages import Reading


@dataclass(frozen=True, slots=True)
class Called:
    """Where a note is called: the sentence, and the offset in its passage."""

    sentence: Sentence
    at: int


@dataclass(slots=True)
class Text:
    """The sentences of each passage and all in reading order, the values of each sentence, the call of each note."""

    reading: Reading
    passages: list[list[Sentence]] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    _items: dict[tuple[int, int], list[Item]] = field(default_factory=dict)
    _calls: dict[int, Called] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading) -> Text:
        """Return the reading, parsed."""
        text = cls(reading)
        for index, passage in enumerate(reading.passages):
            sentences = sentences_of(passage, index)
            text.passages.append(sentences)
            text.sentences += sentences
            for call in passage.calls:
                sentence = next((one for one in sentences if one.start < call.at <= one.end), None)
                if sentence is not None:
                    for note in call.notes:
                        text._calls.setdefault(note, Called(sentence, call.at))
        return text

    def alone(self, index: int) -> bool:
        """Return whether a passage neither calls a note nor stands in one that is called."""
        return index not in self._calls and not self.reading.passages[index].calls

    def items(self, sentence: Sentence) -> list[Item]:
        """Return the values of a sentence in order."""
        key = sentence.index, sentence.start
        items = self._items.get(key)
        if items is None:
            items = self._items[key] = items_of(sentence)
        return items

    def before(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence before this one in its passage."""
        around = self.passages[sentence.index]
        at = around.index(sentence)
        return around[at - 1] if at else None

    def call(self, sentence: Sentence) -> Called | None:
        """Return where the note is called in which ``sentence`` stands; None in the body."""
        return self._calls.get(sentence.index)

    def notes(self, sentence: Sentence) -> list[tuple[int, Sentence]]:
        """Return the sentences of the notes called in ``sentence``, each with the offset of the call."""
        return [
            (call.at, note)
            for call in sentence.passage.calls
            if sentence.start < call.at <= sentence.end
            for index in call.notes
            for note in self.passages[index]
        ]
