"""What coordinators of the demo wrote down."""

from knutepunkt.coordination import operations as coordination
from knutepunkt.coordination.models import FollowUp, WorkNote
from knutepunkt.demo.cast import Cast
from knutepunkt.demo.content import people as content


def play_notes(cast: Cast, one: content.Person, told: content.FollowUp, follow_up: FollowUp) -> None:
    """Notes in their order: drafts, signed, corrected, entered in error."""
    rows: list[WorkNote] = []
    for note in told.notes:
        at = cast.moment(note.at, 15)
        by = cast.actor(one.organisation, note.by, at)
        if note.corrects:
            rows.append(
                coordination.correct_note(
                    note=rows[-note.corrects], text=note.text, by=by, at=at, reason=note.text[:200]
                )
            )
            continue
        row = coordination.write_note(follow_up=follow_up, text=note.text, happened_on=cast.date(note.at), by=by, at=at)
        rows.append(row)
        if note.state != "draft":
            coordination.sign_note(note=row, by=by, at=at)
        if note.state == "entered-in-error":
            coordination.note_in_error(note=row, by=by, at=at, reason=note.text[:200])
