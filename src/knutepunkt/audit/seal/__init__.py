"""The seal of the two logs: what was written is hashed, chained and signed, so that nobody can change it unseen.

Every minute the rows that are settled become the leaves of two Merkle trees, one for each log. A seal holds the two roots, the
hash of the seal before it and a signature. The key, its public half and the newest root are kept outside the database.
What a seal proves and what it cannot: docs/explanation/the-log.md.

Works on plain psycopg connections of the role knutepunkt_audit, not on Django's: the application may neither seal nor read seals.
"""
