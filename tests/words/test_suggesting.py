import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.words import segmenter
from reader.words.suggesting import Example, Suggester
from tests.words.texts import EXAMPLES

examples = st.lists(
    st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from([text for *_, text in EXAMPLES] + [""])),
    max_size=12,
)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    segmenter().load()


def taught(*pairs: tuple[str, str]) -> Suggester:
    suggester = Suggester(segmenter().cut)
    for label, text in pairs:
        suggester.learn(label, text)
    return suggester


@pytest.fixture
def whole() -> Suggester:
    suggester = Suggester(segmenter().cut)
    for label, title, text in EXAMPLES:
        suggester.learn(label, text, title)
    return suggester


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("居住", "建议给小区装上充电桩，物业出地方，住户出电费。"),
        ("教育", "建议学校把操场在周末开放给学生和家长。"),
        ("医疗", "建议医院为患者开通网上取药，医保可以结算。"),
    ],
)
def test_ranks_by_what_was_learned_and_says_why(whole: Suggester, label: str, text: str) -> None:
    first = whole.rank(text, words=3)[0]
    assert first.label == label
    assert first.words
    assert all(word in text for word in first.words)


def test_the_title_counts(whole: Suggester) -> None:
    text = "此事已经拖了很久，请有关部门尽快研究。"
    assert whole.rank(text, "学校学生食堂", most=1)[0].label == "教育"
    assert whole.rank(text, "医院患者取药", most=1)[0].label == "医疗"


@given(examples, examples)
def test_learning_and_forgetting_leaves_no_trace(
    kept: list[tuple[str, str]], gone: list[tuple[str, str]]
) -> None:
    suggester = taught(*kept)
    before = suggester.state()
    for label, text in gone:
        suggester.learn(label, text, "标题")
    for label, text in reversed(gone):
        suggester.forget(label, text, "标题")
    assert suggester.state() == before


@given(examples, st.randoms(use_true_random=False))
def test_order_does_not_matter(pairs: list[tuple[str, str]], chance: random.Random) -> None:
    mixed = chance.sample(pairs, len(pairs))
    one, other = taught(*pairs), taught(*mixed)
    assert one.state() == other.state()
    assert one.rank(EXAMPLES[0][2]) == other.rank(EXAMPLES[0][2])


@given(examples, st.text(max_size=40))
def test_confidence_is_a_probability(pairs: list[tuple[str, str]], text: str) -> None:
    ranked = taught(*pairs).rank(text)
    assert [item.confidence for item in ranked] == sorted((item.confidence for item in ranked), reverse=True)
    assert sum(item.confidence for item in ranked) < 1
    assert all(0 < item.confidence < 1 for item in ranked)


def test_what_was_not_learned_cannot_be_forgotten(whole: Suggester) -> None:
    before = whole.state()
    with pytest.raises(ValueError, match="居住"):
        whole.forget("居住", "医院门诊增设轮椅通道")
    assert whole.state() == before


def test_nothing_is_said_without_examples_or_of_what_shares_nothing_with_them(whole: Suggester) -> None:
    assert Suggester(segmenter().cut).rank("小区") == []
    assert whole.rank("") == []
    assert whole.rank("xyzzy") == []


def test_the_only_label_is_not_sure_for_being_the_only_one() -> None:
    suggester = taught(*[("居住", text) for label, _title, text in EXAMPLES if label == "居住"])
    near = suggester.rank("给小区加装电梯，费用由住户分摊。")[0].confidence
    far = suggester.rank("河里的船坏了，渡口建议修船。")[0].confidence
    assert far < 0.8 < near


def test_fitting_makes_separable_labels_surer_and_changes_nothing_else(whole: Suggester) -> None:
    learned = [Example(label, text, title) for label, title, text in EXAMPLES]
    text = EXAMPLES[0][2]
    before, unfitted = whole.state(), whole.rank(text)
    whole.fit(learned)  # too few
    assert whole.rank(text) == unfitted
    more = learned * 3
    for example in learned * 2:
        whole.learn(example.label, example.text, example.title)
    unfitted = whole.rank(text)
    whole.fit(more)
    fitted = whole.rank(text)
    assert [item.label for item in fitted] == [item.label for item in unfitted]
    assert fitted[0].confidence > unfitted[0].confidence
    for example in learned * 2:
        whole.forget(example.label, example.text, example.title)
    assert whole.state() == before


def test_fitting_to_labels_that_mean_nothing_makes_them_unsure() -> None:
    chance = random.Random(7)
    learned = [Example(chance.choice("甲乙丙"), text, title) for _l, title, text in EXAMPLES * 4]
    suggester = Suggester(segmenter().cut)
    for number, example in enumerate(learned):
        suggester.learn(example.label, example.text + str(number), example.title)
    suggester.fit(
        [Example(item.label, item.text + str(number), item.title) for number, item in enumerate(learned)]
    )
    assert suggester.sharpness <= 10
