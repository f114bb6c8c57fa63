"""Topics of health, and those a consent opens to others when it names none."""

from knutepunkt.access.permissions import Topic

HEALTH = frozenset({
    Topic.PHYSICAL_HEALTH, Topic.MENTAL_HEALTH, Topic.SUBSTANCE_USE, Topic.ASSESSMENT, Topic.CHILD_WELFARE, Topic.WORK_NOTES,
    Topic.MINUTES, Topic.MESSAGES,
})  # fmt: skip
OUTSIDE_HEALTH = frozenset(Topic) - HEALTH
