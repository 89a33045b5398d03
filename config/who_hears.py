"""Who hears of each verb: the messages that it queues, and what else tells somebody.

`manage.py make_docs` makes docs/who-hears.md of it. A test fails when an action has no row here,
and when an action queues a message that its row does not name.
"""

# The messages that an action may queue, by kind.
MESSAGES: dict[str, str] = {
    "activities.accept_invite": "sign_up_confirmed sign_up_reminder sign_up_waiting",
    "activities.accept_offer": "sign_up_confirmed sign_up_reminder",
    "activities.accept_own": "sign_up_confirmed sign_up_reminder",
    "activities.always_come": "sign_up_reminder",
    "activities.answer_match": "buddy_agreed",
    "activities.answer_match_by_link": "buddy_agreed",
    "activities.cancel_after_call": "sign_up_offered",
    "activities.cancel_meetup": "meetup_cancelled",
    "activities.cancel_own": "sign_up_offered",
    "activities.cancel_sign_up": "sign_up_offered",
    "activities.end_regular_guest": "sign_up_offered",
    "activities.change_meetup": "meetup_changed sign_up_offered sign_up_reminder",
    "activities.change_own_party": "sign_up_confirmed sign_up_offered sign_up_reminder",
    "activities.change_series": "meetup_changed sign_up_offered sign_up_reminder",
    "activities.change_sign_up": "sign_up_confirmed sign_up_offered sign_up_reminder",
    "activities.close_place": "meetup_changed sign_up_reminder",
    "activities.come_again": "sign_up_confirmed sign_up_reminder sign_up_waiting",
    "activities.end_series": "meetup_cancelled",
    "activities.propose": "buddy_proposed",
    "activities.seat": "sign_up_confirmed sign_up_reminder",
    "activities.send_tickets_again": "sign_up_confirmed",
    "activities.send_own_ticket": "sign_up_confirmed",
    "activities.sign_up": "sign_up_confirmed sign_up_reminder sign_up_waiting",
    "activities.sign_up_own": "sign_up_confirmed sign_up_reminder sign_up_waiting",
    "activities.tell_coordinator": "host_told",
    "activities.wait_again": "sign_up_confirmed sign_up_reminder sign_up_waiting",
    "grants.add_account": "account_made grant_asked",
    "grants.change_account": "account_changed grant_asked",
    "grants.change_role": "account_changed grant_asked",
    "grants.confirm": "account_changed account_made grant_decided",
    "grants.refuse": "grant_decided",
    "grants.switch_off": "referral_digest referral_tell referral_unowned",
    "grants.switch_on": "account_changed account_made grant_asked",
    "partners.choose_mails": "referral_digest referral_tell",
    "partners.invite": "partner_invited partner_invites",
    "partners.leave": "referral_digest referral_tell referral_unowned",
    "partners.merge": "referral_digest referral_withdrawn",
    "partners.send_invitation_code": "partner_code",
    "partners.switch_off": "referral_partner_off",
    "referrals.accept": "referral_answered referral_digest "
    "referral_taken referral_tell referral_waiting",
    "referrals.ask": "referral_question",
    "referrals.confirm_handover": "referral_digest referral_handover referral_message",
    "referrals.decline": "referral_answered",
    "referrals.hand_over": "referral_digest referral_handed_over referral_taken_over referral_tell",
    "referrals.offer_second": "referral_digest referral_withdrawn",
    "referrals.pause": "referral_digest referral_tell",
    "referrals.plan_handover": "referral_digest referral_handover visit_announced",
    "referrals.propose_time": "referral_digest referral_message",
    "referrals.record_answer": "consent_confirmed consent_withdrawn "
    "referral_digest referral_withdrawn",
    "referrals.record_contact": "referral_digest referral_feedback referral_tell",
    "referrals.reply": "referral_digest referral_message referral_waiting",
    "referrals.report_back": "referral_digest referral_ended referral_feedback referral_tell",
    "referrals.resume": "referral_digest referral_tell",
    "referrals.say": "referral_digest referral_message",
    "referrals.send": "referral_digest referral_offered referral_waiting",
    "referrals.send_code": "referral_code",
    "referrals.take_back_contact": "referral_digest referral_feedback referral_tell",
    "referrals.take_over": "referral_digest referral_handed_over referral_taken_over referral_tell",
    "referrals.withdraw": "referral_digest referral_withdrawn",
    "signals.add_to_report": "follow_up_urgent report_added",
    "signals.cancel_visit": "visit_along visit_cancelled",
    "signals.change_visit": "visit_along",
    "signals.close": "report_finished visit_along",
    "signals.finish": "follow_up_put_off follow_up_urgent "
    "report_picked_up visit_along visit_announced",
    "signals.hand_over": "follow_up_urgent visit_along",
    "signals.hand_over_all": "follow_up_urgent visit_along",
    "signals.log": "follow_up_urgent",
    "signals.merge": "follow_up_urgent visit_along",
    "signals.pick_up": "report_picked_up",
    "signals.plan_visit": "report_picked_up visit_along visit_announced",
    "signals.record_conversation": "follow_up_put_off report_picked_up visit_along",
    "signals.report": "follow_up_urgent",
    "signals.start_aftercare": "consent_confirmed",
    "signals.start_round": "round_to_walk",
    "signals.undo": "visit_along visit_announced",
    "tenants.ask_vital": "vital_interest_asked",
    "tenants.decide_vital": "vital_interest_decided vital_interest_used",
    "tenants.erase": "referral_digest referral_withdrawn",
    "tenants.record_consent": "consent_confirmed consent_withdrawn "
    "referral_digest referral_withdrawn",
    "tenants.rectify": "referral_digest referral_message",
    "tenants.restrict": "referral_digest referral_withdrawn",
    "tenants.withdraw_consent": "consent_withdrawn referral_digest referral_withdrawn",
    "unsorted.keep": "form_code forms_wait",
    "unsorted.take": "follow_up_urgent sign_up_confirmed sign_up_reminder sign_up_waiting",
    "unsorted.use_code": "follow_up_urgent sign_up_confirmed sign_up_reminder sign_up_waiting",
}

