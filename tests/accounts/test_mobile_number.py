"""The mobile number for reminders of a colleague: which are accepted, and the stored format."""

import pytest

from accounts.models import User

pytestmark = pytest.mark.django_db


def typed(mobile: str) -> dict:
    return {"theme": "donker", "remind_by": User.RemindBy.TEXT, "mobile": mobile}


def test_mobile_number_is_stored_in_one_format(signed_in, consultant):
    signed_in(consultant).post("/account/", typed("06-123 456 78"))

    assert User.objects.get(pk=consultant.pk).mobile == "+31 6 12345678"


@pytest.mark.parametrize("mobile", ["020 1234567", "0900 8844", "06 1234"])
def test_number_without_text_messages_is_refused(signed_in, consultant, mobile):
    page = signed_in(consultant).post("/account/", typed(mobile))

    assert page.status_code == 422
    assert "Op dit nummer komt geen sms aan." in page.content.decode()
    assert User.objects.get(pk=consultant.pk).mobile == ""


def test_text_message_reminders_without_a_number_are_refused(signed_in, consultant):
    page = signed_in(consultant).post("/account/", typed(""))

    assert "Vul je mobiele nummer in" in page.content.decode()
