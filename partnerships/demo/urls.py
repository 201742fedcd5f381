from django.urls import path

from partnerships.demo import views

urlpatterns = [
    path("demo/", views.demo_status, name="demo_status"),
    path("demo/start-empty/", views.start_empty, name="demo_start_empty"),
]