# Who hears it without a message: in the next digest, or on a list that is looked at every day.
LISTS: dict[str, str] = {
    "the new owner, in the next digest": "signals.hand_over signals.hand_over_all signals.log "
    "signals.report signals.verify signals.reopen signals.merge",
    "the visitor, on Vandaag, when a tenant who knew of a visit must be called": "signals.close "
    "signals.finish signals.hand_over signals.hand_over_all signals.cancel_visit signals.merge "
    "referrals.withdraw",
    "who covers, on Vandaag and by reminders": "signals.cover signals.end_cover",
    "the contact of a housing form, on Vandaag": "housing.apply",
    "consultants of the area, on Vandaag": "activities.mark_returned tenants.mark_letter_returned",
    "who plans meetups, on the call list": "activities.request_buddy activities.arrange_fetch "
    "activities.tell_coordinator",
    "the guest, on the ticket": "activities.tell_if_spoken_to",
    "the coordinator, on the list of requests and of reviews": "tenants.receive_request "
    "tenants.open_with_reason",
    "the privacy officer, on the list of sweeps": "audit.approve_sweep",
    "the privacy officer, on the list of rights": "grants.withdraw",
    "workers of the partner, in their inbox": "referrals.write_note partners.make_lead",
}

# Why nobody else hears it.
QUIET: dict[str, str] = {
    "recorded about what was done or said; whoever works on it reads it there": "signals.add_note "
    "signals.correct signals.link_tenant signals.mark_told signals.reword signals.finish_stop "
    "signals.correct_stop signals.end_round tenants.add_contact tenants.change_contact "
    "tenants.remove_contact tenants.change_reach tenants.note tenants.record_wish "
    "tenants.take_snapshot tenants.confirm_address tenants.write_letter activities.called "
    "activities.mark_attended activities.unmark_attended activities.mark_posted "
    "activities.count_walk_ins activities.name_walk_in activities.forget_walk_in "
    "activities.note_walk activities.told_by_phone activities.read_host_message "
    "activities.open_invite activities.invite housing.confirm_interest housing.note_interest "
    "housing.end_interest housing.note_outsider housing.change_outsider housing.forget_outsider "
    "housing.became_tenant housing.answer_by_link housing.take_step housing.record_decision "
    "housing.place outreach.count_visit",
    "a setting, for what comes after it": "signals.add_day_off signals.remove_day_off "
    "signals.add_other_service signals.change_other_service signals.remove_other_service "
    "signals.add_sign signals.change_sign signals.retire_sign signals.set_term "
    "signals.add_routing_rule signals.change_routing_rule signals.remove_routing_rule "
    "tenants.record_permission activities.add_place activities.change_place "
    "activities.add_portrait activities.remove_portrait activities.add_buddy "
    "activities.change_buddy activities.search_buddy activities.close_buddy_request "
    "activities.plan_meetup activities.start_series activities.book activities.book_again "
    "activities.release activities.release_from housing.add "
    "housing.advance housing.edit housing.link_meetup housing.unlink_meetup "
    "housing.plan_phases housing.plan_mix housing.finish_evaluation housing.add_record "
    "housing.change_record housing.remove_record outreach.add_code outreach.start_campaign "
    "outreach.change_campaign outreach.advance_campaign outreach.evaluate_campaign "
    "outreach.change_code outreach.note_mention outreach.mark_task "
    "outreach.add_effort outreach.change_effort outreach.stop_effort partners.add "
    "partners.edit partners.agree partners.assure partners.add_service partners.change_service "
    "partners.remove_service partners.change_capacity "
    "partners.end_agreement partners.switch_on",
    "only about who does it": "signals.open_feed signals.revoke_feed signals.export "
    "referrals.export referrals.export_own referrals.use_code referrals.revoke_access_links "
    "partners.accept_invitation partners.revoke_invitation partners.use_invitation_code",
    "a draft, which nobody sees until it is sent": "referrals.start referrals.choose "
    "referrals.write_wish",
    "the tenant gets it in the hand or by letter from whoever does it": "tenants.answer_request "
    "tenants.extend_request tenants.give_subject_access",
    "a group without names": "tenants.enter_form",
    "protects a file; the trail has it": "tenants.shield tenants.unshield tenants.review_access "
    "tenants.review_vital audit.decide audit.fill audit.hold audit.lift_hold audit.sign",
    "of a file, with its own page of results": "imports.apply imports.discard "
    "imports.learn_columns imports.read_file imports.resume imports.undo",
    "about a message itself": "outbox.finish outbox.retry",
    "a form of a busy hour, which its room hears of once it is taken": "unsorted.discard "
    "unsorted.discard_hour",
}

# Kinds that only the clock, or a page for visitors, queues.
BY_CLOCK = (
    "agreement_ends digest partner_assure referral_digest sign_up_lapsed "
    "still_interested no_account password_link sign_in_code"
)


def verbs_of(table: dict[str, str]) -> set[str]:
    """Return the verbs in the values of LISTS or QUIET."""
    return {verb for verbs in table.values() for verb in verbs.split()}
