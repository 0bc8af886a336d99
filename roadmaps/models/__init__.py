from roadmaps.models.milestone import Milestone
from roadmaps.models.version import Version

__all__ = ["Milestone", "Version"]
