from django.urls import path

from feedback.views.files import FilesView, FileView

urlpatterns = [
    path("p/<str:key>/feedback/<int:number>/files/", FilesView.as_view(), name="feedback_files"),
    path("p/<str:key>/feedback/<int:number>/files/<str:storage>/<str:name>", FileView.as_view(), name="feedback_file"),
]
