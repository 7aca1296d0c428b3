import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.words import segmenter
from reader.words.keywords import Keyword, keywords
from tests.words.texts import EXAMPLES


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    segmenter().load()


def found(title: str, text: str, most: int = 5) -> list[Keyword]:
    return keywords(title, text, segmenter().cut, segmenter().rarity, most)


def test_phrases_stand_for_the_article() -> None:
    phrases = [item.phrase for item in found("医保快递送药上门", EXAMPLES[6][2])]
    assert "医保快递" in phrases
    assert not {"建议", "每月", "的", "把药"} & set(phrases)


def test_a_title_says_more_than_the_text() -> None:
    text = "社区里办了夜校，居民很满意。邻里食堂也办起来了，居民很满意。"
    first = found("社区夜校", text)[0]
    assert "夜校" in first.phrase
    assert "食堂" in found("邻里食堂", text)[0].phrase


def test_a_word_that_is_always_in_a_phrase_stands_behind_it() -> None:
    text = "巡回村医走村串户。有了巡回村医，老人看病不再难。巡回村医都是年轻人。"
    phrases = [item.phrase for item in found("", text, most=50)]
    assert "巡回村医" in phrases
    assert phrases.index("巡回村医") < min(
        phrases.index(word) for word in ("巡回", "村医") if word in phrases
    )


def test_counts_are_how_often_a_phrase_is_there() -> None:
    items = {item.phrase: item.count for item in found("电梯", "电梯坏了。电梯修好了。", most=50)}
    assert items["电梯"] == 3


@pytest.mark.parametrize("text", ["", "。，！", "的了在和", "\n\n　　\n", "12 345", "\x1b[31m"])
def test_what_says_nothing_has_no_keywords(text: str) -> None:
    assert found("", text) == []


@given(
    st.lists(st.sampled_from([part for each in EXAMPLES for part in each[1:]]), max_size=4), st.integers(0, 9)
)
def test_phrases_are_in_the_text_once_each_best_first(parts: list[str], most: int) -> None:
    title, text = "".join(parts[:1]), "".join(parts[1:])
    items = found(title, text, most)
    assert len(items) <= most
    assert len({item.phrase for item in items}) == len(items)
    assert [item.score for item in items] == sorted((item.score for item in items), reverse=True)
    for item in items:
        assert item.phrase in title or item.phrase in text
        assert 1 <= item.count <= title.count(item.phrase) + text.count(item.phrase)
