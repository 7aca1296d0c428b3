"""The command line as a person or a script meets it: another process, its streams and its exit status."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.annotations import Caret
from reader.pages.model import Fix
from reader.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
TRACEBACK = "Traceback"
KEYS = [
    "id", "fingerprint", "page", "path", "article", "title", "kind", "level", "measure", "ranges", "quote", "tags",
    "comment", "reply_to", "resolved", "entry", "creator", "created", "modified",
]  # fmt: skip


class Shell:
    """Runs xiance in a folder with a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder / "home"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "XIANCE_USER": "analyst",
            "XIANCE_LANG": "en",
        }

    def run(
        self, *arguments: str | Path, stdin: bytes = b"", **changes: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "reader", *map(str, arguments)],
            cwd=self.folder,
            env={**self.environment, **changes},
            input=stdin,
            capture_output=True,
            timeout=60,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert TRACEBACK not in out + err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    shutil.copytree(ROOT / "sample_docs", folder, ignore=shutil.ignore_patterns("annotations.json*"))
    return folder


@pytest.fixture
def annotated(pages: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with a tagged proposal, a commented measure and a tagged passage."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    workspace = Workspace.open([pages], creator="analyst")
    try:
        page, article = next(
            (page, article)
            for file in workspace.files
            for page in workspace.pages(file)
            for article in page.articles
            if article.kind == "proposal" and article.measures
        )
        workspace.tag(workspace.target_article(page, article), ["民生"]).result()
        workspace.comment(workspace.target_measure(page, article, article.measures[0]), "可行").result()
        block = next(i for i, item in enumerate(article.blocks) if item.role == "paragraph")
        workspace.tag(
            workspace.target_span(page, article, Caret(block, 0), Caret(block, 4)), ["原话"]
        ).result()
    finally:
        workspace.close()
    return pages


def test_parse_prints_an_object_a_page(shell: Shell, pages: Path) -> None:
    done = shell.run("parse", pages, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert {item["format"] for item in objects} == {"xiance.page/1"}
    assert len(objects) == 10
    assert {item["page"] for item in objects} == {1, 2}
    assert sum(len(item["articles"]) for item in objects) == 51


def test_parse_prints_an_outline_for_people(shell: Shell, pages: Path) -> None:
    done = shell.run("parse", pages, "--lang", "zh")
    assert done.returncode == 0
    assert "澜州日报 2026-03-02" in done.stdout
    assert "建议" in done.stdout


def test_standard_input_is_a_page(shell: Shell, pages: Path) -> None:
    data = next(pages.glob("*03-02_02*")).read_bytes()
    done = shell.run("parse", "-", "--json", stdin=data)
    assert done.returncode == 0
    assert json.loads(done.stdout)["path"] == "-"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("a page.txt", b"%PDF-1.7\n%", "pdftotext -raw"),
        ("binary.txt", bytes(range(256)) * 40, "not text"),
    ],
)
def test_files_that_are_no_pages(shell: Shell, name: str, data: bytes, words: str) -> None:
    (shell.folder / name).write_bytes(data)
    done = shell.run("parse", name)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert name in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_huge_file_is_refused_at_once(shell: Shell) -> None:
    with (shell.folder / "huge.txt").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    done = shell.run("parse", "huge.txt")
    assert done.returncode == 1
    assert "huge.txt" in done.stderr
    assert "16 MB" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(shell: Shell) -> None:
    (shell.folder / "secret.txt").write_text("标题")
    (shell.folder / "secret.txt").chmod(0)
    done = shell.run("parse", "secret.txt")
    assert done.returncode == 1
    assert "secret.txt" in done.stderr


def test_one_bad_file_does_not_hide_the_others(shell: Shell, pages: Path) -> None:
    (pages / "bad.txt").write_bytes(b"%PDF-1.4")
    done = shell.run("parse", pages, "--json")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 10
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("verb", [[], ["parse"], ["list"], ["export", "csv"]])
def test_missing_paths_and_empty_folders(shell: Shell, verb: list[str]) -> None:
    (shell.folder / "nothing").mkdir()
    for path in ("missing", "nothing"):
        done = shell.run(*verb, path)
        assert (done.returncode, done.stdout) == (1, "")
        assert path in done.stderr
        assert done.stderr.count("\n") == 1


def test_escapes_in_pages_never_reach_the_terminal(shell: Shell) -> None:
    title = "让\x1b[31m图书馆\u202e开到夜里"
    text = f"“我为桐城献一策”金点子摘登\n\n{title}\n\n桐湾区读书会 顾晚晴\n\n一是延长开馆时间。先试行。\n"
    (shell.folder / "esc.txt").write_text(text)
    for arguments in (["parse", "esc.txt"], ["parse", "esc.txt", "--json"]):
        done = shell.run(*arguments)
        assert done.returncode == 0
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout
        assert "图书馆" in done.stdout


def test_reading_without_a_terminal_says_so(shell: Shell, pages: Path) -> None:
    done = shell.run(pages)
    assert done.returncode == 1
    assert "terminal" in done.stderr


