from django.urls import path

from partnerships.matching.views import home, openings, programmes, runs, suggestions

urlpatterns = [
    path("suggestions/", home.suggestion_home, name="suggestion_home"),
    path(
        "suggestions/answers/<slug:public_id>/take-back/",
        suggestions.answer_take_back,
        name="answer_take_back",
    ),
    path("suggestions/<slug:public_id>/", suggestions.suggestion_detail, name="suggestion_detail"),
    path("suggestions/<slug:public_id>/answer/", suggestions.suggestion_answer, name="suggestion_answer"),
    path("suggestions/<slug:public_id>/decline/", suggestions.suggestion_decline, name="suggestion_decline"),
    path(
        "programmes/<slug:public_id>/suggestions/",
        programmes.programme_suggestions,
        name="programme_suggestions",
    ),
    path(
        "programmes/<slug:public_id>/suggestions/gates/<slug:name>/",
        programmes.suggestion_gate,
        name="suggestion_gate",
    ),
    path("openings/<slug:public_id>/suggestions/", openings.opening_suggestions, name="opening_suggestions"),
    path("match-runs/", runs.match_run_list, name="match_run_list"),
    path("match-runs/<slug:public_id>/", runs.match_run_detail, name="match_run_detail"),
]
