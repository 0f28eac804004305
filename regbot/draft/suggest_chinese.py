"""What Chinese provisions leave open, by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regbot.compare.lexicon import BAN, DUTY
from regbot.draft.suggest_rules import Rules

_RUN = re.compile(r"[\u3400-\u9fff]+")
_LONGEST, _SHORTEST = 10, 4
_TERM_ENDS = (
    "者", "方", "机构", "场所", "信息", "系统", "设备", "服务", "技术", "数据", "平台", "措施", "企业", "用户", "算法", "标准", "活动",
    "区域", "产品", "组织", "范围", "目的",
)  # fmt: skip
_JOINS = re.compile(
    r"采取|处理(?!者|活动|规则|目的)|使用(?!者)|提供(?!者)|请求|利用|收集|存储|开展|履行|建立|要求|公开|进行|实施|从事|侵害|加强|促进|推动|保障|维护"
    r"|[的应当须不得和或及与在对向由将并等其该本各可以为是有经按依据照根任何]"
)


def _terms(text: str) -> Iterator[str]:
    """What stands between verbs and the words that join, four to ten characters long, where it ends as nouns do."""
    for run in _RUN.finditer(text):
        for piece in _JOINS.split(run[0]):
            if _SHORTEST <= len(piece) <= _LONGEST and piece.endswith(_TERM_ENDS):
                yield piece


def _defines(text: str, term: str) -> bool:
    spelled = re.escape(term)
    return (
        re.search(rf"(?:所称)?[“《]?{spelled}[”》]?[，,]?(?:，?是指|指|包括)|以下(?:简称|统称)[“]?{spelled}", text)
        is not None
    )


RULES = Rules(
    condition=re.compile(
        r"(?P<words>(?:(?<=[。；，：\n）])|^)[^。；，：\n（）]{2,60}(?:的|时|后|情况下|情形下|前提下)(?=[，,])"
        r"|(?:只有|如果|基于|仅限于?|除非|在[^。；，\n]{2,30}(?:前提|情况|条件)下)[^。；，\n]{2,60})"
    ),
    exception=re.compile(
        r"(?P<words>除[^。；，\n]{2,60}外|(?:但|法律|另有)[^。；，\n]{0,30}(?:除外|另有规定的?)|[^。；，\n]{0,30}(?:除外|不适用[^。；\n]{0,20}|从其规定|以其规定为准))"
    ),
    decider=re.compile(
        r"(?P<words>(?:有关|相关|主管|行业主管|监管)(?:主管)?(?:部门|机关|机构)|(?:批准|审批|认定|核准|许可|酌情|视情|自行决定|必要时))"
    ),
    vague=re.compile(
        r"(?P<words>充分(?:的)?必要性|(?:充分|严格|必要|合理|适当|相应|重大|显著|合法|正当|有效|特定|一定|严重|及时|尽快)(?!性)|原则上|公共利益|社会公德|公序良俗"
        r"|公共安全|社会秩序|其他(?:情形|情况|目的|措施|方式|用途|场所|原因))"
    ),
    once=re.compile(
        r"(?:应当|必须|(?<!无)须)[^。；\n]{0,40}?(?:备案|报告|告知|通知|删除|销毁|答复|回复|公示|公告|公布|申报|报送|提交|更正|整改|评估|注销|登记)[^。；，\n]{0,16}"
    ),
    when=re.compile(
        r"[0-9０-９一二三四五六七八九十两]+\s*(?:个)?(?:小时|日|天|工作日|周|月|年)|立即|当日|每年|每月|定期|之前|以前|前(?=[，应须])|事前|事先"
    ),
    remedy=re.compile(
        r"投诉|举报|申诉|复议|诉讼|撤回|赔偿|救济|异议|补救|追究|法律责任|请求(?:删除|更正)|有权(?:拒绝|要求|请求|撤回)"
    ),
    binds=re.compile(f"{BAN.pattern}|{DUTY.pattern}", re.IGNORECASE),
    terms=_terms,
    defines=_defines,
)
