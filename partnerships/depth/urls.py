from django.urls import path

from partnerships.depth import views

urlpatterns = [
    path("depth/", views.depth_list, name="depth_list"),
    path("partnerships/<str:public_id>/depth/", views.depth_detail, name="depth_detail"),
]
