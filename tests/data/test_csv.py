import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baocao.errors import BaocaoError, InputError
from baocao.findings import Findings
from baocao.sheets.reading import read_csv, read_sheets


def rows(text):
    sheet = read_csv(text.encode("utf-8"), "a.csv", Findings())
    return [row.values for row in (sheet.header, *sheet.rows)]


@pytest.mark.parametrize(
    "text",
    [
        "mã;tên\na;b\n",
        "\ufeffmã;tên\r\na;b\r\n",
        "mã,tên\na,b",
        "\n\nmã;tên\n\n;\na;b\n\n",
        '"mã";"tên"\na;"b"\n',
        " mã ;tên\u00a0\n a;b \n",
        "mã;te\u0302n\na;b\n",
        'mã;tên\r"a";b\r',
    ],
)
def test_the_same_table_in_many_writings(text):
    assert rows(text) == [["mã", "tên"], ["a", "b"]]


def test_a_comma_inside_a_table_with_semicolons_is_text():
    assert rows("mã;tên, đơn vị\na;1,5\n") == [["mã", "tên, đơn vị"], ["a", "1,5"]]
    assert rows('mã,"tên; x"\na,"1,5"\n') == [["mã", "tên; x"], ["a", "1,5"]]


def test_words_that_mean_missing_elsewhere_are_text():
    assert rows("mã;tên\nNA;null\nNaN;None\n")[1:] == [["NA", "null"], ["NaN", "None"]]


def test_addresses_count_the_lines_of_the_file():
    sheet = read_csv(b'a;b\n\n"x\ny";1\nz;2\n', "t.csv", Findings())
    assert [str(sheet.place(row, 1)) for row in sheet.rows] == ["t.csv, ô B3, dòng 3", "t.csv, ô B5, dòng 5"]


def test_an_empty_file_is_a_warning():
    findings = Findings()
    assert read_csv(b"\n \n", "t.csv", findings) is None
    assert findings.items[0].code == "DL008"


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ("mã;tên\na;Lạng".encode("cp1258", "replace"), "DL001", ("UTF-8", "TCVN3")),
        ("mã;tên\n".encode("utf-16"), "DL001", ("UTF-8",)),
        (b"a;b\n\x00;1\n", "DL001", ("byte 0",)),
        ("mã\ttên\na\tb\n".encode(), "DL002", ("tab", ";")),
        (b"a;b\n1;2;3\n", "DL002", ("dòng 2", "3 ô", "2 ô", "ngoặc kép")),
        (b'a;b\n"1;2\n3;4\n', "DL002", ("ngoặc kép",)),
    ],
)
def test_what_is_no_table(data, code, words):
    with pytest.raises(InputError) as caught:
        read_csv(data, "t.csv", Findings())
    finding = caught.value.findings[0]
    assert finding.code == code
    text = f"{finding.message} {finding.place} {finding.hint}"
    assert all(word in text for word in words), text


@pytest.mark.parametrize("strange", ["\ue000", "\uf8ff", "\U000f0000", "\U0010fffd", "\x07", "\ufffd"])
def test_strange_characters_are_found_where_they_stand(strange):
    findings = Findings()
    sheet = read_csv(f"mã;tên\na;x{strange}y\n".encode(), "t.csv", findings)
    assert sheet.rows[0].values == ["a", "xy"]
    assert (findings.items[0].code, str(findings.items[0].place)) == ("KG010", "t.csv, ô B2, dòng 2")


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")), max_size=8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.xlsx"]))
def test_garbage_gives_a_finding_or_a_table_and_nothing_else(data, name):
    with contextlib.suppress(BaocaoError):
        read_sheets(data, name, Findings())


@settings(max_examples=60)
@given(st.text('ab;,"\n\r1 .é\ufeff', max_size=60))
def test_mangled_text_gives_a_finding_or_a_table_and_nothing_else(text):
    with contextlib.suppress(BaocaoError):
        read_sheets(text.encode("utf-8"), "a.csv", Findings())
