from requirements.models.requirement import Requirement


def plan_model(field):
    """The model that a requirement's `version` or `milestone` names: they live in an app above this one."""
    return Requirement._meta.get_field(field).related_model
