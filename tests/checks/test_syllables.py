"""Which strings are Vietnamese syllables, and which old encodings a text is typed in."""

import pytest

from baocao.checks.vocabulary import words
from baocao.checks.wording.legacy import encoding_of
from baocao.checks.wording.syllables import bare, is_syllable

RIGHT = words(
    "quýt giếng gìn giặc khuỷu thuở khuya boong xoong yếu uyên oản huơ quơ quốc quệt ngoằn ngoèo loắt choắt rượu hươu hưu "
    "nghiêng ghềnh quay quây nguây xoáy hoài người chuối khuâng hoẵng tuyết tuyệt quyển ước uống ấp ách thích mệnh gừng ý y"
)
WRONG = words("nghành ngề gê kéx đưọc liêt dutlịch hoach thich căch truờngx ươong bbáo xuât tâp phãp ceo ắăn")


@pytest.mark.parametrize("word", sorted(RIGHT))
def test_right(word):
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", sorted(WRONG))
def test_wrong(word):
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("word", "letters", "tone"), [("Hoá", "hoa", "s"), ("được", "đươc", "j"), ("ẫ", "â", "x"), ("kỳ", "ky", "f")]
)
def test_letters_and_tone_come_apart(word, letters, tone):
    assert bare(word) == (letters, tone)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "TCVN3 (ABC)"),
        ("B¸o c¸o t×nh h×nh kinh tÕ - x· héi", "TCVN3 (ABC)"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI"),
        ("Tình hình kinh tế - xã hội chín tháng đầu năm", None),
        ("La situation économique à l'étranger, été 2021", None),
        ("Tỉnh München, Zürich và Genève", None),
        ("", None),
    ],
)
def test_old_encodings_are_told_by_reading_them(text, encoding):
    assert encoding_of(text) == encoding
