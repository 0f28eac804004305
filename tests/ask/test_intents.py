"""What a question wants, in many phrasings."""

from __future__ import annotations

import pytest

from regbot.ask.intents import Intent, intent_of
from regbot.ask.understand import Thread, understand
from regbot.parse.provisions import parse_reference
from regbot.parse.sentences import language_of

PHRASINGS = {
    Intent.DEADLINE: """
        When do comments on the draft close?
        What is the deadline for comments?
        what's the closing date
        By when must I send my comments?
        Is it too late to comment?
        Can I still comment on the draft?
        can I still send feedback on this
        How many days are left to comment?
        How long was the consultation open?
        When does the consultation end?
        Is the consultation still open?
        Is the 2023 draft still open for comment?
        Until when can I submit comments?
        When is the last day to comment?
        is the comment period over?
        When did the comment period start?
        What date are comments due?
        when are submissions due?
        Has the consultation closed yet?
        Has the deadline passed?
        How much time do I have left to comment?
        征求意见什么时候截止？
        截止日期是哪天？
        意见反馈截止到几号？
        现在还能提意见吗？
        还来得及提意见吗？
        征求意见期限到什么时候？
        征求意见还有几天结束？
        公开征求意见的时间是多久？
        征求意见稿到几号结束？
        征求意见稿什么时候截止
        When is feedback due?
        When must comments arrive?
    """,
    Intent.CHANNELS: """
        How do I submit a comment?
        Where do I send my comments?
        how can I comment on the draft?
        What is the e-mail address for comments?
        where to?
        What do I have to write on the envelope?
        which postal address do comments go to?
        Can I e-mail my feedback?
        How can I have my say?
        Where should feedback be sent?
        In what ways can one submit comments?
        To which email should I send my opinion?
        怎么提意见？
        意见发到哪个邮箱？
        信封上要写什么？
        意见寄到哪里？
        有哪些渠道可以反馈意见？
        如何提交意见？
        通过什么方式反馈意见
        怎么对征求意见稿提意见？
        对征求意见稿的意见寄到哪里？
        How do I respond to the consultation?
        How can I respond to the draft?
    """,
    Intent.ISSUER: """
        Who issued the 2025 Measures?
        Who published the draft?
        Which authority issued the Measures?
        Which ministries adopted the Measures?
        Who wrote the 2023 draft?
        Who is behind the draft?
        which body drafted these rules
        Who signed the Measures?
        谁发布了这个办法？
        这个办法是谁制定的？
        哪个部门发布的？
        办法由哪些部门联合发布？
        征求意见稿的发布机关是谁？
    """,
    Intent.EFFECTIVE: """
        When did the Measures take effect?
        Does the draft say from when it will apply?
        When do the Measures come into force?
        Since when are the Measures in force?
        Is the draft still relevant?
        Do the Measures still apply?
        What is the effective date of the Measures?
        Are the Measures in force?
        Is the draft in force?
        Are the Measures already in effect?
        Did the 2023 draft ever take effect?
        from what date do the Measures apply?
        When did the PIPL become law?
        When does it start to apply?
        办法什么时候施行？
        从哪天起生效？
        正式办法生效了吗？
        施行日期是哪天？
        个人信息保护法何时生效？
        征求意见稿什么时候生效？
    """,
    Intent.IN_FORCE: """
        Which rules are in force on 1 July 2025?
        What laws were in force in 2022?
        Which rules are in force today?
        which regulations applied on 1 January 2022?
        What was the law in effect on 2024-01-01?
        哪些规定现在有效？
        2022年1月1日有哪些法律有效？
        什么规定已经生效？
    """,
    Intent.CONSULTATIONS: """
        Which consultations are open?
        What drafts are open for comment?
        what can I comment on?
        Are there any open consultations?
        Which drafts are closing soon?
        list the drafts out for comment
        What is open?
        现在有哪些征求意见？
        有哪些草案正在征求意见？
        有哪些征求意见稿？
    """,
    Intent.DOCUMENTS: """
        What documents do you have?
        Which texts are in the corpus?
        list the documents you know
        收录了哪些文件？
        你有哪些文件？
    """,
    Intent.SIZE: """
        How many articles does the draft have?
        How many articles are there in the Measures?
        How many articles are in the PIPL?
        How many articles does the final text contain?
        人脸识别办法一共多少条？
        征求意见稿共有几条？
        个人信息保护法有多少条？
    """,
    Intent.DATED: """
        When was the final text approved by the CAC?
        When were the Measures signed?
        When was the 2023 draft published?
        On what day was the PIPL passed?
        What date was the interpretation adopted?
        办法何时公布？
        个人信息保护法是什么时候通过的？
    """,
    Intent.EVENTS: """
        What happened in March 2021?
        What happened between 2020 and 2022?
        What else took place after 2023?
        Which events were there in 2019?
        2021年发生了什么？
        2020年11月发生过哪些事？
    """,
    Intent.PROVISION: """
        show article 11
        Show me Article 11 of the draft
        What does Article 24 of the draft say?
        Article 11
        art. 5 PIPL
        第十一条
        第十一条怎么规定？
        征求意见稿第十一条的内容是什么？
        read Article 6(2) of the Measures
        quote Article 5 of the draft
        give me the text of Article 10
    """,
    Intent.CHANGES: """
        What replaced Article 4 of the draft?
        Which article of the Measures corresponds to Article 16 of the draft?
        What took the place of the old text?
        征求意见稿后来怎么样了？
        What changed between the draft and the Measures?
        Was the rule on property managers kept?
        Was the threshold for filing changed between draft and final?
        Did they alter the wording on hotels in the final version?
        What became of the property managers' rule?
        What happened to Article 11 of the draft?
        Was anything dropped?
        How do the draft and the Measures differ on filing?
        What is the difference between the draft and the final Measures?
        Compare the draft and the Measures on storage
        Did the ban on race analysis survive?
        Is the ban on race analysis still in the Measures?
        was the threshold raised?
        what was added in the final text?
        有什么变化？
        备案门槛改成了多少？
        第十一条被删除了吗？
        征求意见稿和正式办法有什么不同？
        征求意见稿和正式办法一样吗？
        物业的规定保留了吗？
        Which provisions were removed?
        Did the filing requirement survive in the final text?
        Does the draft differ from the final Measures on consent?
        删掉了哪些规定？
        Are stadiums still mentioned in the Measures?
        Did the final text keep the duty to report a leak?
        Has the storage period got longer in the final version?
        Was the exception for research already in the draft?
    """,
    Intent.CONTENT: """
        Can my landlord make face scan the only way in?
        Do I need consent to scan faces?
        What must a privacy notice say?
        Can I get a longer answer from the shop under the law?
        Did the gym keep my photo?
        Who must file with the authorities?
        May a hotel force me to scan my face?
        What are the penalties?
        Who can complain?
        When is written consent needed?
        Which companies are named in the news?
        How long may face data be kept?
        When may a shop use facial recognition?
        What rules apply to children?
        When must a filing be made?
        Who is responsible for supervision?
        How do I complain about a face scanner?
        Where may cameras be installed?
        Which provisions apply to hotels?
        What laws apply to shops?
        Is consent to be given in writing?
        物业可以只用刷脸开门吗？
        什么情况下需要书面同意？
        儿童的人脸信息怎么处理？
        存储多少人的人脸信息需要备案？
        违反规定怎么处罚？
        什么时候需要取得单独同意？
        哪些场所不得安装摄像头？
        谁负责监督检查？
        When may someone view my face data?
        How long may the police view the footage?
        How must a company respond to a complaint?
        How should I respond when a shop asks for my face?
        Is it legal to record my opinions with a face camera?
        What does the draft say about open spaces?
        What does the draft say about closed-circuit cameras?
        What is the deadline for filing under the Measures?
        What is the deadline for deleting face data?
        How many days does a processor have to file?
        How long does a firm have to answer a request?
        Where do I file a complaint?
        Who must I write to when my face is misused?
        What address must the privacy notice give?
        Which authority supervises face recognition?
        Which court decided the Guo Bing case?
        What rules are valid for hotels?
        Which rules applied to Guo Bing?
        Is facial recognition allowed in schools?
        How does the draft define facial information?
        How long is consent valid?
        What is the difference between one-to-one and one-to-many matching?
        When do I have to change a filing?
        What must happen when the purpose of processing changes?
        Must data be removed when a person withdraws consent?
        Are photos to be deleted?
        Are face images kept?
        Is my data deleted when I leave the gym?
        What happens when my face data is leaked?
        征求意见稿怎么规定同意的？
        征求意见稿如何规定儿童？
        征求意见稿规定评估报告保存多久？
        哪些场所在征求意见稿中不得安装摄像头？
        征求意见稿有什么规定保护儿童？
        征求意见稿里什么方式优先？
        什么规定适用于酒店？
        删除人脸信息的条件是什么？
        什么情况下应当删除人脸信息？
        撤回同意后要删除数据吗？
        处理目的发生变化怎么办？
        修改用途要重新同意吗？
        企业怎么回应投诉建议？
        一对一和一对多有什么区别？
        物业说业主不同意刷脸就不让进，怎么办？
        个人不同意刷脸怎么办？
        What happened to my data?
        What is the difference between consent and separate consent?
    """,
}


