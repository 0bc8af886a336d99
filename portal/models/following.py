"""What the database itself keeps true about `Post.status`, however what it follows is changed or taken back.

It is the status that the team chose, else the category of the requirement that the item, or what is merged with it,
was linked to last, else what the item's own state says; of merged items the first one's state counts for all. The SQL
functions `portal_status(item, chosen)` and `portal_follow(items)` are in the migration `stored_status`.

What a statement moved is found by EXCEPT and not by a join: the plan is kept, and one that was made for a single row
would compare each of ten thousand with each other.

The proxies carry the triggers on tables of the layers below, which do not know of portals.
"""

import pgtrigger

from feedback.models import Evidence, Feedback
from products.models import Status
from requirements.models import Requirement

# whoever changes what is read here at the same time either sees the new row or is waited for
own_status = pgtrigger.Trigger(
    name="own_status",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("chosen_status", "feedback_id"),
    func="""
        IF TG_OP = 'INSERT' THEN
            PERFORM 1 FROM feedback_feedback WHERE id = NEW.feedback_id FOR SHARE;
            PERFORM 1 FROM requirements_requirement r JOIN feedback_evidence e ON e.requirement_id = r.id
              WHERE e.feedback_id = NEW.feedback_id FOR SHARE OF r;
        END IF;
        NEW.status := portal_status(NEW.feedback_id, NEW.chosen_status);
        RETURN NEW;
    """,
)


class FollowedItem(Feedback):
    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="post_follows_item",
                when=pgtrigger.After,
                level=pgtrigger.Statement,  # once for the thousands of a bulk decision
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="was", new="now_is"),
                func="""
                    PERFORM portal_follow(array_agg(id) || array_agg(duplicate_of_id))
                       FROM (SELECT id, state, duplicate_of_id FROM was
                             EXCEPT SELECT id, state, duplicate_of_id FROM now_is) moved
                     HAVING count(*) > 0;
                    RETURN NULL;
                """,
            )
        ]


class FollowedEvidence(Evidence):
    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="post_follows_evidence",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.Delete
                | pgtrigger.UpdateOf("feedback_id", "requirement_id", "at"),
                func="""
                    PERFORM 1 FROM feedback_feedback WHERE id = NEW.feedback_id FOR KEY SHARE;  -- before its post
                    PERFORM 1 FROM requirements_requirement WHERE id = NEW.requirement_id FOR SHARE;
                    PERFORM portal_follow(ARRAY[OLD.feedback_id, NEW.feedback_id]);
                    RETURN NULL;
                """,
            )
        ]


class FollowedRequirement(Requirement):
    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="post_follows_requirement",
                when=pgtrigger.After,
                level=pgtrigger.Statement,  # the posts of all that move are locked in one order
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="was", new="now_is"),
                func="""
                    PERFORM portal_follow(array_agg(e.feedback_id))
                       FROM (SELECT id, status_id FROM was EXCEPT SELECT id, status_id FROM now_is) moved
                       JOIN feedback_evidence e ON e.requirement_id = moved.id
                     HAVING count(*) > 0;
                    RETURN NULL;
                """,
            )
        ]


class FollowedStep(Status):
    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="post_follows_step",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("category"),
                condition=pgtrigger.AnyChange("category"),
                func="""
                    PERFORM portal_follow(array_agg(e.feedback_id))
                       FROM feedback_evidence e JOIN requirements_requirement r ON r.id = e.requirement_id
                      WHERE r.status_id = NEW.id;
                    RETURN NULL;
                """,
            )
        ]
