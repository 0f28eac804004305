"""Pages, answers and files as Chinese publishers give them, made on the spot."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

BBBS = "ff8081817b6472a3017b656cc2049999"
LAW = [
    "中华人民共和国门铃法",
    "（2021年8月20日第十三届全国人民代表大会常务委员会第三十次会议通过　"
    "根据2025年10月28日第十四届全国人民代表大会常务委员会第十八次会议《关于修改〈中华人民共和国门铃法〉的决定》修正）",
    "目　　录",
    "第一编　通　　则",
    "第一章　总　　则",
    "第二章　安装和使用",
    "　　第一节　一般规定",
    "第二编　附　　则",
    "第一编　通　　则",
    "第一章　总　　则",
    "第一条　为了规范门铃，根据宪法，制定本法。",
    "第二条　自然人的安宁受法律保护。",
    "第二章　安装和使用",
    "第一节　一般规定",
    "第三条　安装门铃，应当符合下列条件之一：",
    "（一）取得邻居同意；",
    "（二）符合第二条的规定。",
    "第三条之一　依照前条第一项取得的同意可以撤回。",
    "第二编　附　　则",
    "第四条　本法自2021年11月1日起施行。",
]


def law_row(bbbs: str = BBBS, **changed: Any) -> dict[str, Any]:
    """A row of the national database's search."""
    return {
        "bbbs": bbbs,
        "title": "中华人民共和国<em class='highlight'>门铃法</em>",
        "gbrq": "2025-10-28",
        "sxrq": "2026-01-01",
        "sxx": 3,
        "zdjgName": "全国人民代表大会常务委员会",
        "flxz": "法律",
        "score": 15.4,
    } | changed


def law_detail(bbbs: str = BBBS, **changed: Any) -> dict[str, Any]:
    """What the national database answers about one law."""
    tree = {"title": "中华人民共和国门铃法", "children": [{"title": "第一章 总则", "children": [{"title": "第一条"}]}]}
    files = {
        "ossWordPath": "prod/20251028/x.docx",
        "ossWordOfdPath": "prod/20251028/x.ofd",
        "ossPdfPath": "prod/20251028/x.pdf",
    }
    data = law_row(bbbs) | {"title": "中华人民共和国门铃法", "content": tree, "ossFile": files, "xgwj": []} | changed
    return {"code": 200, "msg": "操作成功", "data": data}


def docx_of(paragraphs: Iterable[str]) -> bytes:
    """A Word file with these paragraphs."""
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def page_of(title: str, body: str, day: str = "2026年11月12日") -> str:
    """A page in the publisher's present template."""
    return (
        f'<html lang="zh-CN"><head><title>{title}_中央网络安全和信息化委员会办公室</title></head><body><div class="main-title">'
        f'<h1 class="title">{title}</h1><span id="pubtime">{day} 09:00</span></div><div class="main-content">'
        f'<div id="BodyLabel">{body}</div></div></body></html>'
    )
