"""Exporting and importing from the shell: what is written, what is refused, and what is said."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reader.exchange import known
from tests.cli.test_cli import Shell
from tests.exchange.records import TEXT
from tests.exchange.rich import COLUMN, COUNT, NEWS, rich, rich_folder, tags


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the rich export's pages and database."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    place = tmp_path / "桐湾 日报"
    place.mkdir()
    rich_folder(place)
    return place


def ids(path: Path) -> list[str]:
    lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    return [line["annotation"]["id"] for line in lines if "annotation" in line]


@pytest.mark.parametrize("name", [name for name, form in known().items() if form.kind == "text"])
def test_text_formats_go_to_standard_output_or_a_file_alike(shell: Shell, folder: Path, name: str) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "reader", "export", name, folder, "-o", "-"],
        cwd=shell.folder, env=shell.environment, capture_output=True, timeout=60,
    )  # fmt: skip
    assert printed.returncode == 0
    assert shell.run("export", name, folder, "-o", "out").returncode == 0
    assert (shell.folder / "out").read_bytes() == printed.stdout
    assert str(COUNT) in printed.stderr.decode()


def test_a_whole_export_has_everything(shell: Shell, folder: Path) -> None:
    done = shell.run("export", "jsonl", folder, "-o", "a.jsonl")
    assert done.stderr == f"xiance: {COUNT} annotations written: a.jsonl\n"
    assert sorted(ids(shell.folder / "a.jsonl")) == sorted(item.annotation.id for item in rich().records)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--tag", "民生"], None),
        (["--level", "page"], 2),
        (["--level", "measure", "--kind", "news"], 0),
        (["--field", "outcome=partly"], 1),
        (["--field", "outcome"], 1),
        (["--field", "outcome=adopted"], 0),
        (["--field", "outcome=adopted", "--field", "stage"], 1),
        (["--since", "2026-01-05", "--until", "2026-01-05"], COUNT),
        (["--since", "2026-01-07"], 0),
        (["--until", "2026-01-04"], 0),
        (["--article", "路牌"], None),
    ],
)
def test_filters_are_those_of_list(shell: Shell, folder: Path, filters: list[str], count: int | None) -> None:
    listed = shell.run("list", "--json", folder, *filters, TZ="UTC").stdout.split("\n")[:-1]
    assert len(listed) == count if count is not None else 0 < len(listed) < COUNT
    done = shell.run("export", "jsonl", folder, *filters, "-o", "a.jsonl", TZ="UTC")
    assert done.returncode == (0 if listed else 1)
    if listed:
        assert sorted(ids(shell.folder / "a.jsonl")) == sorted(json.loads(line)["id"] for line in listed)
    else:
        assert not (shell.folder / "a.jsonl").exists()


def test_nothing_to_export_names_the_filter(shell: Shell, folder: Path, tmp_path: Path) -> None:
    done = shell.run("export", "csv", folder, "--tag", "城建", "--by", "nobody", "-o", "a.csv")
    assert done.returncode == 1
    assert done.stderr == "xiance: nothing to export: --by lets none of 200 annotations pass\n"
    done = shell.run("export", "csv", folder, "--level", "measure", "--kind", "news")
    assert "--kind, --level" in done.stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    shutil.copy(folder / NEWS, empty)
    done = shell.run("export", "csv", empty)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing is annotated yet" in done.stderr
    assert not list(shell.folder.glob("*.csv"))


def test_a_folder_gets_a_name_every_system_takes(shell: Shell, folder: Path) -> None:
    (shell.folder / "out").mkdir()
    assert shell.run("export", "jsonl", folder, "-o", "out").returncode == 0
    assert shell.run("export", "jsonl", folder / COLUMN, "-o", "out", "--lang", "zh").returncode == 0
    names = sorted(path.name for path in (shell.folder / "out").iterdir())
    assert names == ["桐湾 日报-annotations.jsonl", "桐湾日报2026-01-05_02版-标注.jsonl"]


def test_nothing_is_replaced_unasked(shell: Shell, folder: Path) -> None:
    (shell.folder / "a.csv").write_text("mine")
    done = shell.run("export", "csv", folder, "-o", "a.csv")
    assert done.returncode == 1
    assert "--force" in done.stderr
    assert (shell.folder / "a.csv").read_text() == "mine"
    assert shell.run("export", "csv", folder, "-o", "a.csv", "--force").returncode == 0
    assert (shell.folder / "a.csv").read_text("utf-8").startswith("\ufeff")


def test_database_and_pages_are_never_replaced(shell: Shell, folder: Path) -> None:
    kept = {path: path.read_bytes() for path in folder.iterdir()}
    (shell.folder / "link").symlink_to(folder / "annotations.json")
    for name in (folder / "annotations.json", folder / "annotations.json.journal", folder / COLUMN, "link"):
        done = shell.run("export", "jsonl", folder, "-o", name, "--force")
        assert done.returncode == 1, name
        assert "choose another name" in done.stderr
    done = shell.run("articles", folder, "-o", folder / COLUMN, "--force")
    assert done.returncode == 1
    assert {path: path.read_bytes() for path in kept} == kept


def test_what_is_lost_is_said(shell: Shell, folder: Path) -> None:
    done = shell.run("export", "csv", folder, "-o", "a.csv")
    assert (
        "csv cannot hold: characters that the format forbids (4), when tags are to be put on (155)"
        in done.stderr
    )
    done = shell.run("export", "csv", folder, "-o", "b.csv", "--lang", "zh")
    assert "csv 放不下：" in done.stderr
    assert "cannot hold" not in shell.run("export", "w3c", folder, "-o", "a.jsonld").stderr


def test_folder_and_binary_formats_want_a_file(
    shell: Shell, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin(tmp_path / "site", "folderly", kind="folder")
    plugin(tmp_path / "site", "binary", kind="binary")
    path = os.pathsep.join([shell.environment["PYTHONPATH"], str(tmp_path / "site")])
    done = shell.run("export", "folderly", folder, PYTHONPATH=path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "-o" in done.stderr
    assert shell.run("export", "binary", folder, PYTHONPATH=path).stdout == "binary 200"
    assert in_terminal(shell, "export", "binary", str(folder), path=path)[0] == 2
    assert shell.run("export", "folderly", folder, "-o", "new", PYTHONPATH=path).returncode == 0
    assert (shell.folder / "new" / "count").read_text() == "200"


def plugin(site: Path, name: str, *, kind: str, code: str = "") -> None:
    """A package with a format, as it is installed: a module, and metadata with its entry point."""
    site.mkdir(exist_ok=True)
    (site / f"{name}_format.py").write_text(
        code
        or f"""
