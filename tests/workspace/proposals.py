"""A page of nine invented proposals about three things, and what tags them."""

from __future__ import annotations

from pathlib import Path

from reader.workspace import Workspace
from tests.words.texts import TEXTS

NAMES = ("顾晚晴", "沈麦", "苏禾", "江照晚", "罗望舒", "程以南", "方小棠", "乔木", "周未")


def write_proposals(folder: Path) -> Path:
    """Write a page with all of them in a folder, and return it."""
    rows = ["“我为桐城献一策”金点子摘登"]
    proposals = [item for three in zip(*TEXTS.values(), strict=True) for item in three]
    for (title, text), name in zip(proposals, NAMES, strict=True):
        rows += [title, f"桐湾区读书会 {name}"]
        text = text + "具体办法由街道和有关单位一起商定，先试行半年，再看效果如何，逐步推开。"
        rows += [text[at : at + 20] for at in range(0, len(text), 20)]
    rows.append("（桐湾日报记者 苏禾 整理）")
    path = folder / "桐湾日报2026-03-01_02版.txt"
    path.write_text("\n\n".join(rows) + "\n", "utf-8")
    return path


def tag_some(workspace: Workspace, each: int = 2) -> None:
    """Put each label on the first proposals that it is for."""
    page = workspace.pages(workspace.files[0])[0]
    left = {title: label for label, texts in TEXTS.items() for title, _text in texts[:each]}
    for article in page.articles:
        label = left.pop(article.title, "")
        if label:
            workspace.tag(workspace.target_article(page, article), [label]).result()
    assert not left, left
