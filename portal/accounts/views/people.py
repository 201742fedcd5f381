"""A person's own page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.forms import ProfileForm
from portal.accounts.memberships import memberships_of
from portal.accounts.models import User
from portal.accounts.services.people import update_profile
from portal.common.form_pages import FormPage, form_page


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, mobile number, e-mail; memberships; and what upper rooms show here (keys to the API)."""
    assert isinstance(request.user, User)
    user = request.user
    form = ProfileForm(request.POST or None, user=user)
    page = FormPage(
        _("My details"),
        lead=_("You may sign in by user name %(name)s, by mobile number or by e-mail.")
        % {"name": user.username},
        template="accounts/profile.html",
        extra={"memberships": memberships_of(user).rows},
    )
    return form_page(request, form, lambda values: _save(user, values), page)


def _save(user: User, values: dict[str, object]) -> str:
    update_profile(user, by=user, **values)
    return "profile"
