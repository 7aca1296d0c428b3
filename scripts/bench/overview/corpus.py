"""Invented pages of ten proposals each: as texts, or as digests of which a page is made when it is asked for."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

from reader.pages import parse
from reader.pages.digest import ArticleDigest, PageDigest, digest
from reader.pages.model import Page, Source
from reader.workspace import SourceFile, Workspace

ON_A_PAGE = 10
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
PLACES = ("松江", "柳堤", "石渡", "桐湾", "望澜", "清河", "青枫", "白鹭", "澜州", "沙渚")
OFFICES = ("商务局", "民政局", "总工会", "教育局", "人民医院", "规划院", "街道办", "农机站", "文旅局", "科协")
WORDS = (
    "老旧小区", "加装电梯", "夜班公交", "社区食堂", "农产品", "小水厂", "竹编", "零工市场", "义诊", "桥下空间",
    "早班车", "图书馆", "停车", "充电桩", "渡口", "步道", "菜市场", "遮雨棚", "托育", "助餐",
)  # fmt: skip


class Invented(Workspace):
    """A folder whose pages are known and made when they are asked for."""

    def pages(self, file: SourceFile, *, keep: bool = True) -> tuple[Page, ...]:
        """Return a file's page: the first there is, as if it were this one's."""
        known = self.catalogue.pages(file)
        if not known:
            return super().pages(file, keep=keep)
        first = _first()
        articles = tuple(
            replace(article, id=digest.id)
            for article, digest in zip(first.articles, known[0].articles, strict=True)
        )
        page = replace(
            first, fingerprint=known[0].fingerprint, articles=articles, source=known[0].source, number=1
        )
        self._where.setdefault(page.fingerprint, (file, 1))
        return (page,)


def page_text(number: int) -> str:
    """Return the text of a page of ten proposals with three measures each, another one for each number."""
    return "“我为松江献一策”金点子摘登\n\n" + "\n\n".join(
        f"给{PLACES[(number + place) % 10]}办好{WORDS[(3 * number + place) % 20]}的{WORDS[(7 * number + place + 1) % 20]}\n"
        f"{PLACES[(number + place) % 10]}{OFFICES[(number // 3 + place) % 10]} 王小{'一二三四五六七八九十'[place]}\n\n"
        f"我市第{number}号{WORDS[(3 * number + place) % 20]}这件事拖了很久，大家出门办事都不方\n\n"
        "便。建议做三件事：一是由街道牵头，先摸清底数；二是分批办好，不留死角；三是定期公布进度，请居民评一评。\n"
        for place in range(ON_A_PAGE)
    )


def name_of(number: int) -> str:
    """Return the name of the file of a page."""
    return f"松江日报{_day(number)}_{number % 16:02}版-{number:05}.txt"


def invented(folder: Path, proposals: int) -> Invented:
    """Return a folder with so many proposals on pages of ten, known by their digests."""
    folder.mkdir()
    choice, text = random.Random(proposals), page_text(0)
    for number in range(proposals // ON_A_PAGE):
        (folder / name_of(number)).write_text(text, "utf-8")
    workspace = Invented.open([folder], creator="程")
    assert isinstance(workspace, Invented)
    like = digest(_first()).articles
    for number, file in enumerate(workspace.files):
        source = Source("松江日报", _day(number), str(number % 16))
        articles = tuple(_article(choice, number, place, each) for place, each in enumerate(like))
        workspace.catalogue.take(file, (PageDigest(f"{number:012x}{proposals:052x}", 1, source, articles),))
    return workspace


@cache
def _first() -> Page:
    return parse(page_text(0), name="")


def _day(number: int) -> str:
    return f"{2010 + number % 16}-{1 + number % 12:02}-{1 + number % 28:02}"


def _article(choice: random.Random, page: int, place: int, like: ArticleDigest) -> ArticleDigest:
    title = f"{choice.choice(('给', '让', '为', '把'))}{choice.choice(PLACES)}{choice.choice(WORDS)}的{choice.choice(WORDS)}{page}"
    author = choice.choice(SURNAMES) + "".join(choice.choices("一二三四五六小大明云舟禾麦", k=2))
    return ArticleDigest(
        f"{page:012x}/{place * 20 + 3}",
        "proposal",
        0,
        title,
        title,
        like.spans,
        choice.choice(PLACES) + choice.choice(OFFICES),
        author,
        measures=("一是",) * choice.randint(0, 5),
        characters=choice.randint(100, 900),
        doubts=int(choice.random() < 0.05),
    )
