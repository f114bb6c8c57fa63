"""The pages of the set-up, read by those who work here and changed by administrators."""
