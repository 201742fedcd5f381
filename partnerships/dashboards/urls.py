from django.urls import path

from partnerships.dashboards.views import bureau, enterprise, entrance, operator, public, school, searching

urlpatterns = [
    path("", entrance.home, name="home"),
    path("due/", entrance.due, name="due"),
    path("operator/", operator.operator_home, name="operator_home"),
    path("school/", school.school_home, name="school_home"),
    path("school/gap/", school.school_gap, name="school_gap"),
    path("school/cooling/", school.school_cooling, name="school_cooling"),
    path("enterprise/", enterprise.enterprise_home, name="enterprise_home"),
    path("bureau/", bureau.bureau_home, name="bureau_home"),
    path("bureau/supply/", bureau.bureau_supply, name="bureau_supply"),
    path("bureau/figures/<slug:figure>/", bureau.bureau_figure, name="bureau_figure"),
    path("search/", searching.search_page, name="search"),
    path("open-data/", public.open_data, name="open_data"),
    path("open-data/cities.csv", public.open_data_csv, name="open_data_csv"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
]
