"""The administrator switches somebody of a partner off, and on again."""

import pytest

from grants import actions
from ground.refusals import Refused
from partners.models import Worker
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.django_db


def test_their_work_returns_to_the_organisation(administrator, partner, partner_worker):
    referral = a_referral(partner=partner, worker=partner_worker, status="under_way")

    actions.switch_off(partner_worker, by=administrator)

    referral.refresh_from_db()
    assert referral.taken_by is None
    assert Worker.objects.get(user=partner_worker).left_at


def test_who_left_a_partner_is_invited_again(administrator, partner_worker):
    actions.switch_off(partner_worker, by=administrator)

    with pytest.raises(Refused, match="nodigt de coördinator of het aanspreekpunt opnieuw uit"):
        actions.switch_on(partner_worker, by=administrator)
