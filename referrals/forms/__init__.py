"""What people type about referrals."""
