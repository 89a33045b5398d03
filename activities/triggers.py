"""Database triggers that derive data of meetups and enforce the rules about chairs."""

import pgtrigger

from ground.triggers import TablesFunc

# Deferred to the end of the transaction, because people change chairs within it. The chairs are
# read through the index on the numbers of one meetup; a join would read those of all meetups.
THE_TWO = [("the_sign_up", "bigint"), ("the_meetup", "bigint")]

# A party that is confirmed or has an offer has as many chairs as people; any other party has none.
A_CHAIR_FOR_EACH = """
    IF EXISTS (
        SELECT FROM {tables[activities.SignUp]} AS s
        WHERE s.id = the_sign_up
          AND (SELECT count(*) FROM {tables[activities.Chair]} AS c
               WHERE c.sign_up_id = s.id AND c.meetup_id = s.meetup_id)
              <> CASE WHEN s.status IN ('confirmed', 'offered') THEN s.party ELSE 0 END
    ) THEN
        RAISE EXCEPTION 'sign-up % has more or fewer chairs than people', the_sign_up
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_chair_for_each';
    END IF;
"""

# No chair number exceeds the capacity.
CHAIRS_WITHIN_CAPACITY = """
    IF (SELECT max(number) FROM {tables[activities.Chair]} WHERE meetup_id = the_meetup)
       > (SELECT capacity FROM {tables[activities.Meetup]} WHERE id = the_meetup)
    THEN
        RAISE EXCEPTION 'meetup % has a chair above its capacity', the_meetup
            USING ERRCODE = 'check_violation', CONSTRAINT = 'chairs_within_capacity';
    END IF;
"""

SIGN_UP_FITS = pgtrigger.Trigger(
    name="fits",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "party", "meetup_id"),
    timing=pgtrigger.Deferred,
    declare=THE_TWO,
    func=TablesFunc(f"""
    the_sign_up := NEW.id;
    the_meetup := NEW.meetup_id;
    {A_CHAIR_FOR_EACH}
    {CHAIRS_WITHIN_CAPACITY}
    RETURN NULL;
    """),
)

CHAIR_FITS = pgtrigger.Trigger(
    name="fits",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    timing=pgtrigger.Deferred,
    declare=THE_TWO,
    func=TablesFunc(f"""
    IF TG_OP <> 'INSERT' THEN
        the_sign_up := OLD.sign_up_id;
        the_meetup := OLD.meetup_id;
        {A_CHAIR_FOR_EACH}
        {CHAIRS_WITHIN_CAPACITY}
    END IF;
    IF TG_OP <> 'DELETE' THEN
        the_sign_up := NEW.sign_up_id;
        the_meetup := NEW.meetup_id;
        {A_CHAIR_FOR_EACH}
        {CHAIRS_WITHIN_CAPACITY}
    END IF;
    RETURN NULL;
    """),
)

MEETUP_FITS = pgtrigger.Trigger(
    name="fits",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("capacity"),
    timing=pgtrigger.Deferred,
    declare=THE_TWO,
    func=TablesFunc(f"the_meetup := NEW.id; {CHAIRS_WITHIN_CAPACITY} RETURN NULL;"),
)

# Keep the booking of the place in sync with the meetup, whichever code changes the meetup.
MEETUP_BOOKS_ITS_PLACE = pgtrigger.Trigger(
    name="book",
    when=pgtrigger.After,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf("place_id", "starts_at", "ends_at", "cancelled_at"),
    func=TablesFunc("""
    IF NEW.cancelled_at IS NOT NULL
       OR (SELECT is_shared FROM {tables[activities.Place]} WHERE id = NEW.place_id) THEN
        DELETE FROM {tables[activities.Booking]} WHERE meetup_id = NEW.id;
    ELSE
        INSERT INTO {tables[activities.Booking]} (place_id, begins_at, ends_at, meetup_id, what)
        SELECT NEW.place_id, NEW.starts_at, NEW.ends_at, NEW.id, ''
        WHERE NOT EXISTS (SELECT FROM {tables[activities.Booking]} WHERE meetup_id = NEW.id);
        UPDATE {tables[activities.Booking]}
        SET place_id = NEW.place_id, begins_at = NEW.starts_at, ends_at = NEW.ends_at
        WHERE meetup_id = NEW.id
          AND (place_id, begins_at, ends_at) <> (NEW.place_id, NEW.starts_at, NEW.ends_at);
    END IF;
    RETURN NULL;
    """),
)

# Update `touched_at` when anything changes that the agenda shows: the meetup, its place, its
# guests.
MEETUP_IS_TOUCHED = pgtrigger.Trigger(
    name="touch",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
    NEW.touched_at := clock_timestamp();
    RETURN NEW;
    """,
)

SIGN_UP_TOUCHES_ITS_MEETUP = pgtrigger.Trigger(
    name="touch_meetup",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("status", "party"),
    func=TablesFunc("""
    UPDATE {tables[activities.Meetup]} SET touched_at = clock_timestamp()
    WHERE id = COALESCE(NEW.meetup_id, OLD.meetup_id);
    RETURN NULL;
    """),
)

PLACE_TOUCHES_ITS_MEETUPS = pgtrigger.Trigger(
    name="touch_meetups",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    func=TablesFunc("""
    UPDATE {tables[activities.Meetup]} SET touched_at = clock_timestamp()
    WHERE place_id = NEW.id AND starts_at > now();
    RETURN NULL;
    """),
)
