"""Schemes: the shipped ones say what the design says, a broken one says where, nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config.schemes import load_schemes, read_scheme
from reader.config.settings import ConfigError

GOOD = """id = "own"
label = "自己的判断"

[[field]]
id = "feasible"
label = { zh = "可行性", en = "Feasibility" }
type = "score"
on = ["article", "measure"]
least = 1
most = 5

[[field]]
id = "verdict"
label = "结论"
type = "choice"

[[field.value]]
id = "good"
label = "好"

[[field.value]]
id = "bad"
label = "不好"
reason = true
after = ["good"]

[[field]]
id = "seen"
label = "看过的日子"
type = "date"

[[deadline]]
id = "look"
label = "复看"
starts = ["verdict=bad"]
ends = ["seen"]
days = 14
"""


def test_the_shipped_schemes_hold_what_the_design_lists() -> None:
    known = load_schemes(Path("/nonexistent")).known
    assert [*known] == ["column", "npc", "cppcc"]
    column = known["column"].by_id
    assert [str(value.label) for value in column["stage"].values] == [
        "征集",
        "交办",
        "办理",
        "反馈",
        "评价",
        "激励",
    ]
    outcome = column["outcome"]
    assert [str(value.label) for value in outcome.values] == [
        "采纳",
        "部分采纳",
        "列入计划",
        "留作参考",
        "未采纳",
    ]
    assert [value.id for value in outcome.values if value.reason] == ["declined"]
    labels = {
        "编号",
        "主办单位",
        "会办单位",
        "办理期限",
        "督办人",
        "答复文号",
        "是否公开",
        "环节",
        "办理结果",
        "满意度",
    }
    for name in ("npc", "cppcc"):
        scheme = known[name]
        assert labels <= {str(field.label) for field in scheme.fields}
        stages = {str(value.label) for value in scheme.by_id["stage"].values}
        assert {"交办", "退办", "征求意见", "重新办理", "跟踪"} <= stages
        assert [value.letter for value in scheme.by_id["outcome"].values] == ["A", "B", "C", "D"]
        assert all(value.note.zh and value.note.en for value in scheme.by_id["outcome"].values)
        assert scheme.by_id["outcome"].on == {"article", "measure"}
        assert scheme.by_id["outcome"].value("D").reason  # type: ignore[union-attr]
    assert known["cppcc"].by_id["stage"].value("rejected").reason  # type: ignore[union-attr]
    for scheme in known.values():
        for field in scheme.fields:
            assert field.label.zh and field.label.en
            assert all(value.label.zh and value.label.en for value in field.values)
        assert scheme.deadlines[0].months == 3
        assert scheme.deadlines[0].extended_months == 6


def test_a_scheme_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(GOOD, "utf-8")
    schemes = load_schemes(tmp_path)
    own = schemes.known["own"]
    assert [*schemes.known] == ["column", "npc", "cppcc", "own"]
    assert not schemes.mistakes
    feasible = own.by_id["feasible"]
    assert feasible.on == {"article", "measure"}
    assert feasible.type == "score"
    assert (feasible.least, feasible.most) == (1, 5)
    assert own.by_id["verdict"].on == {"article"}
    assert own.deadlines[0].ends == (("seen", ""),)


def test_one_that_is_not_there_any_more_leaves_values_readable() -> None:
    gone = load_schemes(Path("/nonexistent")).get("gone")
    assert (gone.id, str(gone.label), gone.fields) == ("gone", "gone", ())


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("feasible", "3.5", ""),
        ("feasible", "6", "value_range"),
        ("feasible", "很好", "value_number"),
        ("feasible", "nan", "value_number"),
        ("verdict", "good", ""),
        ("verdict", "好", "value_unknown"),
        ("seen", "2026-02-28", ""),
        ("seen", "2026-02-30", "value_date"),
        ("seen", "2026-2-3", "value_date"),
        ("seen", " ", "value_empty"),
    ],
)
def test_what_a_field_takes(field: str, text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(GOOD, "utf-8")
    assert read_scheme(tmp_path / "own.toml").by_id[field].wrong(text) == code


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('label = "自己的判断"', "label = ", "scheme_syntax", 2),
        ('id = "own"\n', "", "scheme_missing", 0),
        ('type = "score"', 'type = "stars"', "scheme_value", 7),
        ('on = ["article", "measure"]', 'on = ["page"]', "scheme_value", 8),
        ("most = 5", "most = 0", "scheme_value", 10),
        ("most = 5", 'most = "5"', "scheme_value", 10),
        ("least = 1", "leest = 1", "scheme_unknown_near", 9),
        ('id = "bad"', 'id = "good"', "scheme_twice", 22),
        ('after = ["good"]', 'after = ["goud"]', "scheme_reference_near", 25),
        ("reason = true", 'reason = "yes"', "scheme_value", 24),
        ('id = "seen"', 'id = "verdict"', "scheme_twice", 28),
        ('id = "seen"', 'id = "se en"', "scheme_value", 28),
        ('starts = ["verdict=bad"]', 'starts = ["verdict=bat"]', "scheme_reference_near", 35),
        ('ends = ["seen"]', 'ends = ["sean"]', "scheme_reference_near", 36),
        ("days = 14", "", "scheme_missing", 32),
        ("days = 14", "days = 14\nextended_months = 2", "scheme_missing", 32),
        ("days = 14", "days = -1", "scheme_value", 37),
        ("days = 14", 'days = 14\nexplicit = "verdict"', "scheme_value", 38),
        ('type = "date"', 'type = "choice"', "scheme_missing", 27),
        ('label = "结论"', "label = {}", "scheme_value", 14),
    ],
)
def test_a_mistake_names_its_line(old: str, new: str, code: str, line: int, tmp_path: Path) -> None:
    assert GOOD.count(old) == 1 or old in ('id = "seen"',)
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_scheme(path)
    assert (caught.value.code, caught.value.params["line"]) == (code, str(line))
    assert caught.value.params["path"] == str(path)
    (mistake,) = load_schemes(tmp_path).mistakes
    assert mistake.code == code
    assert [*load_schemes(tmp_path).known] == ["column", "npc", "cppcc"]


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"", b"id = 1", b'field = "x"', b"[[field]]\n[[field.value.x]]"]
)
def test_no_file_brings_a_traceback(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(data)
    assert load_schemes(tmp_path).mistakes


def test_the_scheme_in_the_manual_is_one(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "handling.md").read_text("utf-8")
    path = tmp_path / "visits.toml"
    path.write_text(manual.partition("```toml\n")[2].partition("```")[0], "utf-8")
    scheme = read_scheme(path)
    assert (scheme.id, [field.id for field in scheme.fields]) == (
        "visits",
        ["number", "stage", "verdict", "cost"],
    )
