"""Whatever the text, nothing is lost; whatever the structure, it is found; whatever the prose, it is no structure."""

import textwrap
from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from regbot.parse.numerals import format_chinese, format_roman
from regbot.parse.provisions import IssueKind, Kind, parse_provisions

TOKENS = [
    *("第", "一", "二", "条", "章", "节", "之一", "款", "说明", "附件", "：", "（一）", "。", "　"),
    *("Article ", "Section ", "§ ", "Chapter ", "ANNEX", "PART ", "Whereas:", "of", "Text"),
    *("1", "2", "I", "A", "5a", ".", "—", "(1)", "(a)", "#", "**"),
    *(" ", "\n", "\n\n", "\r\n", "\r", "\x0c", "\u2028"),
]
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(TOKENS), max_size=60).map("".join)


@given(TEXTS, st.sampled_from([None, "en", "zh"]))
def test_nothing_of_any_text_is_lost(text, lang):
    tree = parse_provisions(text, lang)
    assert tree.text() == text
    nodes = list(tree.walk())
    assert len({node.eid for node in nodes}) == len(nodes)
    for node in nodes:
        assert node.start <= node.heading_start <= node.text_start <= node.text_end <= node.end
        edges = [(node.text_end, node.text_end), *((child.start, child.end) for child in node.children)]
        assert all(before[1] == after[0] for before, after in pairwise(edges))
        assert node.end == (node.children[-1].end if node.children else node.text_end)
        assert node.label in text
        assert node.heading in text[node.start : node.text_start]


ENGLISH_PROSE = [
    "The processor shall obtain separate consent in accordance with Article 5 of the Law.",
    "Whoever infringes Article 29, Section 230(c) or Chapter IV of the Act is liable under Article 3.",
    "Nothing in paragraph 2 of Article 7 shall affect Annex II or Schedule 1 to the Regulation.",
    "This applies to the persons referred to in Articles 4 to 9 and to Part 2 of the Code.",
]
CHINESE_PROSE = [
    "处理人脸信息应当遵守本规定第五条的规定，并取得个人的单独同意。",
    "违反本规定第三条、第四条规定的，依照《个人信息保护法》第六十六条的规定处罚。",
    "符合第十二条第二款第（三）项规定情形的，适用第二章的规定。",
    "本规定所称人脸信息，适用民法典第一千零三十四条规定的定义。",
]


def wrapped(draw, prose, lang):
    width = draw(st.integers(16, 90))
    if lang == "en":
        return textwrap.fill(prose, width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(prose[start : start + width] for start in range(0, len(prose), width))


@st.composite
def laws(draw):
    """A law's text, its language, and the eids of its chapters and articles with the items in each paragraph."""
    lang = draw(st.sampled_from(["en", "zh"]))
    anew = draw(st.booleans())
    chapters = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    text, expected, first = "", [], 1
    for chapter, count in enumerate(chapters, start=1):
        text += f"CHAPTER {format_roman(chapter)}\n\n" if lang == "en" else f"第{format_chinese(chapter)}章　总　则\n\n"
        expected.append((f"chp_{chapter}", None))
        first = 1 if anew else first
        for number in range(first, first + count):
            items = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
            text += (f"Article {number}\n\n" if lang == "en" else f"第{format_chinese(number)}条　") + "\n\n".join(
                paragraph(draw, lang, count) for count in items
            )
            text += "\n\n"
            prefix = f"chp_{chapter}__" if anew and len(chapters) > 1 else ""
            expected.append((f"{prefix}art_{number}", items))
        first += count
    return text, expected


def paragraph(draw, lang, items):
    prose = wrapped(draw, draw(st.sampled_from(ENGLISH_PROSE if lang == "en" else CHINESE_PROSE)), lang)
    labels = [f"({number})" if lang == "en" else f"（{format_chinese(number)}）" for number in range(1, items + 1)]
    lines = [label + (" one thing;" if lang == "en" else "一种情形；") for label in labels]
    return "\n".join([prose, *lines])


@given(laws())
def test_a_law_is_parsed_to_its_structure(law):
    text, expected = law
    tree = parse_provisions(text)
    assert tree.text() == text
    assert not tree.issues
    found = [
        (node.eid, [len(child.children) for child in node.children] if node.kind is Kind.ARTICLE else None)
        for node in tree.walk()
        if node.kind in (Kind.CHAPTER, Kind.ARTICLE)
    ]
    assert found == expected


@given(st.data(), st.sampled_from(["en", "zh"]))
def test_prose_is_never_structure(data, lang):
    prose = data.draw(
        st.lists(st.sampled_from(ENGLISH_PROSE if lang == "en" else CHINESE_PROSE), min_size=1, max_size=6)
    )
    text = "\n\n".join(wrapped(data.draw, sentence, lang) for sentence in prose)
    assert [node.kind for node in parse_provisions(text).walk()] == [Kind.PREFACE]


@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=12), st.sampled_from(["Article {}\nText.\n\n", "第{}条 甲。\n\n"])
)
def test_every_gap_is_reported_and_no_other(steps, form):
    numbers = list(accumulate(steps))
    tree = parse_provisions("".join(form.format(number) for number in numbers))
    assert [node.eid for node in tree.provisions()] == [f"art_{number}" for number in numbers]
    gaps = [str(before + 1) for before, after in pairwise([0, *numbers]) if after > before + 1]
    assert [issue.expected for issue in tree.issues] == gaps
    assert {issue.kind for issue in tree.issues} <= {IssueKind.GAP}
