"""What is left of files and mails that nothing names any more."""

from changes.leftovers import forget_gone, held_by
from feedback.models import FeedbackFile, IncomingMail
from feedback.operations import filing, receiving


def forget_gone_files():
    """Delete the stored files of no item, unless their removal can still be undone, and the sources of no mail."""
    files = forget_gone(filing.FOLDER, held_by(FeedbackFile, "feedback_file"))
    return files + forget_gone(receiving.FOLDER, held_by(IncomingMail))
