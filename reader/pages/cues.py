"""What a row says by its words: datelines, marks, credits, column headers, captions, furniture, bylines.

Patterns are of how newspapers word these things, matched on cleaned text; spaces are allowed wherever an extractor
may have left them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = r"[0-9０-９一二三四五六七八九十零〇○]"
DATELINE = re.compile(
    rf"^[^，。；：？！（）“”]{{0,14}}?(?:本报|[^，。；：？！（）\s]{{1,8}}(?:社|日报|晚报|早报|晨报|时报|商报|都市报|法治报|政协报|新闻网|报))"
    rf"\s?(?:[^，。；：？！（）]{{0,10}}?{_NUMBER}{{1,3}}\s?月\s?{_NUMBER}{{1,3}}\s?日?\s?(?:综合|专)?(?:电|讯|消息)|讯\s?（|[^，。；：？！（）]{{0,6}}讯\s?（)"
)
DATELINE_HEAD = re.compile(
    r"^(?:本报|[^，。；：？！（）\s]{1,8}(?:社|日报|晚报|早报|晨报|时报|商报|都市报|报))\s?[^，。；：？！（）]{0,8}?[0-9０-９]{1,2}\s?(?:月\s?(?:[0-9０-９]{1,2}\s?日?)?)?$"
)
_PLACE = rf"第?\s?[A-Z]?\s?{_NUMBER}{{1,3}}\s?版\s?[①-⑳⓪]?"
MARK = re.compile(rf"^[▲△▼■◀▶\s]*[（(]\s?(?P<verb>紧接|上接|下转)\s?(?P<place>{_PLACE})\s?[）)]")
TURN = re.compile(rf"[（(]\s?(?P<verb>下转)\s?(?P<place>{_PLACE})\s?[）)][▲△▼■◀▶\s]*$")
PLACE_PARTS = re.compile(rf"第?\s?(?P<section>[A-Z]?)\s?(?P<page>{_NUMBER}{{1,3}})\s?版\s?(?P<item>[①-⑳⓪]?)")
_WRITER = r"(?:记者|通讯员|实习生|特约记者|见习记者|编辑)"
TAIL = re.compile(rf"^[（(][^（）()]{{0,20}}{_WRITER}[^（）()]{{1,60}}[）)]$")
CREDIT = re.compile(r"^[（(][^（）()]{2,80}(?:整理|摘编|选编)[）)]$")
HEADER = re.compile(r"(?:摘登|选登|摘编|选编|摘录|选摘|刊登|征集|来信|专栏|直通车)[》”]?$")
_HEADER_WORDS = re.compile(r"献策|献一策|金点子|建议|提案|建言|好声音|人民意见|代表|委员|议政|问计|我想对")
CAPTION_END = re.compile(r"(?:[^，。]{2,30}\s?(?:摄|供图|摄影报道|摄影|图/文|制图))[）)]?$")
_SECTION = r"(?:要闻|综合|时政|国内|国际|经济|社会|文化|体育|教育|民生|广告|专题|天下|理论|评论|副刊|视点|新闻|聚焦|深度|本地|城事|都市|财经|关注|健康|法治|生活|特刊|专版)"
_PAPER = r"[\u4e00-\u9fff]{2,6}(?:日报|晚报|早报|晨报|时报|商报|都市报)"
FURNITURE = re.compile(
    rf"^(?:公告(?:栏|专栏|专版)?|分类(?:信息|广告)|便民信息|(?:{_PAPER}[\s·•|]{{0,3}})?\d{{4}}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日.{{0,20}}"
    rf"|[\u4e00-\u9fff]{{0,4}}[·•|]?{_SECTION}(?:新闻)?(?:\s?[·•|]?\s?[A-Z]?{_NUMBER}{{1,3}}\s?版?)?"
    rf"|第?\s?[A-Z]?{_NUMBER}{{1,3}}\s?版?(?:\s?[·•|]?\s?[\u4e00-\u9fff]{{0,4}}{_SECTION})?"
    rf"|{_PAPER}(?:\s?[·•|]?\s?[A-Z]?{_NUMBER}{{1,3}}\s?版?)?"
    rf"|星期[一二三四五六日天].{{0,20}}|农历.{{0,20}}"
    rf"|(?:□|■)?\s?(?:责编|责任编辑|责校|版式|版式编辑|编辑|美编|值班|主编|校对|电话|邮箱|第\s?\d+\s?期|总第)[：:\s].{{1,60}}|版权所有.{{0,20}})$"
)
_NOTICE_KINDS = r"启事|公告|声明|通告|公示|告示|讣告|通知|通知书|催告书|告知书"
_NOTICE_MATTERS = r"更正|订正|勘误|招领|招租"
_NOTICE_WORD = re.compile(
    r"启事|公告|声明|通告|通知书|拍卖|招标|招聘|招生|转让|认领|致歉|公示|遗失|讣告|更正"
)
_NOTICE_TITLE = re.compile(
    rf"(?:[\u4e00-\u9fff“”‘’《》（）·、—0-9A-Za-z]{{0,20}}(?:{_NOTICE_KINDS})"
    rf"|(?:关于.{{2,20}})?[\u4e00-\u9fff]{{0,6}}(?:{_NOTICE_MATTERS})"
    r"|(?:敬?告|致)(?:广大)?(?:读者|订户|用户|客户|旅客|乘客)(?:书|信)?)(?:[（(].{1,8}[）)])?$"
)
"""Titles that name the kind of notice may be long; those that name its matter alone are short, or begin 关于."""
_REPORTED = re.compile(
    rf"^特此|(?<!关于)(?:发布|发出|发表|印发|下发|出台|张贴)[^，。]{{0,8}}(?:{_NOTICE_KINDS})$"
)
"""What tells of a notice and is none: …联合发布公告."""
NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,2}是(?!否|在于|因为)|第[一二三四五六七八九十]{1,2}，|[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十]{1,2}、|\d{1,2}(?:[、．]|\.(?!\d))"
)
_CLOSING = re.compile(r"(?:[特谨]此[\u4e00-\u9fff]{2}|敬请[\u4e00-\u9fff]{2}|谅解|(?<=此)公告)[。！]?$")
_TELEPHONE = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,6}(?:电话|热线|联系人)|[\u4e00-\u9fff]{2}人|地址|邮箱|网址|传真)\s?[：:].{1,40}$"
)
_DAY = re.compile(rf"^(?:{_NUMBER}{{4}})\s?年\s?{_NUMBER}{{1,3}}\s?月\s?{_NUMBER}{{1,3}}\s?日$")
_ISSUER = re.compile(
    r"^[\u4e00-\u9fff（）()·]{2,24}(?:公司|集团|中心|局|委|委员会|办公室|政府|法院|检察院|管理处|管委会|指挥部|银行|大学|学院|医院|协会|总队|支队|大队|厅|部|社"
    r"|院|所|站|处|校|学|园|馆|店|厂|场|队|组|会|会堂|剧院)$"
)

_STOPS = frozenset("。！？”）…")

# The commonest surnames (公安部户政 2020 lists the first hundred; the rest from 《百家姓》).
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
    "韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪季樊倪殷章鲁葛伍申尤毕聂焦"
    "齐梅庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉"
    "房边净阴迟褚郎芦党滕虞喻奚宗谌明娄晏瞿蓝栗屠臧糜仇丛岳连喜湛桑皮卓邢冀蒲衡步都满弓匡寇广禄阙东沃利蔚越隆师巩厍暴居米贝计伏戚"
    "俞水窦云昌凤花柳酆雍安乐元卞平和穆尹禹狄明臧茅庞支咎经裘缪干应宣贲郁杭诸嵇荣荀羊於惠储汲邴段富巫乌焦巴牧隗山全秋仲伊宫仇栾钭"
    "厉戎祖符刘景詹束龙叶幸司韶郜黎蓟薄印宿怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通扈燕"
    "郏浦尚农温别庄柴阎充慕连茹习宦艾鱼容向古易慎戈庾终暨居步耿弘国文欧殳夔师聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢蒯相后荆红游竺权逯盖益桓公仉督帅佘敏仝付火苟苑楚"
)
_DATE_GOES_ON = re.compile(r"\d?\s?[月日]")
_COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "皇甫",
    "令狐",
    "东方",
    "慕容",
    "尉迟",
    "司徒",
    "公孙",
    "夏侯",
    "端木",
)
_AFFILIATION_END = re.compile(
    r"(?:厅|局|委|办|院|政协|人大|总工会|统战部|校|所|站|社|会|部|室|处|科|系|中心|公司|集团|大学|学院|中学|小学|医院|协会|镇|乡|街道|村|社区|市|县|区|省|政府|党校|法院|检察院|企业|银行|厂|店|馆|园|队|组|联|工委|党委|支部|代表|委员|市民|居民|网友|读者|教师|农民|村民|职工|干部|律师|医生|学生|志愿者|退休.{0,4})$"
)
_ORGANISATION = re.compile(r"(?:公司|集团|大学|学院|厅|局|委员会|政协|人大|医院|中心|协会|研究院|研究所)$")
_BYLINE = re.compile(
    r"^(?P<affiliation>[^，。；：？！]{2,30}?)[ 　](?P<author>[\u4e00-\u9fff·]{1,6}(?:[ 　、][\u4e00-\u9fff·]{1,4}){0,3})$"
)
_STAFF = re.compile(
    rf"^(?:□|■|●|○)?\s?(?:本报|[\u4e00-\u9fff]{{2,8}}(?:日报|晚报|报))?(?:评论员|全媒体|特约|首席|见习)*{_WRITER}?[ 　]?[\u4e00-\u9fff·]{{2,4}}(?:[ 　、][\u4e00-\u9fff·]{{2,4}})*$"
)


def is_name(text: str) -> bool:
    """Say whether a text looks like a Chinese person's name: a surname and one or two characters, or a dotted name."""
    plain = text.replace(" ", "").replace("\u3000", "")
    if "·" in plain:
        return 3 <= len(plain) <= 14
    if plain.startswith(_COMPOUND):
        return 3 <= len(plain) <= 4
    return 2 <= len(plain) <= 3 and plain[0] in _SURNAMES


