"""The list of look-ups to review: found each night by rules, looked into by leaders, who see no content and never review themselves."""
