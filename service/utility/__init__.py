"""The utility's systems as the service sees them: accounts, bills, outages, and the tariff arithmetic behind a bill."""