from reader.exchange import Format

FORM = Format(name="{name}", suffix=".x", about="one more", module="{name}_format", kind="{kind}")

def write(export, out):
    out.write(b"{name} %d" % sum(1 for _record in export.records))

def write_folder(export, folder):
    (folder / "count").write_text(str(sum(1 for _record in export.records)))
"""
    )
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[xiance.formats]\n{name} = {name}_format:FORM\n")


def test_a_package_adds_a_format(shell: Shell, folder: Path, tmp_path: Path) -> None:
    plugin(tmp_path / "site", "mine", kind="text")
    path = os.pathsep.join([shell.environment["PYTHONPATH"], str(tmp_path / "site")])
    done = shell.run("export", "mine", folder, PYTHONPATH=path)
    assert (done.returncode, done.stdout) == (0, "mine 200")
    assert "one more" in shell.run("export", "--help", PYTHONPATH=path).stdout
    assert shell.run("export", "mine", folder).returncode == 2


def test_a_broken_package_is_left_out_and_named(shell: Shell, folder: Path, tmp_path: Path) -> None:
    plugin(tmp_path / "site", "torn", kind="text", code="raise RuntimeError('no \\x1b luck')")
    plugin(tmp_path / "site", "alien", kind="text", code="FORM = 3")
    code = 'from reader.exchange import Format\nFORM = Format("csv", ".c", "theirs", "alias_format")\n'
    plugin(tmp_path / "site", "alias", kind="text", code=code)
    path = os.pathsep.join([shell.environment["PYTHONPATH"], str(tmp_path / "site")])
    done = shell.run("export", "jsonl", folder, "-o", "a.jsonl", PYTHONPATH=path)
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert len(lines) == 4
    assert [name for name in ("alias", "alien", "torn") if f"left out: {name} (" in done.stderr] == [
        "alias",
        "alien",
        "torn",
    ]
    assert "\x1b" not in done.stderr


def in_terminal(shell: Shell, *arguments: str, path: str = "") -> tuple[int, str]:
    """Run it with a terminal as standard output and error; return the status and what was drawn."""
    master, slave = pty.openpty()
    environment = {**shell.environment, **({"PYTHONPATH": path} if path else {})}
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", *arguments],
        cwd=shell.folder, env=environment, stdout=slave, stderr=slave, stdin=slave,
    )  # fmt: skip
    os.close(slave)
    drawn = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        drawn += piece
    os.close(master)
    return process.wait(timeout=30), drawn.decode()


SLOW = """
import time
from reader.exchange import Format

