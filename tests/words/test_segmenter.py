import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.pages import decode
from reader.words import Segmenter

TEXT = "澜州市民周启明建议：在3所小学 试点“课后食堂”，惠及2.07万名学生。"


@pytest.fixture(scope="module")
def loaded() -> Segmenter:
    fresh = Segmenter()  # one that nobody has taught words
    fresh.load()
    return fresh


def test_single_characters_before_loading() -> None:
    fresh = Segmenter()
    assert not fresh.ready
    assert ["用2.5元 WiFi"[a:b] for a, b in fresh.cut("用2.5元 WiFi")] == ["用", "2.5", "元", " ", "WiFi"]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Any:
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("cache"))  # nobody's cache but its own
    tokenizer.initialize()
    return tokenizer


def test_the_dictionary_is_jiebas_own(loaded: Segmenter, original: Any) -> None:
    ours = loaded._tokenizer
    assert ours.FREQ == original.FREQ
    assert ours.total == original.total


@given(
    st.lists(st.sampled_from([TEXT, *TEXT, "杨柳青", "\n\u3000", "2026年", "C++", "——"]), max_size=30).map(
        "".join
    )
)
def test_cuts_as_jieba_does(loaded: Segmenter, original: Any, text: str) -> None:
    assert [text[a:b] for a, b in loaded.cut(text)] == list(original.cut(text, HMM=True))


def test_many_threads_get_the_same_words() -> None:
    shared = Segmenter()

    def work(_: int) -> list[tuple[int, int]]:
        shared.load()
        return [span for _ in range(20) for span in shared.cut(TEXT)]

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(16)))
    assert shared.ready
    assert all(result == results[0] for result in results)


@given(st.text(alphabet=st.sampled_from("为民生实事提案，。“ 1a.\n\r\t\u3000\U0001f600")))
def test_words_partition_the_text(loaded: Segmenter, text: str) -> None:
    assert "".join(text[a:b] for a, b in loaded.cut(text)) == text


def test_loading_is_silent_and_leaves_no_cache(tmp_path: Path) -> None:
    code = "from reader.words import segmenter; segmenter().load(); print(len(segmenter().cut('澜州市民')))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.stderr == ""
    assert int(done.stdout) > 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("installed", [True, False])
def test_pkg_resources_is_neither_imported_nor_kept_hidden(installed: bool) -> None:
    code = (
        "import sys, types\n"
        f"there = types.ModuleType('pkg_resources') if {installed} else None\n"
        "if there: sys.modules['pkg_resources'] = there\n"
        "from reader.words import segmenter\n"
        "segmenter().load()\n"
        "print(sys.modules.get('pkg_resources') is there, 'pkg_resources' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", str(installed)]


def test_nothing_of_jieba_before_loading() -> None:
    code = "import sys, reader.words; reader.words.segmenter().cut('澜州'); print('jieba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_was_cut_before_a_word_was_learned_is_cut_anew() -> None:
    words = Segmenter()
    words.load()
    text = "排好一张夜班表。"
    before = words.cut(text)
    assert words.cut(text) == before
    words.learn({"夜班表": None})
    assert (4, 7) in words.cut(text)
    words.learn({})
    assert words.cut(text) == before


PAGES = Path(__file__).parents[2] / "sample_docs"


@pytest.fixture(scope="module")
def quick() -> Segmenter:
    words = Segmenter()
    words.load()
    assert words.quicken()
    return words


def test_rjieba_cuts_the_sample_pages_as_jieba_does(loaded: Segmenter, quick: Segmenter) -> None:
    files = sorted(PAGES.rglob("*.txt"))
    assert files
    for file in files:
        for text in decode(file.read_bytes()).texts:
            assert quick.cut(text) == loaded.cut(text), file.name


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [TEXT, *TEXT, *"兵支书在长沙修电梯。", "2.07万", "3月1日", "100米", "A股", "T恤", "CO2", "kg"]
            ),
            st.text("0123456789.%-+&#_ abＡ１〇㐀，。“”—·…\n\u3000", max_size=3),
            st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=6),
        ),
        max_size=12,
    ).map("".join)
)
def test_rjieba_cuts_as_jieba_does(loaded: Segmenter, quick: Segmenter, text: str) -> None:
    assert quick.cut(text) == loaded.cut(text)


def test_rjieba_cuts_where_it_may_and_not_with_words_of_ones_own(quick: Segmenter) -> None:
    asked: list[str] = []
    words = Segmenter()
    words.load()
    words.quicken()
    rjieba_cut = words._quick
    assert rjieba_cut is not None

    def cut(text: str) -> Any:
        asked.append(text)
        return rjieba_cut(text)

    words._quick = cut
    words.cut("兵支书在修路，3月1日完工。")
    words.cut("买3kg米和T恤")
    assert asked == ["兵支书在修路，3月1日完工。"]
    words.learn({"兵支书": None})
    assert (0, 3) in words.cut("兵支书在修路。")
    assert len(asked) == 1


def test_without_rjieba_nothing_is_quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    words = Segmenter()
    words.load()
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert not words.quicken()
    assert words.cut(TEXT)


def test_rare_words_say_more_than_common_ones(loaded: Segmenter) -> None:
    assert loaded.rarity("的") < loaded.rarity("建议") < loaded.rarity("支书") < loaded.rarity("兵支书")
    assert loaded.known("支书")
    assert not loaded.known("兵支书")
