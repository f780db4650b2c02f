"""What a machine lacks for printing."""

import importlib
import sys

import pytest

from baocao import doctor
from baocao.printing import fonts


@pytest.fixture(autouse=True)
def fresh():
    fonts.found.cache_clear()
    yield
    fonts.found.cache_clear()


def test_this_machine_can_print():
    assert [finding for finding in doctor.examine() if finding.code in ("HT101", "HT102", "HT104")] == []


def test_a_font_without_vietnamese_letters_is_told(monkeypatch):
    monkeypatch.setattr(
        fonts, "_ask", lambda command: {"DejaVu Serif"} if ":lang=vi" in command else {"Liberation Serif"}
    )
    (finding,) = doctor.examine()
    assert finding.code == "HT103"
    assert "Liberation Serif" in finding.message


def test_everything_missing_is_told_at_once(monkeypatch):
    def refuse(name):
        raise OSError("cannot load library 'libpango-1.0-0': no such file\nmore lines")

    monkeypatch.setattr(importlib, "import_module", refuse)
    monkeypatch.setattr(fonts, "_ask", lambda command: set())
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    findings = doctor.examine()
    assert [finding.code for finding in findings] == ["HT104", "HT101", "HT102"]
    assert all(finding.hint for finding in findings)


def test_without_the_tools_of_fontconfig_the_font_counts_as_there(monkeypatch):
    monkeypatch.setattr(fonts.shutil, "which", lambda name: None)
    assert fonts.found() == "Times New Roman"


def test_fonts_of_the_same_widths_stand_in():
    assert fonts.family("Times New Roman") == '"Times New Roman", "Liberation Serif", "Tinos", serif'
    assert fonts.family('Arial"; } body {') == '"Arial  body ", serif'
    assert fonts.line_factor("Calibri") > fonts.line_factor("Times New Roman") == 1.149
