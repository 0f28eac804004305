"""Ways to comment that notices name, each with the words that say so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.model import Channel
from regbot.parse.channels import find_channels

AGENCY = """ADDRESSES: You may submit comments, identified by Docket ID No. EPA-HQ-OAR-2023-0434, by any of the following methods:
• Federal eRulemaking Portal: https://www.regulations.gov/ (our preferred method). Follow the online instructions for submitting comments.
• Email: a-and-r-docket@epa.gov. Include Docket ID No. EPA-HQ-OAR-2023-0434 in the subject line of the message.
• Fax: (202) 566-9744. Attention Docket ID No. EPA-HQ-OAR-2023-0434.
• Mail: U.S. Environmental Protection Agency, EPA Docket Center, Mail Code 28221T, 1200 Pennsylvania Avenue NW, Washington, DC 20460.
• Hand/Courier Delivery: EPA Docket Center, Room 3334, 1301 Constitution Avenue NW, Washington, DC 20004.
Docket: You may examine the docket at https://www.epa.gov/dockets.
FOR FURTHER INFORMATION CONTACT: Jane Doe, telephone (202) 555-0100, email doe.jane@epa.gov."""

AVIATION = """You may send comments, using the procedures found in 14 CFR 11.43 and 11.45, by any of the following methods:
• Federal eRulemaking Portal: Go to regulations.gov. Follow the instructions for submitting comments.
• Fax: 202–493–2251.
• Mail: U.S. Department of Transportation, Docket Operations, M–30, 1200 New Jersey Avenue SE, Washington, DC 20590.
• Hand Delivery: Deliver to Mail address above between 9 a.m. and 5 p.m., Monday through Friday, except Federal holidays.
AD Docket: You may examine the AD docket at regulations.gov under Docket No. FAA–2024–0223.
• For material that is proposed for IBR in this AD, contact EASA, 50668 Cologne, Germany; email ADs@easa.europa.eu."""

BRITISH = """Ways to respond
Respond online at https://consult.defra.gov.uk/x/
Email your response to: consult@defra.gov.uk
Write to us at: Consultation Coordinator, Defra, Foss House, 1-2 Peasholme Green, York, YO1 7PX
For enquiries contact press@defra.gov.uk"""

REGULATOR = """公众可通过以下途径和方式提出反馈意见：
1.登录中华人民共和国司法部 中国政府法制信息网（www.moj.gov.cn、www.chinalaw.gov.cn），进入首页主菜单的“立法意见征集”栏目提出意见。
2.通过电子邮件方式发送至：shujuju@cac.gov.cn。
3.通过信函方式将意见寄至：北京市海淀区阜成路15号国家互联网信息办公室网络数据管理局，邮编100048，并在信封上注明“人脸识别技术应用安全管理规定（试行）征求意见”。
意见反馈截止时间为2023年9月7日。"""

TOWN = """在此期间，公众可通过以下途径提出反馈意见：
1、来信反馈。通信地址：上海市普陀区大渡河路1688号2号楼611室（收），邮编：200333。（请在信封上注明“征求意见”字样）
2、电子邮件反馈。邮件地址：ptqsthjj@163.com，邮件标题请注明“征求意见反馈”字样。
3、传真：021-55636000
4、网址：http://www.shpt.gov.cn/yjzj/。意见不超过2000字。
联系人：张三，电话：010-12345678，咨询邮箱：help@shpt.gov.cn"""


def kinds(text: str, lang: str) -> list[tuple[str, str]]:
    return [(channel.kind, channel.address) for channel in find_channels(text, lang)]


def of(text: str, kind: str, lang: str) -> Channel:
    return next(channel for channel in find_channels(text, lang) if channel.kind == kind)


def test_an_agency_with_four_ways():
    assert kinds(AGENCY, "en") == [
        ("portal", "https://www.regulations.gov/"),
        ("email", "a-and-r-docket@epa.gov"),
        ("fax", "(202) 566-9744"),
        (
            "post",
            "U.S. Environmental Protection Agency, EPA Docket Center, Mail Code 28221T, 1200 Pennsylvania Avenue NW, "
            "Washington, DC 20460",
        ),
    ]
    assert {channel.required_marking for channel in find_channels(AGENCY)} == {"Docket ID No. EPA-HQ-OAR-2023-0434"}
    assert "Follow the online instructions" in of(AGENCY, "portal", "en").instructions


def test_addresses_for_other_things_are_no_channels():
    assert [kind for kind, _ in kinds(AVIATION, "en")] == ["portal", "fax", "post"]
    assert "press@defra.gov.uk" not in str(kinds(BRITISH, "en"))


def test_a_british_consultation():
    assert kinds(BRITISH, "en") == [
        ("portal", "https://consult.defra.gov.uk/x/"),
        ("email", "consult@defra.gov.uk"),
        ("post", "Consultation Coordinator, Defra, Foss House, 1-2 Peasholme Green, York, YO1 7PX"),
    ]


def test_a_chinese_regulator():
    assert kinds(REGULATOR, "zh") == [
        ("portal", "www.moj.gov.cn、www.chinalaw.gov.cn"),
        ("email", "shujuju@cac.gov.cn"),
        ("post", "北京市海淀区阜成路15号国家互联网信息办公室网络数据管理局，邮编100048"),
    ]
    assert of(REGULATOR, "post", "zh").required_marking == "人脸识别技术应用安全管理规定（试行）征求意见"
    assert of(REGULATOR, "email", "zh").required_marking == ""


def test_a_chinese_town():
    assert kinds(TOWN, "zh") == [
        ("post", "上海市普陀区大渡河路1688号2号楼611室（收），邮编：200333"),
        ("email", "ptqsthjj@163.com"),
        ("fax", "021-55636000"),
        ("portal", "http://www.shpt.gov.cn/yjzj"),
    ]
    assert of(TOWN, "post", "zh").required_marking == "征求意见"
    assert of(TOWN, "email", "zh").required_marking == "征求意见反馈"
    assert of(TOWN, "portal", "zh").max_characters == 2000


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("Submit comments at https://www.regulations.gov. Comments must not exceed 5,000 characters.", (5000, None)),
        ("Submit comments at https://www.regulations.gov, limited to 4000 bytes.", (None, 4000)),
        ("Submit comments at https://www.regulations.gov. Attachments of up to 10 files.", (None, None)),
    ],
)
def test_limits(text: str, limit: tuple[int | None, int | None]):
    (channel,) = find_channels(text, "en")
    assert (channel.max_characters, channel.max_bytes) == limit


def test_a_quoted_subject_line():
    text = 'Send your comments by email to rules@agency.gov with the subject line "Comment on rule 7".'
    assert of(text, "email", "en").required_marking == "Comment on rule 7"


@pytest.mark.parametrize("text", [AGENCY, AVIATION, BRITISH, REGULATOR, TOWN])
def test_quotes_and_markings_are_exact(text: str):
    for channel in find_channels(text):
        assert channel.quote in text
        assert channel.required_marking in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Contact jane@agency.gov with questions.",
        "Article 5 Processors shall respond to requests.",
        "第五条 应当取得同意。",
    ],
)
def test_texts_without_channels(text: str):
    assert find_channels(text) == ()


PARTS = st.sampled_from(
    [*AGENCY.split(), *TOWN, "comments", "submit", "mail", ":", "@", "\n", "•", "“", "”", "http://", "传真", "意见"]
)


@settings(max_examples=300, deadline=2000)
@given(st.lists(PARTS, max_size=80), st.sampled_from(["en", "zh", None]))
def test_any_text_is_read_without_trouble(parts: list[str], lang: str | None):
    text = " ".join(parts)
    for channel in find_channels(text, lang):
        assert channel.quote in text
        assert channel.required_marking in text
        assert channel.address


def test_a_sentence_that_goes_on_from_an_invitation_says_where_to_write():
    text = "Comments must arrive by 30 November. Write to noise@example.org. Send questions to press@example.org."
    assert [(item.kind, item.address) for item in find_channels(text, "en")] == [("email", "noise@example.org")]
    assert find_channels("The unit was founded in 1999. Write to noise@example.org.", "en") == ()


OFFICE = """现就《门铃使用办法（征求意见稿）》公开征求意见。可通过以下方式反馈：
一、电子邮件反馈。将意见发送至menling@bell.gov.cn，邮件主题请注明“门铃意见”字样。
二、通过信函邮寄至北京市东城区铃铛路3号门铃管理司（邮政编码：100010），邮寄时请在信封上注明“门铃来信”。
三、通过传真方式将意见发送至：010－65550001。"""

ASSEMBLY = (
    "现将《门铃法（草案）》公布，公众可以登录铃铛网（www.bell.gov.cn）或门铃库（mlk.bell.gov.cn）提出意见，也可以将意见寄送"
    "门铃工作委员会（北京市西城区前门大街9号，邮编：100805。信封上请注明门铃法草案征求意见）。征求意见期限为30日。"
)


def test_an_address_right_behind_a_chinese_word():
    assert kinds(OFFICE, "zh") == [
        ("email", "menling@bell.gov.cn"),
        ("post", "北京市东城区铃铛路3号门铃管理司（邮政编码：100010）"),
        ("fax", "010－65550001"),
    ]
    assert [channel.required_marking for channel in find_channels(OFFICE, "zh")] == ["门铃意见", "门铃来信", ""]


def test_a_full_stop_inside_brackets_cuts_nothing():
    portal, post = find_channels(ASSEMBLY, "zh")
    assert portal.address == "www.bell.gov.cn、mlk.bell.gov.cn"
    assert post.address == "门铃工作委员会（北京市西城区前门大街9号，邮编：100805）"
    assert post.required_marking == "门铃法草案征求意见"
    assert post.quote.endswith("征求意见）。")
    assert post.quote in ASSEMBLY


def test_a_postcode_behind_a_semicolon_belongs_to_the_address():
    text = "公开征求意见。1.通信地址：北京市海淀区铃铛路5号楼7层；邮政编码：100048。2.电子邮箱：a@bell.gov.cn。"
    assert kinds(text, "zh")[0] == ("post", "北京市海淀区铃铛路5号楼7层；邮政编码：100048")


@pytest.mark.parametrize(
    ("asks", "markings"),
    [
        ("来信请注明“铃意见”字样。", ["铃意见", ""]),
        ("\n请在邮件主题或者信封上注明“铃意见”字样。", ["铃意见", "铃意见"]),
        ("\n请注明联系人及联系方式。", ["", ""]),
        ("\n标题请注明：铃意见反馈。", ["", "铃意见反馈"]),
    ],
)
def test_a_wording_is_for_the_channel_it_stands_with(asks: str, markings: list[str]):
    after = asks if asks.startswith("\n") else ""
    beside = "" if after else asks
    text = f"公开征求意见：\n1.信函寄至：北京市铃铛路1号门铃局（邮编：100010）。{beside}\n2.电子邮箱：a@bell.gov.cn。{after}"
    assert [channel.required_marking for channel in find_channels(text, "zh")] == markings


def test_a_site_for_reading_is_no_way_to_send():
    text = "公开征求意见。征求意见稿可登录我部网站（http://www.bell.gov.cn/）“意见征集”栏目查阅。\n邮箱：a@bell.gov.cn"
    assert kinds(text, "zh") == [("email", "a@bell.gov.cn")]


def test_a_contact_counts_where_nothing_else_is_offered():
    contact = "联系人：铃先生，电话：010-65550002，邮箱：ling@bell.gov.cn"
    assert kinds(f"现公开征求意见，请于6月1日前书面反馈。\n{contact}", "zh") == [("email", "ling@bell.gov.cn")]
    assert kinds(f"请将意见发送至yj@bell.gov.cn。\n{contact}", "zh") == [("email", "yj@bell.gov.cn")]


def test_where_secrets_and_complaints_go_is_no_channel():
    text = (
        "Send comments, without any confidential business information, to bells@agency.gov. Submissions containing CBI "
        "should be sent to secrets@agency.gov. If you want to complain about this consultation, email cross@agency.gov."
    )
    assert kinds(text, "en") == [("email", "bells@agency.gov")]


def test_labels_in_their_several_spellings():
    text = """How to respond