def test_wrong_usage(shell: Shell) -> None:
    for arguments in (["--nope"], ["export", "wordstar"], ["parse"]):
        done = shell.run(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "xiance" in done.stderr


def test_help_names_the_command_whole_in_both_languages(shell: Shell) -> None:
    for lang, usage in (("zh", "用法："), ("en", "usage: ")):
        assert shell.run("--help", "--lang", lang).stdout.startswith(f"{usage}xiance [")
        assert shell.run("parse", "--help", "--lang", lang).stdout.startswith(f"{usage}xiance parse [")


def test_version_and_help(shell: Shell) -> None:
    assert shell.run("--version").stdout.startswith("xiance ")
    assert "parse" in shell.run("--help").stdout
    assert "用法" in shell.run("--help", "--lang", "zh").stdout


def test_list_prints_every_annotation(shell: Shell, annotated: Path) -> None:
    done = shell.run("list", annotated, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(item) for item in objects] == [KEYS] * 3
    assert {item["level"] for item in objects} == {"article", "measure", "span"}
    assert {tuple(item["tags"]) for item in objects} == {("民生",), (), ("原话",)}
    assert {item["kind"] for item in objects} == {"proposal"}


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--tag", "民生"], 1),
        (["--tag", "没有"], 0),
        (["--level", "measure"], 1),
        (["--kind", "news"], 0),
        (["--by", "analyst"], 3),
        (["--by", "other"], 0),
    ],
)
def test_filters(shell: Shell, annotated: Path, filters: list[str], count: int) -> None:
    done = shell.run("list", annotated, "--json", *filters)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == count


def test_list_for_people(shell: Shell, annotated: Path) -> None:
    done = shell.run("list", annotated, "--lang", "zh")
    assert done.returncode == 0
    assert "民生" in done.stdout
    assert "可行" in done.stdout


def test_export_and_import_again(shell: Shell, annotated: Path, pages: Path) -> None:
    before = shell.run("list", annotated, "--json").stdout
    done = shell.run("export", "jsonl", annotated, "-o", "out.jsonl")
    assert done.returncode == 0
    assert "3" in done.stderr
    assert shell.run("export", "jsonl", annotated, "-o", "out.jsonl").returncode == 1
    for file in list(annotated.glob("annotations.json*")):
        file.rename(shell.folder / f"old-{file.name}")
    assert shell.run("list", annotated, "--json").stdout == ""
    assert shell.run("import", "jsonl", "out.jsonl", annotated).returncode == 0
    assert shell.run("list", annotated, "--json").stdout == before
    assert shell.run("import", "jsonl", "out.jsonl", annotated).returncode == 0
    assert shell.run("list", annotated, "--json").stdout == before


@pytest.mark.parametrize("name", ["csv", "markdown"])
def test_exports_to_standard_output(shell: Shell, annotated: Path, name: str) -> None:
    done = shell.run("export", name, annotated)
    assert done.returncode == 0
    assert "民生" in done.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"mine": 1}', "not an annotation database"),
        ('{"_meta": {"1": {"format": 99}}}', "newer"),
        ('{"_meta": {"1"', "damaged"),
    ],
)
def test_databases_that_are_not_ours_are_left_alone(
    shell: Shell, pages: Path, content: str, words: str
) -> None:
    database = pages / "annotations.json"
    database.write_text(content)
    for verb in (["list"], ["export", "csv"]):
        done = shell.run(*verb, pages)
        assert (done.returncode, done.stdout) == (1, "")
        assert words in done.stderr
    assert database.read_text() == content
    assert not list(pages.glob("*.lock"))


def test_reading_verbs_write_nothing(shell: Shell, pages: Path) -> None:
    before = {path: path.read_bytes() for path in pages.rglob("*") if path.is_file()}
    for verb, status in ((["parse"], 0), (["list"], 0), (["articles"], 0), (["export", "csv"], 1)):
        assert shell.run(*verb, pages).returncode == status
    assert {path: path.read_bytes() for path in pages.rglob("*") if path.is_file()} == before


def test_the_database_can_be_chosen(shell: Shell, annotated: Path) -> None:
    moved = shell.folder / "elsewhere.json"
    (annotated / "annotations.json").rename(moved)
    assert len(shell.run("list", annotated, "--db", moved, "--json").stdout.splitlines()) == 3
    assert len(shell.run("list", annotated, "--json", XIANCE_DB=str(moved)).stdout.splitlines()) == 3


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion(shell: Shell, name: str) -> None:
    done = shell.run("completion", name)
    assert done.returncode == 0
    for verb in ("parse", "list", "export", "import"):
        assert verb in done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_bash_takes_the_completion(shell: Shell) -> None:
    script = shell.run("completion", "bash").stdout
    assert subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True).returncode == 0


def test_a_reader_that_stops_reading_is_no_failure(shell: Shell, pages: Path) -> None:
    command = (
        f"{sys.executable} -m reader parse {pages} --json | head -c 10 > /dev/null; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(
        ["bash", "-c", command], cwd=shell.folder, env=shell.environment, capture_output=True
    )
    assert done.returncode in (0, 141)
    assert done.stderr == b""


def test_a_parse_has_what_was_corrected(shell: Shell, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(shell.folder / "state"))
    workspace = Workspace.open([pages], creator="analyst")
    file = next(file for file in workspace.files if "02_02" in file.label)
    page = workspace.pages(file)[0]
    row = page.articles[0].paragraphs[1].rows[0]
    wishes = [(page, Fix("start", (row,), "split")), (page, Fix("paper", value="望澜日报"))]
    workspace.correct(wishes, "fix_split", "").result()
    workspace.close()
    done = shell.run("parse", file.path or "", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert row in {article["rows"]["body"][0] for article in found["articles"]}
    assert found["source"]["paper"] == "望澜日报" and found["source"]["evidence"] == "reader"
    assert [each["about"] for each in found["corrections"]] == ["start", "paper"]
    elsewhere = shell.run("parse", file.path or "", "--json", "--db", shell.folder / "none.json")
    assert json.loads(elsewhere.stdout)["corrections"] == []
    (pages / "annotations.json").write_text("[1]", "utf-8")
    refused = shell.run("parse", file.path or "")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1 and "annotations.json" in refused.stderr
