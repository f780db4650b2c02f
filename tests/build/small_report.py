"""Where the files of the small report lie that the command line is tried with (fixture ``desk``)."""

DATA_FILE = "data/2021-9T/so-lieu.csv"
SECTION = "templates/thu/01-phan.md"
FRAME = "templates/mau-trinh-bay/nghi-dinh-30.docx"
OUTPUT = "output/2021-9T/lang-son/thu.docx"
BUILD = ("build", "thu", "--period", "2021-9T")
