from django.urls import URLPattern, path

from partnerships.agreements.views import agreements, partnerships, proposals, signing

MOVES = ("begin_talks", "activate", "propose_strategic", "agree_strategic")

urlpatterns: list[URLPattern] = [
    path("partnerships/", partnerships.partnership_list, name="partnership_list"),
    path("partnerships/new/", partnerships.partnership_create, name="partnership_create"),
    path("partnerships/<slug:public_id>/", partnerships.partnership_detail, name="partnership_detail"),
    path("partnerships/<slug:public_id>/edit/", partnerships.partnership_edit, name="partnership_edit"),
    path("partnerships/<slug:public_id>/end/", partnerships.partnership_end, name="partnership_end"),
    path(
        "partnerships/<slug:public_id>/drop-strategic/",
        partnerships.partnership_drop_strategic,
        name="partnership_drop_strategic",
    ),
    *(
        path(
            f"partnerships/<slug:public_id>/{name.replace('_', '-')}/",
            partnerships.partnership_move,
            {"name": name},
            name=f"partnership_{name}",
        )
        for name in MOVES
    ),
    path(
        "partnerships/<slug:public_id>/agreements/new/", agreements.agreement_create, name="agreement_create"
    ),
    path("proposals/", proposals.proposal_list, name="proposal_list"),
    path("proposals/new/", proposals.proposal_create, name="proposal_create"),
    path("proposals/<slug:public_id>/", proposals.proposal_detail, name="proposal_detail"),
    path("proposals/<slug:public_id>/accept/", proposals.proposal_accept, name="proposal_accept"),
    path("proposals/<slug:public_id>/decline/", proposals.proposal_decline, name="proposal_decline"),
    path("proposals/<slug:public_id>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("proposals/<slug:public_id>/cancel/", proposals.proposal_cancel, name="proposal_cancel"),
    path("agreements/", agreements.agreement_list, name="agreement_list"),
    path("agreements/<slug:public_id>/", agreements.agreement_detail, name="agreement_detail"),
    path("agreements/<slug:public_id>/edit/", agreements.agreement_edit, name="agreement_edit"),
    path("agreements/<slug:public_id>/offer/", agreements.agreement_offer, name="agreement_offer"),
    path("agreements/<slug:public_id>/reopen/", agreements.agreement_reopen, name="agreement_reopen"),
    path("agreements/<slug:public_id>/withdraw/", agreements.agreement_withdraw, name="agreement_withdraw"),
    path("agreements/<slug:public_id>/decline/", agreements.agreement_decline, name="agreement_decline"),
    path(
        "agreements/<slug:public_id>/terminate/", agreements.agreement_terminate, name="agreement_terminate"
    ),
    path("agreements/<slug:public_id>/copy/", agreements.agreement_copy, name="agreement_copy"),
    path("agreements/<slug:public_id>/sign/", signing.agreement_sign, name="agreement_sign"),
    path(
        "agreements/<slug:public_id>/paper/", signing.agreement_sign_on_paper, name="agreement_sign_on_paper"
    ),
    path("agreements/<slug:public_id>/link/", signing.agreement_link, name="agreement_link"),
    path("agreements/<slug:public_id>/scans/<slug:child_id>/", signing.agreement_scan, name="agreement_scan"),
]
