from portal.models.comment import PublicComment
from portal.models.invitation import Invitation
from portal.models.picture import Picture
from portal.models.portal import Portal
from portal.models.post import Post
from portal.models.sign_in_code import SignInCode
from portal.models.visit import Visit

__all__ = ["Invitation", "Picture", "Portal", "Post", "PublicComment", "SignInCode", "Visit"]
