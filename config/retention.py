"""Why each field is stored and for how long: a person decides one retention class per field.

The terms follow Dutch practice where there is one: contract data two years after the tenancy (the
housing corporation DUWO), logs five years (care providers, under NEN 7513). For wellbeing signals
the sector has no known term; ours are short, and the corporation's privacy officer may decide
otherwise. 'AVG' is the Dutch name of the GDPR.
"""

from dataclasses import dataclass

from django.conf import settings

from activities import retention as activities
from audit import trail_retention as audit
from housing import retention as housing
from imports import retention as imports
from referrals import retention as referrals
from signals import retention as signals
from tenants import retention as tenants
from unsorted import retention as unsorted


@dataclass(frozen=True)
class Rule:
    """A retention class: `why` we store it, on what legal `ground`, how long we `keep` it.

    The durations in `keep` are those of the code that deletes the rows.
    """

    name: str
    why: str
    ground: str
    keep: str


NONE = Rule(
    "reference",
    "what the application needs to work; says nothing about a person",
    "no personal data",
    "as long as it is useful",
)
HOME = Rule(
    "home",
    "to know which home a signal is about",
    "rental contract (AVG 6.1.b)",
    "as long as the corporation lets the home",
)
TENANT = Rule(
    "tenant",
    "to contact the person, by the channel that person prefers",
    "rental contract (AVG 6.1.b)",
    f"{tenants.MONTHS} months after the last tenancy ended",
)
FILE = Rule(
    "file",
    "to help this person meet others",
    "legitimate interest, weighed in the DPIA (AVG 6.1.f)",
    f"{signals.FILE_MONTHS} months after the last signal closed",
)
SIGNAL = Rule(
    "signal",
    "to follow up what was noticed; treated as special category data",
    "legitimate interest, weighed in the DPIA (AVG 6.1.f)",
    f"{signals.MONTHS} months after closing; {referrals.MONTHS} when referred; "
    f"{signals.UNREACHED_MONTHS} when nobody was reached; "
    f"{signals.SHORT_MONTHS} when there was no lack of contact",
)
CONSENT = Rule(
    "consent",
    "to prove what the tenant agreed to or refused, and in which words",
    "duty to prove consent (AVG 7.1)",
    f"{tenants.CONSENT_MONTHS} months after it expired or was withdrawn",
)
SHARED = Rule(
    "shared",
    "what a partner may read",
    "explicit consent of the tenant (AVG 6.1.a and 9.2.a)",
    "deleted the moment the consent is withdrawn; else as the referral",
)
REFERRAL = Rule(
    "referral",
    "to know that the wish was heard, and how it went",
    "explicit consent of the tenant (AVG 6.1.a and 9.2.a)",
    f"{referrals.MONTHS} months after it ended",
)
INTEREST = Rule(
    "interest",
    "to know who would like to live in a housing form",
    "the person's own request (AVG 6.1.b)",
    f"asked again every year; {housing.MONTHS} months after the last yes",
)
GUEST = Rule(
    "guest",
    "to reserve a chair, and to notify the guest of changes",
    "the guest's own request (AVG 6.1.b)",
    f"{activities.MONTHS} months after the meetup; then only the number of guests",
)
COMPANY = Rule(
    "company",
    "to introduce two people who both want to meet",
    "the person's own request (AVG 6.1.b)",
    f"{activities.MONTHS} months after it ended, or after somebody stopped offering company",
)
IMPORT = Rule(
    "import",
    "to check a file before it is applied",
    "rental contract (AVG 6.1.b)",
    "rows until they are applied or discarded; rejected rows "
    f"{imports.REFUSED_LINES.days} days, to be corrected; the previous state until the next file; "
    f"the report, ids only, {imports.RUN_MONTHS} months",
)
UNSORTED = Rule(
    "unsorted",
    "to let a form of a very busy hour go on, once its sender typed a code or a colleague read it",
    "the sender's own request (AVG 6.1.b)",
    "what was typed until the form is taken; the form at most "
    f"{unsorted.DAYS} days after it was sent",
)
POST = Rule(
    "post",
    "to deliver one message, once",
    "that of the subject of the message",
    f"{tenants.POST_DAYS.days} days after it was sent or dropped",
)
ACCOUNT = Rule(
    "account",
    "to know who signs in, and who did what",
    "legitimate interest: accountability for the work (AVG 6.1.f)",
    f"{audit.MONTHS} months after the account was switched off, as the trail; then it is "
    "anonymised",
)
SESSION = Rule(
    "session",
    "to stay signed in, and to see one's other sessions",
    "legitimate interest: security (AVG 6.1.f)",
    f"{settings.SESSION_COOKIE_AGE // 3600} hours, or until signing out",
)
LIMITS = Rule(
    "limits",
    "to slow down whoever guesses passwords or codes; keys are hashes of addresses",
    "legitimate interest: security (AVG 6.1.f)",
    "a day at most",
)
TRAIL = Rule(
    "trail",
    "to see who did what and who read what, ids only; and that it is reviewed every week",
    "duty to account for processing (AVG 5.2 and 32)",
    f"{audit.MONTHS} months",
)

