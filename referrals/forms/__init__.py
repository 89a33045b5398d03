"""Forms about referrals."""
