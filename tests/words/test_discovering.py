import pytest

from reader.words import segmenter
from reader.words.discovering import Discoverer, Found

PLACES = ("江边", "校门口", "老城", "码头", "山脚", "湖畔", "集市", "渡口")


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    segmenter().load()


def discovered(*texts: str, without: tuple[str, ...] = ()) -> list[Found]:
    words = segmenter()
    discoverer = Discoverer(words.cut, words.rarity, words.known)
    for text in texts:
        discoverer.take(text)
    return discoverer.found(without)


def test_words_that_keep_together_in_changing_company_are_a_term() -> None:
    texts = [
        f"{place}，兵支书{verb}。兵支书，{place}。"
        for place, verb in zip(PLACES, "来去说做想看听写", strict=True)
    ]
    found = {item.word: item for item in discovered(*texts)}
    assert found["兵支书"].count >= 14
    assert not found["兵支书"].quoted
    assert found["兵支书"].before == "江边，"


def test_what_is_always_part_of_something_longer_is_none() -> None:
    found = discovered(*[f"{place}开了巡回村医服务站" for place in PLACES])
    assert "回村医" not in {item.word for item in found}


def test_a_quoted_term_needs_less_evidence() -> None:
    found = discovered("村里办起“院坝夜校”，大家都来。", "“院坝夜校”每周三开课。")
    assert [(item.word, item.count, item.quoted) for item in found] == [("院坝夜校", 2, True)]
    assert discovered("村里办起院坝夜校，大家都来。", "院坝夜校每周三开课。") == []
    assert discovered("村里办起“院坝夜校”，大家都来。") == []


@pytest.mark.parametrize("said", ["营商", "“食堂”", "的和", "三年", "“今年的冬天”。", "“A股”", "加快推进"])
def test_words_of_the_dictionary_and_what_says_nothing_are_none(said: str) -> None:
    assert discovered(*[f"{place}，{said}{verb}" for place in PLACES for verb in "来去说"]) == []


def test_what_is_not_wanted_is_left_out() -> None:
    texts = ("办起“院坝夜校”。", "“院坝夜校”开课。")
    assert discovered(*texts, without=("院坝夜校",)) == []


def test_own_words_are_known() -> None:
    texts = ("办起“院坝夜校”。", "“院坝夜校”开课。")
    segmenter().learn({"院坝夜校": None})
    try:
        assert discovered(*texts) == []
    finally:
        segmenter().learn({})
