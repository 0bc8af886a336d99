from django.urls import include, path

from portal.views import board, me, moderating, pages, posts, queue, setting_up, signing_in

PUBLIC = [
    path("", board.BoardView.as_view(), name="portal_board"),
    path("new/", board.NewPostView.as_view(), name="portal_new"),
    path("similar/", board.SimilarView.as_view(), name="portal_similar"),
    path("thanks/", board.ThanksView.as_view(), name="portal_thanks"),
    path("<int:number>/", posts.PostView.as_view(), name="portal_post"),
    path("<int:number>/pictures/<str:storage>", posts.PictureView.as_view(), name="portal_picture"),
    path("<int:number>/vote/", posts.VoteView.as_view(), name="portal_vote"),
    path("<int:number>/follow/", posts.FollowView.as_view(), name="portal_follow"),
    path("<int:number>/withdraw/", posts.WithdrawView.as_view(), name="portal_withdraw"),
    path("<int:number>/comments/", posts.CommentsView.as_view(), name="portal_comments"),
    path("roadmap/", pages.RoadmapView.as_view(), name="portal_roadmap"),
    path("changelog/", pages.ChangelogView.as_view(), name="portal_changelog"),
    path("logo/", pages.LogoView.as_view(), name="portal_logo"),
    path("embed/", pages.EmbedView.as_view(), name="portal_embed"),
    path("sign-in/", signing_in.SignInView.as_view(), name="portal_sign_in"),
    path("enter/<str:secret>/", signing_in.EnterView.as_view(), name="portal_enter"),
    path("code/", signing_in.CodeView.as_view(), name="portal_code"),
    path("sign-out/", signing_in.SignOutView.as_view(), name="portal_sign_out"),
    path("me/", me.MeView.as_view(), name="portal_me"),
    path("me/erase/", me.EraseMeView.as_view(), name="portal_erase"),
    path("language/", me.LanguageView.as_view(), name="portal_language"),
]
OF_THE_TEAM = [
    path("settings/portal/", setting_up.PortalSettingsView.as_view(), name="portal_settings"),
    path("settings/portal/invitations/", setting_up.InvitationsView.as_view(), name="portal_invitations"),
    path(
        "settings/portal/invitations/<int:pk>/withdraw/",
        setting_up.WithdrawInvitationView.as_view(),
        name="portal_invitation_withdraw",
    ),
    path(
        "settings/portal/invitations/<int:pk>/again/",
        setting_up.SendInvitationAgainView.as_view(),
        name="portal_invitation_again",
    ),
    path("portal/", queue.QueueView.as_view(), name="portal_queue"),
    path("portal/<int:number>/", moderating.ModerateView.as_view(), name="portal_moderate"),
    path("portal/<int:number>/answer/", moderating.AnswerView.as_view(), name="portal_answer"),
    path("portal/comments/<int:pk>/", moderating.ModerateCommentView.as_view(), name="portal_moderate_comment"),
    path("feedback/<int:number>/publish/", moderating.PublishView.as_view(), name="portal_publish"),
]
urlpatterns = [
    path("portal/<str:key>/", include(PUBLIC)),
    path("p/<str:key>/", include(OF_THE_TEAM)),
]