Federal Rulemaking Portal: https://www.regulations.gov/
Agency Web Site: https://bells.gov/comments
Write to: Bell Team, Room 2, 17 Smith Square, London SW1P 3JR
All submissions should refer to File Number B7-06-22."""
    assert kinds(text, "en") == [
        ("portal", "https://www.regulations.gov/"),
        ("portal", "https://bells.gov/comments"),
        ("post", "Bell Team, Room 2, 17 Smith Square, London SW1P 3JR"),
    ]
    assert {channel.required_marking for channel in find_channels(text, "en")} == {"File Number B7-06-22"}


def test_an_address_announced_as_below():
    text = "Responses may be posted to the address below, marked with the title: Bells, 2A Bridge Road, London SE1 9HA."
    assert kinds(text, "en") == [("post", "Bells, 2A Bridge Road, London SE1 9HA")]


def test_what_stands_below_a_bare_label():
    text = """How to respond
Email to:

signs@example.gov.uk

Write to:
Signs Team
17 Smith Square
London SW1P 3JR

Questions: ask@example.gov.uk"""
    found = find_channels(text, "en")
    assert [(channel.kind, channel.address) for channel in found] == [
        ("email", "signs@example.gov.uk"),
        ("post", "Signs Team 17 Smith Square London SW1P 3JR"),
    ]
    assert all(channel.quote in text for channel in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Post your completed form to: Signs Team, 17 Smith Square, London SW1P 3JR.", "post"),
        ("Have your say by completing our survey at https://forms.example.org/e/1.", "portal"),
        ("Evidence should be submitted to signs@example.gov.uk by June.", "email"),
        ("Please tell us what you think by emailing signs@example.gov.uk.", "email"),
        ("The evidence is at https://example.org/evidence.", ""),
    ],
)
def test_british_invitations(text: str, found: str):
    assert [channel.kind for channel in find_channels(text, "en")] == ([found] if found else [])


def test_a_shortened_word_does_not_end_an_address():
    text = """You may send comments as follows:
• Mail/Hand delivery/Courier (for paper submissions): Lantern Docket (LD-7), Ferry Office, 12 Quay Lane, Rm. 1061, Harbour, MD 20852.
• Mail: Boat Docket, Harbour Center, 40 Anchor Ave. NW., Washington, DC 20460."""
    assert [address for kind, address in kinds(text, "en") if kind == "post"] == [
        "Lantern Docket (LD-7), Ferry Office, 12 Quay Lane, Rm. 1061, Harbour, MD 20852",
        "Boat Docket, Harbour Center, 40 Anchor Ave. NW., Washington, DC 20460",
    ]


def test_mailing_addresses_in_many_words():
    text = (
        "Submit comments, identified by “2031-L-04,” using any one of the following methods:\n"
        "• U.S. Mail, Parcel Post, Express Couriers, or Any Other Mail Service: The mailing address for comments is: A. Lampman, "
        "Attention: Comments/No. 2031-L-04, Ferry Office, Eighth Floor, 4 Quay Street, Harbour, MD 20852. Mail is irradiated."
    )
    post = of(text, "post", "en")
    assert post.address.startswith("A. Lampman, Attention: Comments/No. 2031-L-04, Ferry Office")
    assert post.address.endswith("Harbour, MD 20852")
    assert post.required_marking == "2031-L-04"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "You may send comments:\n• Postal Mail: Send your comment to Docket No. FO-2031-7, Ferry Office, Harbour, MD 20852.",
            "Docket No. FO-2031-7, Ferry Office, Harbour, MD 20852",
        ),
        (
            "Comments must be submitted by May 16, 2031 to the Lantern Committee, Room 3, Harbour, MD 20852.",
            "the Lantern Committee, Room 3, Harbour, MD 20852",
        ),
        (
            "Comments may be forwarded by writing to the Lantern Office, Harbour, MD 20852, Attn: Clearance.",
            "the Lantern Office, Harbour, MD 20852, Attn: Clearance",
        ),
    ],
)
def test_the_address_begins_after_the_instruction(text: str, address: str):
    assert ("post", address) in kinds(text, "en")


def test_several_ways_in_one_sentence():
    text = (
        "Comments may be sent via U.S. Postal Service to the Lantern Register, 18 C St. NW., MS 22, Harbour, DC 20240; by all other "
        "carriers, Lantern Register, 12 Eye St. NW., Harbour, DC 20005; or by fax, 202-555-0147."
    )
    assert kinds(text, "en") == [
        ("fax", "202-555-0147"),
        ("post", "the Lantern Register, 18 C St. NW., MS 22, Harbour, DC 20240"),
    ]


def test_a_page_of_guidance_takes_no_comments():
    text = (
        "Submit your comments at https://www.regulations.gov. For our full comment policy, information about CBI, and general "
        "guidance on making effective comments, please visit https://www.ferry.gov/commenting."
    )
    assert kinds(text, "en") == [("portal", "https://www.regulations.gov")]


def test_a_number_in_quotes_is_the_marking():
    text = "You may submit comments, identified by case number “LMP-004,” by e-mail: lamps@ferry.gov."
    assert of(text, "email", "en").required_marking == "LMP-004"
