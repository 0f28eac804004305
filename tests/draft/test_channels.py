from __future__ import annotations

import pytest

from regbot.draft.channels import Length, Place, described, file_codes, measure, route_for, routes
from regbot.errors import DraftError
from regbot.model import Channel
from tests.draft.making import FORM, MAIL, POST, document


def test_email_is_preferred_and_each_can_be_named_by_kind_number_or_address():
    about = document(POST, FORM, MAIL)
    assert route_for(about).kind == "email"
    assert route_for(about, "post").marking == "Faces 2026 comment"
    assert route_for(about, "2").kind == "portal"
    assert route_for(about, "RULES@example.gov").kind == "email"
    assert [route.kind for route in routes(about)] == ["post", "portal", "email"]


def test_a_channel_that_the_notice_does_not_have_is_refused_with_those_it_has():
    with pytest.raises(DraftError) as caught:
        route_for(document(MAIL, POST), "fax")
    assert caught.value.hint == "its channels: email, post"


def test_a_consultation_without_channels_says_so():
    with pytest.raises(DraftError, match="names no channel"):
        route_for(document(consultation=None))


def test_regulations_gov_has_its_own_limits_also_where_the_notice_says_nothing():
    route = route_for(document(FORM))
    assert (route.max_characters, route.max_bytes) == (5_000, 5_000)
    assert route.attachments
    assert (route.attachments.most, route.attachments.each) == (20, 10 * 1024 * 1024)
    assert not route.fits(Length(4_990, 5_001))
    assert route.over(Length(5_002, 5_010)) == (2, 10)


def test_a_limit_in_the_notice_goes_before_what_is_known_of_the_portal():
    route = route_for(document(Channel("portal", "https://regulations.gov", max_characters=2_000)))
    assert (route.max_characters, route.max_bytes) == (2_000, 5_000)
    assert route.limit_from == "the notice and regulations.gov"


@pytest.mark.parametrize("address", ["https://regulations.gov.example.com/x", "https://example.com/regulations.gov"])
def test_a_portal_that_only_looks_like_it_has_no_such_limit(address):
    route = route_for(document(Channel("portal", address)))
    assert route.max_characters is None
    assert route.attachments is None
    assert "No limit of length is known." in described(route)


@pytest.mark.parametrize(
    "quote", ["Please do not send attachments.", "Attachments will not be opened.", "请勿以压缩包发送，不接受附件"]
)
def test_attachments_are_off_where_the_notice_refuses_them(quote):
    assert route_for(document(Channel("email", "a@example.gov", quote=quote))).attachments is None


def test_markings_stand_where_the_channel_has_room_for_them():
    places = {route.kind: route.place for route in routes(document(MAIL, FORM, POST))}
    assert places == {"email": Place.SUBJECT, "portal": Place.TEXT, "post": Place.ENVELOPE}


def test_length_counts_characters_and_bytes():
    assert measure("aé第") == Length(3, 6)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Identify your comment with Docket No. FDA-2023-N-0119.", ("FDA-2023-N-0119",)),
        ("Docket ID EPA-HQ-OAR-2021-0317", ("EPA-HQ-OAR-2021-0317",)),
        ("RIN 3084-AB69 and Docket No. FTC-2026-0004", ("3084-AB69", "FTC-2026-0004")),
        ("COM(2026) 123 final", ("COM(2026) 123",)),
        ("the year 2026-11 saw nothing", ()),
    ],
)
def test_file_codes_are_found_in_the_metadata_each_once(text, codes):
    about = document(Channel("email", "a@example.gov", required_marking=text, instructions=text))
    assert file_codes(about) == codes
