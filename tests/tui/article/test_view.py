"""The article view in a tiny app: caret, selection, scrolling, resizing, search, highlights, mouse."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Offset

from reader.annotations import Caret
from reader.tui.find import Step
from reader.tui.highlights import Highlight
from reader.tui.motions import Motion
from reader.tui.widgets.article import ArticleView
from reader.tui.widgets.article_canvas import SCROLL_MARGIN
from reader.tui.widgets.article_style import tag_style
from tests.tui.article.articles import FIRST, SECOND, article, proposal
from tests.tui.article.stage import Host, Stage, contrast, stage

LONG = article(["青禾市区水系治理分三步走。" * 12] * 20)

CARET_KEYS: tuple[Motion, ...] = ("char_next", "row_down")


async def test_it_shows_the_article_and_says_where_the_caret_is() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(proposal(), (5, 3))
        await pilot.pause()
        screen = Stage(app, pilot).screen()
        for text in ("关于停车", "让老城居民", "停得下车", "青禾市政协 陶小满", "既省钱又省力。"):
            assert text in screen
        assert [type(m).__name__ for m in app.said] == ["CaretMoved"]
        assert app.view.caret == Caret(5, 3)


async def test_without_an_article_it_shows_its_empty_text_as_it_is() -> None:
    async with stage(None) as on:
        assert "没有稿件 [bold]" in on.screen()
        assert on.view.move("row_down") is False
        assert on.view.progress == 0
        assert (on.view.blocks, on.view.selection, on.view.measure_at()) == ((), None, None)
        on.view.select_grow()
        assert on.view.search("市") == 0
        assert on.view.search_step() is None
        on.view.empty_text = "空"
        assert "没有稿件" not in on.screen()


async def test_everything_may_be_called_before_it_is_mounted() -> None:
    app = Host()
    view = app.view
    view.show(proposal())
    view.set_highlights([Highlight("t", ((5, 2, 4),))])
    view.move("page_down")
    view.move("row_up", select=True)
    view.select_grow()
    view.search("机关")
    view.jump((5, 3), center=True)
    view.set_width_limit(60)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert view.caret == Caret(5, 3)
        assert "停得下车" in Stage(app, pilot).screen()


async def test_moving_moves_the_caret_and_the_terminal_cursor() -> None:
    async with stage(proposal()) as on:
        assert on.view.move("measure_next") is True
        assert on.view.caret == Caret(5, 0)
        await on.pilot.pause()
        assert on.app.cursor_position == on.spot("一是摸清")
        assert on.view.move("char_next", 2) is True
        assert on.view.measure_at() == proposal().measures[0]
        await on.pilot.pause()
        moved = [m for m in on.app.said if isinstance(m, ArticleView.CaretMoved)]
        assert moved[-1].caret == Caret(5, 2)
        assert on.view.move("bottom") is True
        assert on.view.move("bottom") is False
        assert on.view.progress == 1
        with pytest.raises(KeyError):
            on.view.move("sideways")  # type: ignore[arg-type]


async def test_a_character_key_draws_two_rows_and_a_row_in_the_middle_no_more() -> None:
    async with stage(LONG) as on:
        on.view.move("row_down", 6)
        await on.pilot.pause()
        for name in CARET_KEYS:
            on.view.drawn.clear()
            on.view.move(name)
            await on.pilot.pause()
            assert 1 <= len(set(on.view.drawn)) <= 2


async def test_the_caret_stays_in_view_with_a_margin() -> None:
    async with stage(LONG, (60, 12)) as on:
        steps: list[tuple[Motion, int]] = [("row_down", 30), ("row_up", 12), ("page_down", 1), ("page_up", 2)]
        for name, count in steps:
            for _ in range(count):
                on.view.move(name)
                await on.pilot.pause()
                assert SCROLL_MARGIN <= on.caret_y < 12 - SCROLL_MARGIN or on.view.scroll_offset.y == 0
        on.view.move("bottom")
        await on.pilot.pause()
        assert on.caret_y == 11
        on.view.move("top")
        await on.pilot.pause()
        assert on.view.scroll_offset.y == 0


async def test_a_page_scrolls_as_far_as_it_moves() -> None:
    async with stage(LONG, (60, 12)) as on:
        on.view.move("row_down", 12)
        await on.pilot.pause()
        before, y = on.view.scroll_offset.y, on.caret_y
        on.view.move("page_down")
        await on.pilot.pause()
        assert on.view.scroll_offset.y - before == 10
        assert on.caret_y == y


async def test_jumping_can_put_the_row_in_the_middle() -> None:
    async with stage(LONG, (60, 13)) as on:
        on.view.jump((14, 20), center=True)
        await on.pilot.pause()
        assert on.caret_y == 6
        assert on.view.caret == Caret(14, 20)
        on.view.jump((99, 99))
        assert on.view.caret == Caret(len(LONG.blocks) - 1, len(LONG.paragraphs[-1].flow.text) - 1)


@pytest.mark.parametrize("size", [(40, 24), (120, 24), (20, 24), (80, 10)])
async def test_a_resize_keeps_the_carets_row_at_its_place(size: tuple[int, int]) -> None:
    async with stage(LONG, (80, 24)) as on:
        on.view.jump((12, 70), center=True)
        on.view.move("row_up", 6)
        await on.pilot.pause()
        y, caret = on.caret_y, on.view.caret
        await on.pilot.resize_terminal(*size)
        await on.pilot.pause()
        assert on.caret_y == min(y, size[1] - 1 - SCROLL_MARGIN)
        assert on.view.caret == caret
        assert all(len(on.row(i)) for i in range(on.view.size.height))


async def test_a_narrower_column_keeps_the_row_too_and_the_limit_is_clamped() -> None:
    async with stage(LONG, (120, 24)) as on:
        on.view.jump((12, 70), center=True)
        await on.pilot.pause()
        y = on.caret_y
        on.view.set_width_limit(40)
        await on.pilot.pause()
        assert on.caret_y == y
        on.view.set_width_limit(1)
        assert on.view.width_limit == 20
        on.view.set_width_limit(9999)
        assert on.view.width_limit == 240


async def test_tiny_sizes_draw_without_error() -> None:
    async with stage(proposal(), (80, 24)) as on:
        for size in ((1, 1), (2, 2), (5, 3), (12, 1), (250, 60)):
            await on.pilot.resize_terminal(*size)
            await on.pilot.pause()
            on.view.move("row_down")
            on.view.move("page_up")
            await on.pilot.pause()


async def test_a_selection_extends_with_motions_and_stops_at_the_seam() -> None:
    async with stage(proposal()) as on:
        on.view.jump((1, 2))
        on.view.select_start()
        on.view.move("row_end")
        assert on.selected() == "城居民"
        on.view.move("paragraph_next", 4)
        await on.pilot.pause()
        span = on.view.selection_span()
        assert span == (Caret(1, 2), Caret(2, 4))
        assert on.view.caret == Caret(2, 3)
        seams = [m.code for m in on.app.said if isinstance(m, ArticleView.SeamReached)]
        assert seams == ["seam_headline"]
        on.view.select_swap()
        assert on.view.caret == Caret(1, 2)
        on.view.select_clear()
        assert on.view.selection_span() is None
        assert on.view.caret == Caret(1, 2)


async def test_shift_and_an_arrow_select_and_an_arrow_drops_it() -> None:
    async with stage(proposal()) as on:
        on.view.jump((4, 0))
        on.view.move("char_next", select=True)
        on.view.move("char_next", select=True)
        assert on.selected() == "青禾市"
        on.view.move("char_next", select=False)
        assert on.view.selection is None
        assert on.view.caret == Caret(4, 3)


async def test_growing_and_shrinking_move_the_caret_and_are_told() -> None:
    async with stage(proposal()) as on:
        on.view.set_segmenter(lambda text: [(i, min(i + 2, len(text))) for i in range(0, len(text), 2)])
        on.view.jump((5, 3))
        on.view.select_grow()
        assert on.selected() == "摸清"
        on.view.select_grow()
        assert on.selected() == "一是摸清底数。"
        assert on.view.caret == Caret(5, 6)
        on.view.select_grow()
        assert on.selected() == FIRST
        on.view.select_shrink()
        on.view.select_shrink()
        assert on.selected() == "摸清"
        on.view.select_range((5, len(FIRST)), (5, len(FIRST + SECOND)))
        assert on.selected() == SECOND
        await on.pilot.pause()
        changes = [m for m in on.app.said if isinstance(m, ArticleView.SelectionChanged)]
        assert changes[-1].selection == on.view.selection


async def test_search_finds_shows_and_steps() -> None:
    async with stage(LONG, (60, 14)) as on:
        assert on.view.search("三步") == 240
        assert on.view.caret == Caret(4, 9)
        assert on.view.search_step() == Step(1, 240, wrapped=False)
        assert on.view.search_step(-2) == Step(239, 240, wrapped=True)
        assert on.view.caret.block == 23
        await on.pilot.pause()
        hit = on.view.get_component_rich_style("article--search-current").bgcolor
        texts = [
            s.text for y in range(14) for s in on.view.render_line(y) if s.style and s.style.bgcolor == hit
        ]
        assert "".join(texts) == "步"  # the caret lies on the first character
        assert on.view.search("没有的") == 0
        assert on.view.caret.block == 23
        on.view.search_clear()
        assert on.view.search_step() is None


async def test_highlights_are_drawn_and_found() -> None:
    async with stage(proposal()) as on:
        tag = Highlight("t", ((5, 2, 4),), color=3)
        over = Highlight("c", ((5, 0, len(FIRST)),), kind="comment", extent="margin")
        on.view.set_highlights([over, tag])
        await on.pilot.pause()
        color = tag_style(3, on.view.background_colors[1], None, on.app).bgcolor
        y = on.spot("一是摸清").y
        assert [s.text for s in on.view.render_line(y) if s.style and s.style.bgcolor == color] == ["摸清"]
        assert "批" in on.row(y)
        assert on.view.highlights_at((5, 3)) == (tag, over)
        assert on.view.highlights_at((5, 5)) == (over,)
        assert on.view.highlights_at((4, 0)) == on.view.highlights_at() == ()
        on.view.show(article())
        assert on.view.highlights_at((5, 3)) == ()


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_text_can_be_read_on_every_background(theme: str) -> None:
    async with stage(proposal()) as on:
        on.app.theme = theme
        await on.pilot.pause()
        pen = on.view._pen
        under = [*(f"tag-{slot}" for slot in range(9)), "search", "search-current", "selection"]
        for name in (*under, "caret", "caret-blurred"):
            assert contrast(pen.mix(("paragraph", name))) >= 4.5, name
        for name in ("kicker", "title", "subtitle", "byline", "mark", "label", "note", "doubt-note", "empty"):
            assert contrast(pen.mix((name,))) >= 3, name


async def test_without_colour_marks_say_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage(proposal()) as on:
        on.view.set_highlights([Highlight("t", ((5, 2, 4),), color=3)])
        assert "签" in on.row(on.spot("一是摸清").y)
        styles = {s.text: s.style for s in on.view.render_line(on.spot("一是摸清").y)}
        style = styles["摸清"]
        assert style is not None
        assert style.underline


async def test_a_click_puts_the_caret_and_dragging_selects() -> None:
    async with stage(proposal()) as on:
        start = on.spot("摸清底数")
        await on.pilot.mouse_down(on.view, offset=start)
        await on.pilot.hover(on.view, offset=start + Offset(6, 0))
        await on.pilot.mouse_up(on.view, offset=start + Offset(6, 0))
        assert on.selected() == "摸清底数"
        await on.pilot.click(on.view, offset=start + Offset(3, 0))
        assert on.view.selection is None
        assert on.view.caret == Caret(5, 3)
        await on.pilot.hover(on.view, offset=start + Offset(8, 0))
        assert on.view.selection is None


async def test_a_double_click_selects_the_word() -> None:
    async with stage(proposal()) as on:
        on.view.set_segmenter(lambda text: [(i, min(i + 2, len(text))) for i in range(0, len(text), 2)])
        await on.pilot.double_click(on.view, offset=on.spot("摸清底数"))
        assert on.selected() == "摸清"


async def test_the_wheel_scrolls_and_leaves_the_caret() -> None:
    async with stage(LONG, (60, 12)) as on:
        wheel = events.MouseScrollDown(on.view, 3, 3, 0, 1, 0, False, False, False)
        on.view.post_message(wheel)
        await on.pilot.pause()
        assert on.view.scroll_offset.y > 0
        assert on.view.caret == Caret(0, 0)
        on.view.move("row_down")
        await on.pilot.pause()
        assert 0 <= on.caret_y < 12


async def test_a_hostile_text_never_reaches_the_strip() -> None:
    async with stage(article(("[red]甲[/] \x1b]0;x\x07乙\u202e丙\r丁",))) as on:
        screen = on.screen()
        assert "[red]甲[/]" in screen
        assert not set("\x1b\x07\u202e\r") & set(screen)
