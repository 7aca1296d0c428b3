"""An invented paper that prints proposals again, answers one, and fills itself with formulas."""

from __future__ import annotations

from pathlib import Path

from reader.pages.model import Page
from reader.workspace import SourceFile, Spot, Workspace

_SENTENCES = (
    "老城的菜市场大多建在三十年前，棚顶漏雨，地面积水，摊位挤在一处，买菜的人侧着身子才走得过去",
    "去年夏天我们走访了七个市场，问了二百多位摊主，九成人说最怕的是下雨天和停电",
    "有的市场把遮雨棚搭得比楼还高，反而挡住了住户的窗子，这样的教训值得记住",
    "市场管理方愿意出一半的钱，另一半从街道的微改造资金里来，三年就能轮完一遍",
    "摊位可以按早晚分时出租，早上卖菜，傍晚修鞋配钥匙，晚上留给做小吃的年轻人",
    "公平秤不必锁在办公室里，放在出口，谁都能称，短斤少两的事自然就少了",
    "菜叶和鱼鳞当天清走，交给城郊的堆肥场，一个市场一年能省下四万元的清运费",
    "最后还要请住在楼上的人来评，评得好的市场挂牌，评得差的限期整改",
)
PROPOSAL = "。".join(_SENTENCES) + "。"
SHORTENED = "。".join(_SENTENCES[index] for index in (0, 3, 6)) + "。"
QUOTED = "读者来信摘登如下：" + "。".join(_SENTENCES[3:6]) + "。编辑部把来信转给了市场监管部门，等待回音。"
OFFICIALS = (
    "市委书记余照川，市长白若谷，市人大常委会主任纪南星，市政协主席文知夏，市委副书记章雨眠，"
    "市领导陶望舒、齐墨言、梁若水、冯清越、路长宁、宋晚舟、程听雪、秦远山出席会议并讲话。"
)
FORMULA = "会议强调，要深入学习贯彻会议精神，把思想和行动统一到决策部署上来，真抓实干，久久为功。"
_MEETINGS = (
    "会议听取了水务部门关于河道清淤的情况汇报，决定今年入汛前完成十二条内河的清淤，把淤泥烘干后做成砖，"
    "铺在沿河的步道上，并在每座桥边立一块牌子，写明河长的姓名和电话，方便市民打电话反映情况。",
    "会议研究了中小学午餐的招标办法，要求每所学校由家长代表参加评标，菜单一周一换，留样四十八小时，"
    "食堂的后厨装上透明玻璃，谁都可以来看，营养师每月到校一次，给老师和学生讲怎样吃得明白。",
)
MEETINGS = tuple(OFFICIALS + FORMULA + text for text in _MEETINGS)
ANSWER = (
    "市场监管局昨日回复读者：关于给菜市场装遮雨棚的建议已经采纳，首批三个市场六月底前完工，"
    "其余四个列入明年的计划，施工期间摊主可以在隔壁的停车场临时摆卖。"
)


def proposal(title: str, author: str, text: str) -> str:
    """Return a page with a column of one proposal."""
    return f"“我为松江献一策”金点子摘登\n\n{title}\n\n松江区市民 {author}\n\n{text}\n"


def news(title: str, day: str, text: str) -> str:
    """Return a page with a story."""
    return f"{title}\n\n松江时报{day}讯（记者 沈麦）{text}\n"


PAPER = {
    "松江时报2026-03-01_02版.txt": proposal("给老城菜市场装上遮雨棚", "顾晚晴", PROPOSAL),
    "松江时报2026-03-09_03版.txt": proposal("雨天也能安心买菜", "顾晚晴", PROPOSAL),
    "松江时报2026-03-20_03版.txt": news("一封来信说了七个市场", "3月20日", SHORTENED),
    "松江时报2026-03-25_04版.txt": news("来信照登", "3月25日", QUOTED),
    "松江时报2026-04-02_01版.txt": news("河道清淤今年完成", "4月2日", MEETINGS[0]),
    "松江时报2026-04-03_01版.txt": news("午餐招标家长到场", "4月3日", MEETINGS[1]),
    "松江时报2026-05-06_02版.txt": news("七个菜市场装遮雨棚有了回音", "5月6日", ANSWER),
}


def print_paper(folder: Path) -> Path:
    """Write the paper's pages into a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in PAPER.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def file_of(workspace: Workspace, day: str) -> SourceFile:
    """Return the file of a day, as `03-01`."""
    return next(file for file in workspace.files if day in file.label)


def page_of(workspace: Workspace, day: str) -> Page:
    """Return the page of a day."""
    return workspace.pages(file_of(workspace, day))[0]


def spot_at(workspace: Workspace, day: str) -> Spot:
    """Return the place of a day's first article."""
    file = file_of(workspace, day)
    workspace.pages(file)
    page = workspace.catalogue.pages(file)[0]
    return Spot(file, page, page.articles[0])
