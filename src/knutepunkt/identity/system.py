"""The named accounts jobs and commands run as. They are rows like other accounts, with ids known to the code."""

from uuid import UUID

IMPORTER = UUID("00000000-0000-7000-8000-000000000001")
DERIVER = UUID("00000000-0000-7000-8000-000000000002")
WORKER = UUID("00000000-0000-7000-8000-000000000003")
PUBLIC_FORM = UUID("00000000-0000-7000-8000-000000000004")
DEMO_LOADER = UUID("00000000-0000-7000-8000-000000000005")
# Nobody runs as this one: it is in a database whose data is all invented, and says so.
DEMO_DATA = UUID("00000000-0000-7000-8000-0000000000d0")

SYSTEM_ACCOUNTS = {
    IMPORTER: "importer",
    DERIVER: "deriver",
    WORKER: "worker",
    PUBLIC_FORM: "public-form",
    DEMO_LOADER: "demo-loader",
}