def byline_parts(text: str) -> tuple[str, str] | None:
    """Return the affiliation and author of a byline row, None if it is none.

    With a known kind of affiliation any author that is a name will do; without one, a name as the last word and
    nothing that headlines are made of.
    """
    match = _BYLINE.match(text)
    if match is None:
        return None
    affiliation, author = match["affiliation"].strip(), match["author"].strip()
    names = re.split(r"[ 　、]", author)
    joined = author.replace(" ", "").replace("\u3000", "")
    if not _AFFILIATION_END.search(affiliation):
        return None
    known = all(is_name(name) for name in names) or is_name(joined)
    if len(affiliation) == len(author) and any(map(str.__eq__, affiliation, author)):
        return None  # a couplet: its halves are alike (开好局 起好步)
    rare = _ORGANISATION.search(affiliation) is not None and " " not in affiliation and 2 <= len(author) <= 3
    return (affiliation, author) if known or rare else None


def is_staff(text: str) -> bool:
    """Say whether a row names staff writers and nothing else (本报记者 甲某某)."""
    return _STAFF.match(text) is not None and re.search(_WRITER, text) is not None


def is_notice_title(text: str) -> bool:
    """Say whether a row is a notice's title (停水公告, “老街故事”征稿启事)."""
    bare = "".join(text.split())
    return _NOTICE_TITLE.match(bare) is not None and _REPORTED.search(bare) is None