FORM = Format(name="slow", suffix=".x", about="slow", module="slow_format")

def write(export, out):
    out.write(b"begun")
    out.flush()
    for record in export.records:
        time.sleep(0.05)
"""


def test_progress_is_shown_where_somebody_watches(shell: Shell, folder: Path, tmp_path: Path) -> None:
    plugin(tmp_path / "site", "slow", kind="text", code=SLOW.replace("0.05", "0.01"))
    path = os.pathsep.join([shell.environment["PYTHONPATH"], str(tmp_path / "site")])
    status, drawn = in_terminal(shell, "export", "slow", str(folder), "-o", "a.x", path=path)
    assert status == 0
    steps = drawn.split("\r")
    assert any(step.strip().isdigit() for step in steps)
    assert "\r" not in shell.run("export", "slow", folder, "-o", "b.x", PYTHONPATH=path).stderr


def test_stopping_leaves_no_file(shell: Shell, folder: Path, tmp_path: Path) -> None:
    plugin(tmp_path / "site", "slow", kind="text", code=SLOW.replace("0.05", "30"))
    path = os.pathsep.join([shell.environment["PYTHONPATH"], str(tmp_path / "site")])
    out = shell.folder / "out"
    out.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "export", "slow", str(folder), "-o", "out/a.x"],
        cwd=shell.folder, env={**shell.environment, "PYTHONPATH": path}, stderr=subprocess.PIPE,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not any(item.stat().st_size for item in out.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert not list(out.iterdir())


# -- importing


def test_import_reports_and_names_what_is_not_found(shell: Shell, folder: Path, tmp_path: Path) -> None:
    assert shell.run("export", "w3c", folder, "-o", "a.jsonld").returncode == 0
    for path in folder.glob("annotations.json*"):
        path.unlink()
    done = shell.run("import", "w3c", "a.jsonld", folder)
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert lines[0] == "xiance: 198 placed, 0 moved, 2 not found; 0 here already, 0 older than ours"
    assert lines[1] == f"xiance: {len(tags())} new tags"
    assert len(lines) == 4 and all("not found: “" in line for line in lines[2:])
    done = shell.run("import", "w3c", "a.jsonld", folder, "--lang", "zh")
    assert done.stderr == "xiance: 原位 0 条，移位 0 条，未找到 0 条；已有 200 条，旧于本库 0 条\n"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("jsonl", b"", "not a jsonl file"),
        ("jsonl", b"PK\x03\x04\x00", "not a jsonl file"),
        ("jsonl", b'{"format": "xiance.annotations/9"}', "newer"),
        ("jsonl", b'{"format": "xiance.annotations/1"}\n', "no annotations"),
        ("jsonl", b'{"format": "xiance.annotations/1"}\n{"annotation": {"id": "x"}}', "line 2"),
        ("jsonl", b'{"format": "xiance.annotations/1"}\n{"annot', "line 2"),
        ("w3c", b"id,quote\n1,x\n", "not a w3c file"),
        ("w3c", b'{"type": "Annotation", "tar', "JSON"),
        ("w3c", b'[{"target": "a:b"}, {"target": 5}]', "annotation 2"),
        ("w3c", b"[]", "no annotations"),
    ],
)
def test_broken_files_are_told_and_nothing_is_imported(
    shell: Shell, folder: Path, name: str, content: bytes, words: str
) -> None:
    (shell.folder / "x").write_bytes(content)
    before = shell.run("list", folder, "--json").stdout
    done = shell.run("import", name, "x", folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert shell.run("list", folder, "--json").stdout == before


def test_a_cut_export_imports_nothing(shell: Shell, folder: Path) -> None:
    assert shell.run("export", "jsonl", folder, "-o", "a.jsonl").returncode == 0
    whole = (shell.folder / "a.jsonl").read_bytes()
    (shell.folder / "cut.jsonl").write_bytes(whole[: len(whole) // 2 - 7])
    for path in folder.glob("annotations.json*"):
        path.unlink()
    done = shell.run("import", "jsonl", "cut.jsonl", folder)
    assert done.returncode == 1
    assert "nothing was imported" in done.stderr
    assert not list(folder.glob("annotations.json*"))


def test_formats_that_do_not_read_and_missing_files(shell: Shell, folder: Path) -> None:
    assert shell.run("import", "markdown", "x", folder).returncode == 2
    done = shell.run("import", "jsonl", "x", folder)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    done = shell.run("import", "jsonl", folder, folder)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


# -- articles


def test_articles_are_written_clean(shell: Shell, folder: Path) -> None:
    done = shell.run("articles", folder, "--format", "jsonl")
    assert done.returncode == 0
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 5
    assert found[0]["title"] == "让图书馆开到夜里"
    assert found[0]["source"] == {"paper": "桐湾日报", "date": "2026-01-05", "page_no": "2"}
    assert found[0]["paragraphs"][0].startswith("一是延长开馆时间。把𠮷祥巷主馆的")
    only = shell.run("articles", folder, "--format", "jsonl", "--kind", "proposal").stdout
    assert len(only.splitlines()) == 3
    table = shell.run("articles", folder, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert [row["author"] for row in rows] == ["顾晚晴", "白一川", "陆小满", "", ""]
    text = shell.run("articles", folder).stdout
    assert "## 让图书馆开到夜里" in text
    assert "桐湾区读书会 顾晚晴" in text
    assert shell.run("articles", folder, "-o", "a.md").returncode == 0
    assert (shell.folder / "a.md").read_text("utf-8") == text


def test_articles_that_cannot_be_read_cost_a_line(shell: Shell, folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"%PDF-1.4")
    done = shell.run("articles", folder)
    assert done.returncode == 1
    assert "## 让图书馆开到夜里" in done.stdout
    assert done.stderr.count("\n") == 1


def test_proposals_are_listed_before_anything_is_annotated(shell: Shell, tmp_path: Path) -> None:
    place = tmp_path / "new"
    place.mkdir()
    (place / "桐湾日报2026-01-05_02版.txt").write_text(TEXT, "utf-8")
    assert shell.run("export", "xlsx", place, "-o", "all.xlsx").returncode == 0
    sheets = load_workbook(shell.folder / "all.xlsx").worksheets
    assert [sheet.max_row for sheet in sheets[:2]] == [2, 3]
    assert [sheet.max_row for sheet in sheets[2:]] == [1, 1]
    done = shell.run("export", "csv", place, "--sheet", "proposals")
    assert done.returncode == 0
    titles = [row["Title"] for row in csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff")))]
    assert titles == ["让图书馆开到夜里"]
    done = shell.run("export", "csv", place)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing is annotated yet" in done.stderr


def test_a_sheet_that_would_be_empty_is_not_written(shell: Shell, tmp_path: Path) -> None:
    place = tmp_path / "new"
    place.mkdir()
    (place / "桐湾日报2026-01-05_02版.txt").write_text(TEXT, "utf-8")
    for name, sheet in (("xlsx", "annotations"), ("xlsx", "tags"), ("csv", "tags"), ("jsonl", "proposals")):
        done = shell.run("export", name, place, "--sheet", sheet, "-o", "out")
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), (name, sheet)
    for name, sheet in (("xlsx", "proposals"), ("csv", "measures")):
        done = shell.run("export", name, place, "--kind", "notice", "--sheet", sheet, "-o", "out")
        assert done.returncode == 1, (name, sheet)
    assert not (shell.folder / "out").exists()
