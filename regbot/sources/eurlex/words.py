"""The words by which the Union's acts mark their parts, in its official languages."""

from __future__ import annotations

import re

_ARTICLE = (
    "Article|Artikel|Art[ií]culo|Articolo|Artigo|Artyku[łl]|Čl[aá]nek|Článok|Člen|Članak|Άρθρο|Член|Articolul|"
    "Artikolu|Airteagal|"
    "Artikla|Straipsnis|Pants|Cikk|Artikkel"
)
_NUMBER = (
    r"(?:\d{1,4}(?:\s?[a-z]{1,2}|\s?(?:bis|ter|quater|quinquies|sexies))?|[IVXLC]{1,7}|premier|primero|primo|1er|"
    r"1\.º|1\.o|unique|único|unico)"
)
ARTICLE_HEADING = re.compile(
    rf"^(?:(?:{_ARTICLE})\s+{_NUMBER}\s?[.°ºo]?|{_NUMBER}\.?\s+(?:{_ARTICLE})|(?:Sole|Single|Only)\s+Article|Einziger\s+Artikel|Enige\s+artikel|Eneste\s+artikel)$",
    re.IGNORECASE,
)
"""A line that is nothing but the number of an article."""

DIVISION_HEADING = re.compile(
    r"^(?:PART|TITLE|CHAPTER|SECTION|SUBSECTION|PARTIE|TITRE|CHAPITRE|TEIL|TITEL|KAPITEL|ABSCHNITT|PARTE|TITOLO|"
    r"CAPO|SEZIONE|TÍTULO|CAPÍTULO|"
    r"SECCIÓN|HOOFDSTUK|AFDELING|AFSNIT|AVDELNING|AVSNITT|CZĘŚĆ|TYTUŁ|ROZDZIAŁ|SEKCJA|ČÁST|HLAVA|KAPITOLA|ODDÍL|"
    r"TITLUL|CAPITOLUL|SECȚIUNEA|"
    r"FEJEZET|ΜΕΡΟΣ|ΤΙΤΛΟΣ|ΚΕΦΑΛΑΙΟ|ΤΜΗΜΑ|ДЯЛ|ГЛАВА|РАЗДЕЛ)\s+(?:[IVXLC]{1,7}|\d{1,3}|[A-Z]|ONE|TWO|THREE|FOUR|"
    r"FIVE|SIX)(?:\s?[-–—:.]?\s+[^.;]{2,120})?$",
    re.IGNORECASE,
)
"""A line that is the number of a chapter or section, perhaps with its title."""

ANNEX_HEADING = re.compile(
    r"^(?:ANNEXE?|ANHANG|ALLEGATO|ANEXO|BIJLAGE|BILAG|BILAGA|LIITE|PŘÍLOHA|PRÍLOHA|"
    r"ZAŁĄCZNIK|MELLÉKLET|LISA|PIELIKUMS|"
    r"PRIEDAS|PRILOGA|PRILOG|ANEXA|ANNESS|IARSCRÍBHINN|ПРИЛОЖЕНИЕ|ΠΑΡΑΡΤΗΜΑ)"
    r"(?:\s+(?:No\.?\s?)?(?:[IVXLC]{1,8}[a-z]?|\d{1,3}[a-z]?|[A-Z]))?\s?\*?$"
)
"""A line that is nothing but the name of an annex, in capitals."""

WHEREAS = re.compile(
    r"^(?:Whereas|Considérant|considérant|Considerando|considerando|Considerato|considerato|in Erwägung|"
    r"In Erwägung|Overwegende|overwegende|"
    r"ud fra følgende|med beaktande|Med beaktande|sekä katsoo|Εκτιμώντας|εκτιμώντας|Uwzględniając|"
    r"mając na uwadze|vzhledem k|keďže|mivel|având în vedere|"
    r"като има предвид)\b"
)
CITATION = re.compile(
    r"^(?:Having regard|having regard|Vu |vu |Gestützt|gestützt|Visto |visto |Vista |vista |Tendo em conta|"
    r"Gelet op|under henvisning|med beaktande av|"
    r"ottaa huomioon|ottavat huomioon|Έχοντας υπόψη|uwzględniając|s ohledem|so zreteľom|tekintettel|"
    r"având în vedere|като взе)"
)
INSTITUTION = re.compile(r"^[^\W\d_][^\da-zà-öø-ÿα-ωа-я]{9,200},$")
"""A line in capitals that ends with a comma: `THE COUNCIL OF THE EUROPEAN UNION,`."""

CLOSING = re.compile(
    r"^(?:This (?:Regulation|Decision) (?:shall be|is) binding in its entirety|Done (?:at|in) |Fait à|"
    r"Geschehen zu|Fatto a|Hecho en|Gedaan te|"
    r"Udfærdiget i|Utfärdad i|Utfärdat i|Tehty |Sporządzono w|V Bruselu dne|Feito em|Adoptat(?:ă)? la|"
    r"Întocmit la|Kelt |Съставено|Έγινε |Brüssel,|"
    r"Briselē|Priimta |Sastavljeno u|V Bruslju|Magħmul|Le présent règlement est obligatoire|"
    r"Diese Verordnung ist in allen)"
)
_FORMULA = re.compile(
    r"^(?:HAS|HAVE|HEREBY|A |ONT|HAT|HABEN|HA |HANNO|HAN|ADOPT|DECID|RECOMMEND|AGREE|HEEFT|HEBBEN|ON |OVAT|PRZYJM)",
    re.IGNORECASE,
)


def is_formula(text: str) -> bool:
    """Whether a line is the formula of adoption: `HAVE ADOPTED THIS REGULATION:`."""
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return (
        len(text) < 200
        and text.endswith(":")
        and capitals * 10 > len(letters) * 7
        and len(letters) > 8
        and not WHEREAS.match(text.capitalize())
    )
