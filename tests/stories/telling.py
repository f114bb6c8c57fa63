"""How a story is told: its steps in the order they stand in the class, each once, and a broken step breaks all that follow."""

from functools import wraps


class BrokenStoryError(AssertionError):
    """An earlier step did not come true."""


def step(method):
    """A step of a story. Asked for out of order, it takes the steps before it first."""

    @wraps(method)
    def take(self):
        for name in self.steps():
            if name not in self.taken:
                if self.broken:
                    raise BrokenStoryError(f"The story broke at {self.broken[0]}.") from self.broken[1]
                try:
                    vars_of(type(self), name).wrapped(self)
                except BaseException as error:
                    self.broken = (name, error)
                    raise
                self.taken.add(name)
            if name == method.__name__:
                return

    take.wrapped = method
    return take


def vars_of(story, name):
    """The step as it is written, in the class or one it builds on."""
    return next(vars(kind)[name] for kind in story.__mro__ if name in vars(kind))


class Story:
    """Somebody's story. `live` is the running product, `stage` lets people come to a browser."""

    def __init__(self, stage, **options):
        self.stage, self.live = stage, stage.live
        self.taken, self.broken = set(), None
        for name, value in options.items():
            setattr(self, name, value)

    @classmethod
    def steps(cls):
        """The names of the steps, in order."""
        kinds = [kind for kind in reversed(cls.__mro__) if issubclass(kind, Story)]
        return list(
            dict.fromkeys(name for kind in kinds for name, value in vars(kind).items() if hasattr(value, "wrapped"))
        )

    def one(self, sql, *params):
        """The only value of the only row, past row-level security."""
        return self.live.one(sql, *params)

    def rows(self, sql, *params):
        """Rows, past row-level security."""
        return self.live.rows(sql, *params)

    def log(self, person_id):
        """What the log of changes says of somebody, in order."""
        return [
            what
            for (what,) in self.rows("SELECT what FROM audit_event WHERE person_id = %s ORDER BY at, id", person_id)
        ]

    def readers(self, person_id):
        """Who has read in somebody's file: name and page."""
        return set(self.rows("SELECT by_name, page FROM audit_viewrecord WHERE person_id = %s", person_id))
