"""/accounts/...: one's own page, the members of the organisation, invitations."""

from django.urls import path
from django.views.generic import RedirectView

from portal.accounts.views import invitations, members, people

urlpatterns = [
    path("profile/", people.profile, name="profile"),
    # Number and address are changed on the own page, which asks for the password; allauth's page would not.
    path("email/", RedirectView.as_view(pattern_name="profile"), name="account_email"),
    path("switch/", members.switch_organisation, name="switch_organisation"),
    path("members/", members.member_list, name="member_list"),
    path("members/invite/", members.member_invite, name="member_invite"),
    path("members/<str:public_id>/role/", members.member_role, name="member_role"),
    path("members/<str:public_id>/end/", members.member_end, name="member_end"),
    path("invitations/<str:public_id>/revoke/", members.invitation_revoke, name="invitation_revoke"),
    path("join/<str:token>/", invitations.invitation, name="invitation"),
    path("join/<str:token>/now/", invitations.invitation_join, name="invitation_join"),
    path("join/<str:token>/account/", invitations.invitation_account, name="invitation_account"),
    path("join/<str:token>/qr.svg", invitations.invitation_qr, name="invitation_qr"),
]
