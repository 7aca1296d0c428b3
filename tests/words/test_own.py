"""One's own words: the file is kept as people wrote it, and the segmenter cuts by it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.words import Segmenter
from reader.words.own import Mistake, OwnWord, WordList, WordsError, is_own_word, read_words, write_words

FILE = "# 我的词\r\n\r\n医保快递\r\n兵支书 30 n\r\n坏 行 不是\r\n老城区 5  # 常见\r\n医保快递 9\r\n"
TEXT = "松江推行医保快递到家，老城区的兵支书和“一套架构”都在优化营商环境里，C919、D区·1号。"

lines = st.one_of(
    st.sampled_from(
        [
            "# 记",
            "",
            "  ",
            "医保快递",
            "兵支书 3",
            "好 3 n # 注",
            "坏 行",
            "\ufeff开头",
            "\udcff\udcfe",
            "a\tb",
        ]
    ),
    st.text(alphabet=st.sampled_from("一二词 3n#\t\r\u3000\udcff"), max_size=8),
)
texts = st.tuples(st.lists(lines), st.sampled_from(["", "\n"])).map(lambda pair: "\n".join(pair[0]) + pair[1])
own = st.text(alphabet=st.sampled_from("优化营商环境的市民生活和平1A“·"), min_size=1, max_size=6).filter(
    is_own_word
)


@pytest.fixture(scope="module")
def loaded() -> Segmenter:
    fresh = Segmenter()
    fresh.load()
    return fresh


def cut(words: Segmenter, text: str) -> list[str]:
    return [text[a:b] for a, b in words.cut(text)]


def test_lines_are_words_comments_or_mistakes() -> None:
    words = WordList.of(FILE)
    assert list(words.words.values()) == [
        OwnWord("医保快递", 9, "", 7), OwnWord("兵支书", 30, "n", 4), OwnWord("老城区", 5, "", 6)
    ]  # fmt: skip
    assert words.mistakes == (Mistake(5, "坏 行 不是"),)
    assert words.text == FILE


def test_other_lines_stay_as_they_are() -> None:
    words = WordList.of(FILE[:-2])
    longer = words.added([OwnWord("兵支书"), OwnWord("夜市", 4), OwnWord("夜市")])
    assert longer.text == FILE + "夜市 4\r\n"
    shorter = longer.removed(["医保快递"])
    assert shorter.text == FILE.replace("医保快递\r\n", "").replace("医保快递 9\r\n", "") + "夜市 4\r\n"
    with pytest.raises(WordsError, match="words_absent"):
        longer.removed(["夜市", "没有"])
    with pytest.raises(WordsError, match="words_word"):
        longer.added([OwnWord("两 词")])


@given(texts, st.lists(own, max_size=4))
def test_nothing_written_by_hand_is_lost(text: str, new: list[str]) -> None:
    words = WordList.of(text)
    assert words.text == text
    longer = words.added(map(OwnWord, new))
    assert longer.text.startswith(text)
    assert set(longer.words) == {*words.words, *new}
    assert longer.mistakes == words.mistakes
    back = longer.removed(word for word in dict.fromkeys(new) if word not in words.words)
    assert back.text in (text, text + "\n", text + "\r\n")


def test_a_file_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "xiance"
    path = folder / "words.txt"
    assert read_words(path) == WordList()
    write_words(path, WordList.of("甲乙\n"))
    raw = b"\xef\xbb\xbf\xe7\x94\xb2\n\xff\xfe\n"
    path.write_bytes(raw)
    path.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(path)
    words = read_words(link)
    assert list(words.words) == ["甲"]
    write_words(link, words.added([OwnWord("夜市")]))
    assert path.read_bytes() == raw + "夜市\n".encode()
    assert link.is_symlink() and path.stat().st_mode & 0o777 == 0o640
    monkeypatch.setattr(os, "fsync", lambda _file: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(WordsError, match="words_unwritable"):
        write_words(path, WordList())
    assert path.read_bytes() == raw + "夜市\n".encode()
    assert [entry.name for entry in folder.iterdir()] == ["words.txt"]
    with pytest.raises(WordsError, match="words_unreadable"):
        read_words(folder)


def test_own_words_are_cut_whole_and_let_go_again(loaded: Segmenter) -> None:
    before = cut(loaded, TEXT)
    words = ("医保快递", "兵支书", "“一套架构”", "营商环境", "优化营商环境", "D区·1号")
    assert not set(words) & set(before)
    loaded.learn(dict.fromkeys(words))
    now = cut(loaded, TEXT)
    assert set(words) - {"营商环境"} <= set(now)
    loaded.learn({"营商环境": None})
    at = before.index("营商")
    assert cut(loaded, TEXT) == [*before[:at], "营商环境", *before[at + 2 :]]
    loaded.learn({})
    assert cut(loaded, TEXT) == before


def test_a_frequency_given_is_taken_as_it_is(loaded: Segmenter) -> None:
    loaded.learn({"到家，": 5, "家老": 1})
    assert "家老" not in cut(loaded, "到家老城区")
    loaded.learn({"家老": 900_000_000})
    assert "家老" in cut(loaded, "到家老城区")
    loaded.learn({"老城区": 0})
    assert "老城区" not in cut(loaded, "到家老城区")
    loaded.learn({})


@given(
    st.lists(own, min_size=1, max_size=5, unique=True), st.text(alphabet=st.sampled_from(TEXT), max_size=20)
)
def test_any_own_words_are_whole_by_themselves(loaded: Segmenter, words: list[str], text: str) -> None:
    loaded.learn(dict.fromkeys(words))
    for word in words:
        assert len(word) == 1 or cut(loaded, word) == [word]
    assert "".join(cut(loaded, text)) == text
    apart = "。".join(word for word in words if len(word) > 1)
    assert [piece for piece in cut(loaded, apart) if piece != "。"] == apart.split("。") or not apart
    loaded.learn({})


def test_learning_step_by_step_is_learning_at_once(loaded: Segmenter) -> None:
    words = ["优化营商环境", "营商环境", "营商", "环境里", "医保快递到家"]
    loaded.learn(dict.fromkeys(words))
    at_once = {word: loaded._tokenizer.FREQ[word] for word in words}
    total = loaded._tokenizer.total
    loaded.learn({})
    for number in range(len(words)):
        loaded.learn(dict.fromkeys(words[: number + 1]))
    assert {word: loaded._tokenizer.FREQ[word] for word in words} == at_once
    assert loaded._tokenizer.total == total
    loaded.learn({})


@pytest.fixture
def bare() -> Iterator[dict[str, str]]:
    yield {"PATH": "/usr/bin", "PYTHONPATH": str(Path(__file__).parents[2])}


def test_words_learned_before_the_dictionary_count_when_it_comes(bare: dict[str, str]) -> None:
    code = (
        "import sys\n"
        "from reader.words import segmenter\n"
        "words = segmenter(); words.learn({'医保快递': None})\n"
        "print('jieba' in sys.modules, len(words.cut('医保快递')))\n"
        "words.load(); print(words.cut('医保快递'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=bare)
    assert done.stdout.split("\n")[:2] == ["False 4", "[(0, 4)]"] and done.stderr == ""
