"""What is left of files and mails that nothing names any more."""

from changes.leftovers import forget_gone, held_by
from feedback.models import DraftFile, FeedbackFile, IncomingMail
from feedback.operations import filing, sources


def forget_gone_files():
    """Delete the stored files of no item or draft, unless their removal can still be undone, and sources of no mail."""
    filing.forget_drafts()
    of_items, of_drafts = held_by(FeedbackFile, "feedback_file"), held_by(DraftFile)
    # drafts first: what goes with its message meanwhile is an item's then
    files = forget_gone(filing.FOLDER, lambda names: of_drafts(names) | of_items(names))
    return files + forget_gone(sources.FOLDER, held_by(IncomingMail))
