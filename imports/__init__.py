"""Import of homes and tenants from CSV, XLSX or JSON files that follow the Dutch VERA standard."""
