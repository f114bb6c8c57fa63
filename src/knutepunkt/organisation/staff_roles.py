"""The roles staff hold in a unit or the organisation. Others are held towards one person's file, or by the system."""

STAFF_ROLES = frozenset({"caseworker", "leader", "administrator", "employee", "guest", "sender", "operator"})
