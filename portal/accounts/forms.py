"""Forms about people: they parse; services decide."""

from typing import Any

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import MOBILE_NUMBER, Bureau, Invitation, Role, User
from portal.common.form_pages import RecordForm


class InvitationForm(forms.ModelForm):
    """Whom an owner invites, as what."""

    class Meta:
        model = Invitation
        fields = ["person", "role", "job_title", "mobile", "email"]
        labels = {"person": _("Full name"), "job_title": _("Job title")}

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class FirstOwnerForm(InvitationForm):
    """Whom a bureau invites to an organisation that nobody owns yet."""

    class Meta(InvitationForm.Meta):
        fields = ["person", "job_title", "mobile", "email"]


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NewAccountForm(BaseUserCreationForm):
    """Name, user name and password of an invited person who has no account yet."""

    mobile = forms.CharField(
        label=_("Mobile number"), max_length=11, required=False, validators=[MOBILE_NUMBER]
    )

    class Meta:
        model = User
        fields = ["full_name", "username", "mobile", "email"]
        labels = {"full_name": _("Full name"), "username": _("User name"), "email": _("E-mail")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True
        self.fields["username"].help_text = _("Letters, digits and @ . + - _")
        self.fields["username"].widget.attrs.update(autofocus=False, autocomplete="username")

    def validate_unique(self) -> None:
        """The service says it, in one sentence for name, number and address."""

    @property
    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        names = ("full_name", "username", "mobile", "email")
        return {name: cleaned[name] for name in names} | {"password": cleaned["password1"]}


class ProfileForm(forms.Form):
    """A person's own details. What opens the account, number and address, asks for the password."""

    full_name = forms.CharField(label=_("Full name"), max_length=80)
    mobile = forms.CharField(
        label=_("Mobile number"), max_length=11, required=False, validators=[MOBILE_NUMBER]
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    password = forms.CharField(
        label=_("Present password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Only needed to change the mobile number or the e-mail."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        kwargs["initial"] = {"full_name": user.full_name, "mobile": user.mobile or "", "email": user.email}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens = {"mobile": self.user.mobile or "", "email": self.user.email}
        changed = any(cleaned.get(name, old) != old for name, old in opens.items())
        if changed and not self.user.check_password(cleaned.get("password", "")):
            self.add_error("password", _("Please give your present password to change these."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "full_name": cleaned["full_name"],
            "mobile": cleaned["mobile"] or None,
            "email": cleaned["email"],
        }


class BureauForm(RecordForm):
    """Names and kind of a bureau."""

    class Meta:
        model = Bureau
        fields = ["name_zh", "name_en", "kind"]
