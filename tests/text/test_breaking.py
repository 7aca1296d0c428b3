from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text import break_lines, cell_width

CLOSING = "，。、；：？！”’）》】」』"
OPENING = "“‘（《【「『"
WORDS = ["为", "民生", "实事", "2.07万", "1,200", "35%", "2026", "WiFi", "Park-5", "，", "。", "“", "”", "（", "）", "《", "》",
         "——", "……", "、", " ", "：", "城市"]  # fmt: skip
prose = st.lists(st.sampled_from(WORDS), max_size=120).map("".join)
anything = st.text(max_size=120)


@given(anything, st.integers(2, 250), st.integers(2, 250))
def test_rows_partition_any_text_and_fit(text: str, first: int, rest: int) -> None:
    spans = break_lines(text, first, rest)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans)
    for number, (a, b) in enumerate(spans):
        assert cell_width(text[a:b]) <= (rest if number else first)


@settings(max_examples=300)
@given(prose, st.integers(20, 250))
def test_marks_stand_where_they_may(text: str, width: int) -> None:
    spans = break_lines(text, width - 4, width)
    for a, _ in spans[1:]:
        if text[a] in CLOSING:  # only where a whole row of marks leaves no other way
            before = text[max(0, a - width // 2) : a]
            assert not any(char.isalpha() for char in before[1:])
    for _, b in spans[:-1]:
        if text[b - 1] in OPENING:
            assert not any(char.isalpha() for char in text[max(0, b - width // 2) : b])


def rows(text: str, width: int) -> list[str]:
    return [text[a:b] for a, b in break_lines(text, width, width)]


def test_a_closing_mark_takes_its_character_along() -> None:
    assert rows("代表建议说，好", 10) == ["代表建议", "说，好"]


def test_an_opening_mark_goes_with_what_it_opens() -> None:
    assert rows("他们认为“好”", 10) == ["他们认为", "“好”"]


def test_numbers_and_words_stay_whole() -> None:
    assert rows("新增就业2.07万人", 12) == ["新增就业", "2.07万人"]
    assert rows("覆盖率达到35%以上", 12) == ["覆盖率达到", "35%以上"]
    assert rows("推广使用WiFi网", 10) == ["推广使用", "WiFi网"]


def test_dashes_and_ellipses_are_not_split() -> None:
    assert rows("我们的路——好", 9) == ["我们的路", "——好"]
    assert rows("他说：好……", 9) == ["他说：", "好……"]


def test_a_word_wider_than_the_row_is_split() -> None:
    assert rows("abcdefgh", 5) == ["abcde", "fgh"]


def test_heaps_of_marks_are_shown_all_the_same() -> None:
    assert rows("。" * 5, 4) == ["。。", "。。", "。"]


def test_a_row_starts_with_no_space_where_it_can() -> None:
    assert rows("建设 城市", 4) == ["建", "设 ", "城市"]
