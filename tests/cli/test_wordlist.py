"""`xiance words`: listed, added, taken out, imported, without the dictionary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_configuring import Person, person

__all__ = ["person"]


@pytest.fixture
def file(person: Person) -> Path:
    return person.file.with_name("words.txt")


def test_words_are_added_listed_and_taken_out(person: Person, file: Path) -> None:
    done = person.run("words")
    assert (done.returncode, done.stdout) == (0, "") and "no words of your own yet" in done.stderr
    assert not file.exists()
    done = person.run("words", "add", "医保快递", "兵支书", "医保快递")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "xiance: 2 added\n")
    done = person.run("words", "add", "--json", "兵支书", "夜班表")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"word": "兵支书", "done": "there"},
        {"word": "夜班表", "done": "added"},
    ]
    assert person.run("words").stdout == "医保快递\n兵支书\n夜班表\n"
    assert person.run("words", "remove", "兵支书").stderr == "xiance: 1 taken out\n"
    assert file.read_text("utf-8") == "医保快递\n夜班表\n"
    done = person.run("words", "list", "--json")
    assert json.loads(done.stdout.splitlines()[1]) == {
        "word": "夜班表", "frequency": None, "tag": "", "line": 2
    }  # fmt: skip


def test_a_file_is_imported_and_its_mistakes_named(person: Person, file: Path) -> None:
    file.write_text("# 手写\n夜班表 7 n # 常用\n不 是 词 吧\n", "utf-8")
    other = person.here / "词.txt"
    other.write_bytes("旧城改造 12 n\n夜班表\n一 二 三 四\n".encode("gbk"))
    done = person.run("words", "import", "词.txt")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"xiance: {file}, line 3: “不 是 词 吧” is not a word and is passed over",
        "xiance: 词.txt, line 3: “一 二 三 四” is not a word and is passed over",
        "xiance: 1 added, 1 there already",
    ]
    assert file.read_text("utf-8") == "# 手写\n夜班表 7 n # 常用\n不 是 词 吧\n旧城改造 12 n\n"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("add", "两 词"), 1, "“两 词” cannot be a word"),
        (("add", "好词", "词" * 31), 1, "cannot be a word"),
        (("remove", "没有"), 1, "“没有” is none of your words; nothing was changed"),
        (("import", "no.txt"), 1, "no.txt"),
        (("import", "nul.txt"), 1, "nul.txt: this is not text"),
        (("import",), 2, "takes one file"),
        (("add",), 2, "take some"),
        (("list", "好词"), 2, "takes no words"),
        (("change", "好词"), 2, "change"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    person: Person,
    file: Path,
    arguments: tuple[str, ...],
    status: int,
    words: str,
) -> None:
    (person.here / "nul.txt").write_bytes(b"\0\1\2\3" * 50)
    done = person.run("words", *arguments)
    assert done.returncode == status and words in done.stderr
    assert not file.exists()
    if status == 1:
        assert len(done.stderr.splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_said(person: Person, file: Path) -> None:
    file.mkdir()
    done = person.run("words", "add", "好词")
    assert done.returncode == 1 and f"{file}: cannot be read" in done.stderr


def test_the_dictionary_is_not_loaded_for_it(person: Person) -> None:
    done = person.run("words", "add", "好词", PYTHONPROFILEIMPORTTIME="1")
    assert "reader.words.own" in done.stderr and "jieba" not in done.stderr


PAGE = (
    "松江时报4月9日讯（记者 沈麦）村里办起“院坝夜校”，请老人当老师。大家说，“院坝夜校”好。\n\n"
    "“院坝夜校”每周三开课，谁都能来。\n"
)


def test_words_are_discovered_in_pages_and_those_added_are_not_again(person: Person, file: Path) -> None:
    (person.here / "一.txt").write_text(PAGE, "utf-8")
    done = person.run("words", "discover")
    assert done.returncode == 0
    assert [line.split("\t")[:2] for line in done.stdout.splitlines()] == [["院坝夜校", "3"]]
    assert "[院坝夜校]" in done.stdout
    done = person.run("words", "discover", "--json", "一.txt")
    record = json.loads(done.stdout)
    assert (record["word"], record["count"], record["quoted"]) == ("院坝夜校", 3, True)
    assert record["before"].endswith("办起“") and record["after"].startswith("”，请")
    assert not file.exists()
    person.run("words", "add", "院坝夜校")
    done = person.run("words", "discover", "一.txt")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing that the dictionary does not know" in done.stderr


def test_files_that_cannot_be_read_are_named_and_the_rest_is_searched(person: Person) -> None:
    (person.here / "一.txt").write_text(PAGE, "utf-8")
    (person.here / "二.txt").write_bytes(b"\x00\x01\xff" * 40)
    done = person.run("words", "discover", ".")
    assert done.returncode == 1
    assert "院坝夜校" in done.stdout
    assert "二.txt" in done.stderr and "Traceback" not in done.stderr
    done = person.run("words", "discover", "no")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
