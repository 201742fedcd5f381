"""Keys to the API: making one, which is shown once, and revoking it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.common.acts import crumb
from portal.common.form_pages import FormPage
from portal.records.models import ApiToken
from portal.records.tokens import issue_token, revoke_token


class TokenForm(forms.ModelForm):
    """What the key is called, what it may do, until when."""

    expires_on = forms.DateField(
        label=gettext_lazy("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = ApiToken
        fields = ["name", "scope"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_create(request: HttpRequest) -> HttpResponse:
    """Make a key; its text is in this answer and never again."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        token, text = issue_token(
            request.user, name=values["name"], scope=values["scope"], expires_on=values["expires_on"]
        )
        return render(request, "records/token_issued.html", {"token": token, "text": text})
    page = FormPage(
        _("New API token"),
        submit=_("Make the token"),
        lead=_("A program that holds it does what you may do here, or only reads."),
        crumbs=[crumb(_("My details"), "profile")],
        cancel_url=reverse("profile"),
    )
    return render(request, page.template, {"form": form, "page": page, "conflicts": []})


@require_POST
def token_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close a key for good."""
    token = get_object_or_404(ApiToken.objects.managed_by(request.user), public_id=public_id)
    revoke_token(token, by=request.user)
    messages.success(request, _("The token %(name)s no longer opens anything.") % {"name": token.name})
    return redirect("profile")
