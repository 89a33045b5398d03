"""Reading homes and tenants from CSV files in the shape of the Dutch sector's VERA standard."""
