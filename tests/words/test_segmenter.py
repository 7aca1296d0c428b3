import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.words import Segmenter, segmenter

TEXT = "澜州市民周启明建议：在3所小学 试点“课后食堂”，惠及2.07万名学生。"


@pytest.fixture(scope="module")
def loaded() -> Segmenter:
    shared = segmenter()
    shared.load()
    return shared


def test_single_characters_before_loading() -> None:
    fresh = Segmenter()
    assert not fresh.ready
    assert ["用2.5元 WiFi"[a:b] for a, b in fresh.cut("用2.5元 WiFi")] == ["用", "2.5", "元", " ", "WiFi"]


def test_cuts_as_jieba_does(loaded: Segmenter) -> None:
    import jieba

    assert [TEXT[a:b] for a, b in loaded.cut(TEXT)] == list(jieba.Tokenizer().cut(TEXT))


@given(st.text(alphabet=st.sampled_from("为民生实事提案，。“ 1a.\n\r\t\u3000\U0001f600")))
def test_words_partition_the_text(text: str) -> None:
    shared = segmenter()
    shared.load()
    assert "".join(text[a:b] for a, b in shared.cut(text)) == text


def test_loading_is_silent_and_leaves_no_cache(tmp_path: Path) -> None:
    code = "from reader.words import segmenter; segmenter().load(); print(len(segmenter().cut('澜州市民')))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.stderr == ""
    assert int(done.stdout) > 0
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_jieba_before_loading() -> None:
    code = "import sys, reader.words; reader.words.segmenter().cut('澜州'); print('jieba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
