"""What the workers do by themselves, how often, and in which queue each task waits."""

from datetime import timedelta

from celery.schedules import crontab

SWEEPS = {  # task: seconds
    "pmhub.heartbeat": 15,
    "changes.tasks.settle_changes": 15,
    "requirements.tasks.score_due_products": 15,
    "requirements.tasks.score_due_intervals": 60,
    "roadmaps.tasks.score_due_forecasts": 60,
    "feedback.tasks.score_due_demands": 15,
    "feedback.tasks.score_due_clocks": 15,
    "requirements.tasks.resurface_what_passed": 300,
    "requirements.tasks.bulk_sweep": 15,
    "integrations.tasks.sweep_imports": 15,
    "accounts.tasks.send_invitations": 60,
    "feedback.tasks.escalate": 60,
    "notifications.tasks.fill_inboxes": 60,
    "notifications.tasks.mail_reminders": 60,
    "notifications.tasks.tell_of_weeks": 600,
    "feedback.tasks.mail_in": 60,
    "feedback.tasks.mail_replies": 30,
    "feedback.tasks.mail_news": 300,
    "portal.tasks.mail_portal": 60,
}
NIGHTLY = [
    "requirements.tasks.score_everything",
    "requirements.tasks.forget_files",
    "requirements.tasks.score_stale_intervals",
    "roadmaps.tasks.score_every_forecast",
    "feedback.tasks.score_every_demand",
    "feedback.tasks.forget_mail",
    "feedback.tasks.forget_files",
    "portal.tasks.forget_logos",
]
BEAT = {
    **{t: {"task": t, "schedule": timedelta(seconds=s), "options": {"expires": 60}} for t, s in SWEEPS.items()},
    **{t: {"task": t, "schedule": crontab(hour=2, minute=30), "options": {"expires": 3600}} for t in NIGHTLY},
}
QUEUES = ["default", "score", "mail", "imports"]
ROUTES = {
    "accounts.tasks.*": {"queue": "mail"},
    "feedback.tasks.mail_*": {"queue": "mail"},
    "integrations.tasks.*": {"queue": "imports"},
    "notifications.tasks.mail_*": {"queue": "mail"},
    "portal.tasks.mail_*": {"queue": "mail"},
    "requirements.tasks.bulk_*": {"queue": "imports"},
    "requirements.tasks.score_*": {"queue": "score"},
    "roadmaps.tasks.score_*": {"queue": "score"},
    "feedback.tasks.score_*": {"queue": "score"},
}