PROOF = Rule(
    "proof",
    "to show that a request about somebody's rights was answered in time",
    "duty to account for processing (AVG 5.2 and 12)",
    f"{tenants.PROOF_MONTHS} months after it was answered; for an erased person, a keyed digest "
    "while an import could bring the person back",
)

RULES = [
    SIGNAL, FILE, CONSENT, SHARED, REFERRAL, TENANT, HOME, INTEREST, GUEST, COMPANY, IMPORT,
    UNSORTED, POST, ACCOUNT, SESSION, LIMITS, TRAIL, PROOF, NONE,
]  # fmt: skip

# The fields of each model, by retention class. Fields such as `by`, the person who did something,
# have the class of what was done. No model has a default: somebody must decide for a new field.
FIELDS: dict[str, dict[Rule, str]] = {
    "referrals.Referral": {
        NONE: "id number",
        REFERRAL: "signal tenant partner sender consent status status_since wish gist made_at "
        "offered_at due_on answered_at taken_by taken_name answered_via met_on second "
        "declined_why",
    },
    "referrals.Share": {NONE: "id", SHARED: "referral field value"},
    "referrals.Message": {NONE: "id key", REFERRAL: "referral author said_by text sent_at"},
    "referrals.Feedback": {
        NONE: "id key",
        REFERRAL: "referral author said_by happened more_contact sentence stopped_why next_step "
        "told_at",
    },
    "referrals.Attempt": {
        NONE: "id key",
        REFERRAL: "referral author said_by reached how on told_at taken_back_at taken_back_why",
    },
    "referrals.PartnerNote": {NONE: "id key", SHARED: "referral author to text written_at"},
    "referrals.Handover": {NONE: "id told_sequence", REFERRAL: "referral visit place who"},
    "referrals.AccessLink": {
        NONE: "id token_hash made_at expires_at revoked_at code_hash code_until code_sent_at "
        "codes tries",
        POST: "referral to",
    },
    "signals.Sign": {NONE: "id code label group icon position retired_at"},
    "signals.DayOff": {NONE: "id day label"},
    "signals.OtherService": {NONE: "id label about phone site is_urgent position"},
    "signals.Term": {NONE: "id code number changed_at", ACCOUNT: "changed_by"},
    "signals.Signal": {
        NONE: "id key",
        SIGNAL: "home area tenant status status_since owner logged_by on_behalf_of logged_at "
        "noticed_by channel signs fact impression own_words urgency tenant_knows merged_into "
        "reason tenant_view closed_at",
    },
    "signals.Report": {
        NONE: "id",
        SIGNAL: "signal typed_address name phone email wants_news code_hash",
    },
    "signals.FollowUp": {
        NONE: "id",
        SIGNAL: "signal kind owner due_on at_time planned_at done_at done_by outcome words "
        "heard_at reminded_at escalated_at lent",
    },
    "signals.Ending": {
        NONE: "id",
        SIGNAL: "signal reason tenant_view ended_at ended_by reopened_at reopened_by why words",
    },
    "signals.SignalNote": {
        NONE: "id key",
        SIGNAL: "signal follow_up text whose said_by written_by written_at",
    },
    "signals.Conversation": {
        NONE: "id",
        SIGNAL: "follow_up present own_words agreed often content",
    },
    "signals.Visit": {
        NONE: "id uid sequence",
        SIGNAL: "signal follow_up visitor companion other_companion starts_at minutes told told_at "
        "purpose changed_at cancelled_at told_off told_off_at",
    },
    "signals.Feed": {NONE: "id", ACCOUNT: "user token_hash made_at revoked_at"},
    "signals.RoutingRule": {
        NONE: "id area complex_code language noticed_by position",
        ACCOUNT: "to",
    },
    "signals.Cover": {NONE: "id", ACCOUNT: "away cover from_on until_on ended_at"},
    "signals.Round": {
        NONE: "id key name kind complex_code number left_out",
        ACCOUNT: "owner walker started_on ended_at",
    },
    "signals.RoundStop": {
        NONE: "id",
        SIGNAL: "round tenant home outcome tries signal done_by done_at",
    },
    "housing.HousingForm": {
        NONE: "id key name vera own_kind about place complex_code homes status status_since steps "
        "allocation allocator is_public",
        ACCOUNT: "contact",
    },
    "housing.AgeTarget": {NONE: "id form band homes"},
    "housing.Phase": {NONE: "id form kind planned_on done_on", ACCOUNT: "owner"},
    "housing.Record": {NONE: "id key form kind what whose day"},
    "housing.FormMeetup": {NONE: "id form meetup"},
    "housing.Candidate": {
        NONE: "id",
        INTEREST: "form tenant outsider status status_since noted_by noted_on confirmed_on "
        "ended_on asked_on asked_times rested_from token member_until decision decided_on "
        "decided_by reason reference",
    },
    "housing.Outsider": {
        NONE: "id key",
        INTEREST: "first_name last_name phone email channel source consent_on search",
    },
    "activities.Place": {
        NONE: "id name street town neighbourhood complex_code room_for is_shared step_free "
        "steps accessible_toilet hearing_loop directions open_to opening house_rules subsidy_from "
        "subsidy_until",
        ACCOUNT: "key_holder key_phone",
    },
    "activities.Portrait": {NONE: "id", ACCOUNT: "name picture agreed_on made_by"},
    "activities.WalkingTime": {NONE: "id place complex_code minutes"},
    "activities.Booking": {
        NONE: "id place begins_at ends_at meetup what reservation",
        ACCOUNT: "made_by",
    },
    "activities.Reservation": {
        NONE: "id key place what first_on until begins ends rule repeat skips_holidays",
        ACCOUNT: "made_by",
    },
    "activities.Series": {
        NONE: "id key title tile about for_whom languages capacity cost element place first_on "
        "until begins ends rule repeat skips_holidays partner revision portrait",
        ACCOUNT: "host host_name",
    },
    "activities.Meetup": {
        NONE: "id key title tile about place starts_at ends_at capacity cost element cancelled_at "
        "cancelled_why revision partner kept kept_until walk_ins for_whom languages series "
        "series_day is_moved touched_at portrait",
        ACCOUNT: "host host_name",
    },
    "activities.SignUp": {
        NONE: "id key",
        GUEST: "meetup status status_since name phone person party invited waits_since passed "
        "offered_until tenant fetch via on_behalf made_by code token made_at attended_at invite "
        "fetcher language spoke standing",
    },
    "activities.SignUpReceipt": {
        NONE: "id key",
        GUEST: "sign_up token name party fetch comes ahead made_at",
    },
    "activities.Invite": {
        NONE: "id",
        GUEST: "tenant meetup code made_by made_at posted_at returned_at opened_at",
    },
    "activities.RegularGuest": {
        NONE: "id",
        GUEST: "series tenant name phone party made_by made_at ended_at",
    },
    "activities.CallTask": {NONE: "id", GUEST: "sign_up why made_at done_at done_by"},
    "activities.BuddyRequest": {
        NONE: "id key",
        COMPANY: "status status_since name phone things tenant made_at",
    },
    "activities.Buddy": {
        NONE: "id",
        COMPANY: "name phone things vog_on most stopped_at",
    },
    "activities.BuddyMatch": {
        NONE: "id",
        COMPANY: "buddy_request buddy guest_token buddy_token made_by made_at guest_yes_at "
        "buddy_yes_at ended_at",
    },
    "activities.HostMessage": {
        NONE: "id key",
        GUEST: "meetup guest text made_by made_at read_at read_by",
    },
    "activities.WalkIn": {NONE: "id key", GUEST: "meetup name made_by made_at"},
    "activities.Chair": {NONE: "id", GUEST: "meetup number sign_up"},
    "outreach.Campaign": {
        NONE: "id key name goal question audience areas budget moment starts_on ends_on "
        "headline invitation status status_since evaluation",
        ACCOUNT: "owner made_by",
    },
    "outreach.Effort": {
        NONE: "id key campaign channel where day material planned reached counted cost hours "
        "stopped_on",
        ACCOUNT: "worker",
    },
    "outreach.Code": {NONE: "id effort code label visits handed_out"},
    "outreach.DoneTask": {NONE: "id campaign task done_on", ACCOUNT: "done_by"},
    "outreach.Mention": {NONE: "id key code via talked noted_at", ACCOUNT: "noted_by"},
    "tenants.Home": {
        NONE: "id",
        HOME: "external_id code kind status name street number letter addition postcode town floor "
        "address_id object_id neighbourhood_code district_code municipality_code complex_code "
        "complex_name housing_form area search",
    },
    "tenants.Tenant": {
        NONE: "id",
        TENANT: "external_id code initials first_name infix last_name gender birth_date died_on "
        "language phone phone_note email channel reach_note hears_badly interpreter best_time "
        "in_pairs shielded_at restricted_at address_doubted_at corrected area search",
    },
    "tenants.Tenancy": {NONE: "id", TENANT: "tenant home contract role starts_on ends_on"},
    "tenants.Consent": {
        NONE: "id",
        CONSENT: "tenant recipient recipient_name purpose fields answer how words wording "
        "wording_version recorded_by given_at expires_on withdrawn_at",
    },
    "tenants.Wish": {NONE: "id", FILE: "tenant words interests noted_by noted_at"},
    "tenants.RightsRequest": {
        NONE: "id status status_since",
        PROOF: "tenant_number kind via received_on due_on extended_why identity recorded_by "
        "answered_by answer",
    },
    "tenants.Permission": {
        NONE: "id instrument reference given_on",
        ACCOUNT: "recorded_by",
    },
    # Under a code that leads to nobody: no personal data.
    "tenants.Measurement": {NONE: "id code moment instrument taken_on answers"},
    "tenants.Estimate": {NONE: "id area_code period age measure value low high"},
    "tenants.VitalInterest": {
        NONE: "id status status_since",
        PROOF: "tenant recipient_name fields danger why_not_asked asked_by asked_at decided_by "
        "review",
    },
    "tenants.ErasureTombstone": {NONE: "id", PROOF: "digest on"},
    "tenants.FileAccess": {
        NONE: "id",
        TRAIL: "tenant user reason words at until rights verdict reviewed_by reviewed_at",
    },
    "tenants.Note": {NONE: "id key", FILE: "tenant text written_by written_at"},
    "tenants.Letter": {
        NONE: "id key",
        FILE: "tenant text largest written_by written_at returned_at",
    },
    "tenants.Contact": {
        NONE: "id",
        FILE: "tenant label circle often strength is_mutual is_professional is_new noted_on",
    },
    "tenants.Snapshot": {NONE: "id", FILE: "tenant taken_on taken_by"},
    "tenants.SnapshotTie": {
        NONE: "id",
        FILE: "snapshot label circle often strength is_mutual is_professional is_new",
    },
    "imports.ImportRun": {
        NONE: "id kind status status_since read_at compared_at applied_at lines_total lines_done "
        "attempts lease_until",
        ACCOUNT: "file_name by",
        IMPORT: "columns counts areas notes dropped ended",
    },
    "imports.ImportLine": {
        NONE: "id",
        IMPORT: "run line who contract cells outcome what reason before done_at",
    },
    "imports.ColumnMap": {NONE: "id kind source columns"},
    "partners.Partner": {
        NONE: "id name kind offers inbox mail_domains phone website areas capacity full_until "
        "assured_on asked_to_assure_on switched_off_at merged_into",
    },
    "partners.Service": {
        NONE: "id partner name description status needs for_whom minimum_age maximum_age "
        "languages costs how_to_join wait accessibility assured_on search",
    },
    "partners.Agreement": {
        NONE: "id partner kind starts_on ends_on document document_name added_at",
        ACCOUNT: "contact added_by",
    },
    "partners.Invitation": {
        NONE: "id partner is_lead token_hash made_at expires_at used_at revoked_at code_hash "
        "code_until code_sent_at codes tries",
        ACCOUNT: "email made_by",
    },
    "partners.Worker": {NONE: "id", ACCOUNT: "partner user is_lead is_mailbox left_at mails"},
    "grants.Grant": {
        NONE: "id kind status status_since role",
        ACCOUNT: "account address asked_by asked_at decided_by",
    },
    "unsorted.UnsortedForm": {
        NONE: "id kind token_hash language asks_code code_hash code_until tries status "
        "status_since made_at",
        UNSORTED: "fields address channel",
        ACCOUNT: "sorted_by",
    },
    "outbox.Message": {
        NONE: "id token lease_until attempts deferred_since message_id",
        POST: "key channel kind to about status status_since due_at created_at sent_at error",
    },
    "outbox.RelayTrouble": {NONE: "number since retry_at trying_until sentence"},
    "audit.LegalHold": {
        NONE: "id",
        PROOF: "tenant_number why set_by set_at lifted_by lifted_at",
    },
    "audit.RetentionSweep": {
        NONE: "id day code due total removed stopped_at approved_at ended_at",
        ACCOUNT: "approved_by",
    },
    "audit.Event": {
        TRAIL: "id at verb actor_id actor_role subject_type subject_id tenant_id details "
        "request_id",
    },
    "audit.ReviewWeek": {TRAIL: "monday reads filled_at signed_at signed_by"},
    "audit.Review": {
        NONE: "id",
        TRAIL: "week event_id why because verdict note decided_at decided_by",
    },
    "accounts.Area": {NONE: "id code name"},
    "accounts.User": {
        NONE: "id theme shortcuts remind_by remembered session_generation",
        ACCOUNT: "password last_login email name mobile role areas is_active joined_at "
        "switched_off_at",
    },
    "accounts.Tally": {LIMITS: "key value expires_at"},
}

# The retention class of each library's model.
LIBRARIES: dict[str, Rule] = {
    "auth.Permission": NONE,
    "auth.Group": NONE,
    "contenttypes.ContentType": NONE,
    "sessions.Session": SESSION,
    "usersessions.UserSession": SESSION,
    "admin.LogEntry": ACCOUNT,
    "account.EmailAddress": ACCOUNT,
    "account.EmailConfirmation": ACCOUNT,
    "mfa.Authenticator": ACCOUNT,
    "socialaccount.SocialApp": NONE,
    "socialaccount.SocialAccount": ACCOUNT,
    "socialaccount.SocialToken": ACCOUNT,
}