def phrasings():
    for intent, lines in PHRASINGS.items():
        for line in lines.strip().split("\n"):
            yield pytest.param(line.strip(), intent, id=f"{intent}-{line.strip()}")


@pytest.mark.parametrize(("question", "intent"), phrasings())
def test_the_intent_of(question, intent):
    named = parse_reference(question, language_of(question))
    assert intent_of(question, names_provision=bool(named)) is intent


def test_every_intent_has_phrasings_in_both_languages():
    assert PHRASINGS.keys() == set(Intent)
    for lines in PHRASINGS.values():
        assert {language_of(line) for line in lines.strip().split("\n")} == {"en", "zh"}


@pytest.mark.parametrize(
    "question",
    ["Who made the face scanner in the Temple of Heaven?", "Who published the price list?", "谁发布了价目表？"],
)
def test_who_issued_something_that_is_no_text_is_about_content(question, documents):
    assert understand(question, documents, Thread()).intent is Intent.CONTENT


@pytest.mark.parametrize("question", ["Who issued the PIPL?", "Who wrote the AFP article?", "Who issued this?"])
def test_who_issued_a_text_is_about_the_issuer(question, documents):
    assert understand(question, documents, Thread()).intent is Intent.ISSUER


@pytest.mark.parametrize("question", ["?", "…", "？", "a", "Article", "第条", "\u200b", "1" * 600, "what " * 100])
def test_odd_questions_have_an_intent_too(question):
    assert intent_of(question, names_provision=False) in Intent