def begins_notice_title(text: str) -> bool:
    """Say whether a row may be the first of a notice's title: who gives it, or 关于…."""
    return text.startswith("关于") or _ISSUER.match(text) is not None


def is_notice(headline: str, closing: str) -> bool:
    """Say whether an article without a dateline is a notice, by its headline's and its last paragraphs' words.

    A headline that only speaks of a notice's matter (拍卖, 招聘) needs an end that notices have.
    """
    if len(headline) > 40:
        return False
    if is_notice_title(headline):
        return True
    return _NOTICE_WORD.search(headline) is not None and any(
        pattern.search(row) for row in closing.split("\n") for pattern in (_CLOSING, _DAY, _TELEPHONE)
    )


def is_header(text: str) -> bool:
    """Say whether a row is the header of a column of proposals."""
    return len(text) <= 30 and HEADER.search(text) is not None and _HEADER_WORDS.search(text) is not None


def announces_column(text: str) -> bool:
    """Say whether a page's text has a row that looks like a column's header; quick, before any parse."""
    return any(is_header("".join(row.split())) for row in text.split("\n") if row.strip())


def is_dateline(text: str) -> bool:
    """Say whether a row begins as a news report's dateline does (…日报2月29日讯), also if the row breaks in it."""
    return DATELINE.match(text) is not None or (len(text) < 40 and DATELINE_HEAD.match(text) is not None)


def goes_on_with_a_date(text: str, following: str) -> bool:
    """Say whether a row that ends in a number is the first half of a date, by the row after it (…日报3 / 月1日讯)."""
    return text[-1:].isdigit() and _DATE_GOES_ON.match(following) is not None


def signatures(texts: Sequence[str], joined: Sequence[bool]) -> set[int]:
    """Return which rows sign a notice: its issuer, its date, where to ask; `joined` rows are set tightly on the next.

    An issuer's name alone may be anything; it signs with a date or a telephone row beside it, right after words that
    close a notice (特此公告), or as the first such row after a sentence under a notice's title.
    """
    found: set[int] = set()
    start, noticed = 0, False
    while start < len(texts):
        text = texts[start]
        if not _signs(text):
            noticed = is_notice_title(text) or (noticed and not is_dateline(text))
            start += 1
            continue
        end = _signed_until(texts, start)
        run = texts[start:end]
        named = sum(_DAY.match(text) is None for text in run)
        closed = start > 0 and _CLOSING.search(texts[start - 1]) is not None
        asked = any(_TELEPHONE.match(text) for text in run)
        sure = named and (closed or asked or named < len(run))
        last = start > 0 and texts[start - 1][-1:] in _STOPS and not joined[end - 1]
        if start and (sure or (noticed and last)):
            found.update(range(start, end))
            noticed = False
        start = end
    return found


def _signed_until(texts: Sequence[str], start: int) -> int:
    """Return where a run of signing rows ends; an issuer's name after a date or telephone is the next notice's."""
    end, dated = start, False
    while end < len(texts) and _signs(texts[end]):
        issuer = not (_DAY.match(texts[end]) or _TELEPHONE.match(texts[end]))
        if (dated and issuer) or (end > start and is_notice_title(texts[end])):
            break
        dated = dated or not issuer
        end += 1
    return end


def _signs(text: str) -> bool:
    return any(pattern.match(text) for pattern in (_DAY, _TELEPHONE, _ISSUER))
