"""A page with one form: show it, save it, and say no in words.

A form parses; `save(values)` is the service. A broken rule comes back as a sentence above the form, a row that
somebody else changed meanwhile as both texts side by side; both answer 409 and keep what was typed.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from portal.common.errors import DomainError, StaleVersion
from portal.common.models import Record

SAVE, SAVED = _("Save"), _("Saved.")
# For views with a form: any other method is 405.
form_view = require_http_methods(["GET", "HEAD", "POST"])


class LinesField(forms.CharField):
    """A list, edited one entry per line: blank lines and repetitions are dropped."""

    most = 60
    longest = 80

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [" ".join(line.split()) for line in (super().clean(value) or "").splitlines()]
        entries = list(dict.fromkeys(line for line in lines if line))
        if len(entries) > self.most:
            raise forms.ValidationError(
                _("At most %(most)s lines, please; these are %(n)s."),
                params={"most": self.most, "n": len(entries)},
            )
        too_long = [entry for entry in entries if len(entry) > self.longest]
        if too_long:
            raise forms.ValidationError(
                _("At most %(most)s characters a line: “%(line)s…”"),
                params={"most": self.longest, "line": too_long[0][:20]},
            )
        return entries


class RecordForm(forms.ModelForm):
    """A form over a copy of a row, with the row's version in a hidden field once the row exists."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A model form writes into its instance; services compare with the row as it was.
        if kwargs.get("instance") is not None:
            kwargs["instance"] = copy.copy(kwargs["instance"])
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["version"]
        else:
            self.fields["version"].initial = self.instance.version

    def _post_clean(self) -> None:
        """Constraints are left to the service: it says in a sentence what Django would only name."""
        self.instance.validate_constraints = _no_constraints
        super()._post_clean()  # type: ignore[misc]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def version_seen(self) -> int:
        """The version that the user saw."""
        return int(self.cleaned_data["version"])


def _no_constraints(exclude: Any = None) -> None:
    """Stands in for a row's own check while a form is read."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: a POST, even where nothing was sent with it; None on GET."""
    return request.POST if request.method == "POST" else None


class AskedForm(forms.Form):
    """Nothing to fill in: the page says what will happen, the button does it."""

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return dict(self.cleaned_data)


class ReasonForm(AskedForm):
    """Why somebody does what cannot be taken back without a word."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


@dataclass(frozen=True)
class FormPage:
    """What stands around the form. `done` is the message afterwards."""

    title: Any
    submit: Any = SAVE
    lead: Any = ""
    crumbs: Sequence[tuple[Any, str]] = ()
    cancel_url: str = ""
    done: Any = SAVED
    tone: str = "solid"
    is_two: bool = True
    notes: Sequence[Any] = ()
    template: str = "common/form_page.html"
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Conflict:
    """One field that reads otherwise now than what the user typed."""

    label: Any
    mine: str
    theirs: str


def form_page(
    request: HttpRequest, form: Any, save: Callable[[dict[str, Any]], Any], page: FormPage
) -> HttpResponse:
    """Show the form, or save it and go to what `save` returned (a row or an address)."""
    status, conflicts = 200, []
    if request.method == "POST" and form.is_valid():
        try:
            target = save(form.values)
        except StaleVersion as stale:
            status, conflicts = 409, _conflicts(form, stale.current)
            _take_version(form, cast("Record", stale.current))
        except DomainError as error:
            status = 409
            form.add_error(None, str(error))
        else:
            messages.success(request, page.done)
            return redirect(target)
    context = {"form": form, "page": page, "conflicts": conflicts, **page.extra}
    return render(request, page.template, context, status=status)


def _conflicts(form: RecordForm, current: Any) -> list[Conflict]:
    mine = {name: _words(form.instance, name, value) for name, value in form.values.items()}
    theirs = {name: _words(current, name, getattr(current, name, "")) for name in mine}
    return [
        Conflict(form.fields[name].label or name, mine[name], theirs[name])
        for name in mine
        if mine[name] != theirs[name]
    ]


def _words(row: Record, name: str, value: Any) -> str:
    display = getattr(row, f"get_{name}_display", None)
    if display is not None:
        return str(display())
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def _take_version(form: RecordForm, current: Record) -> None:
    """The next save is a decision against the row as it stands now."""
    data = cast("QueryDict", form.data).copy()
    data[form.add_prefix("version")] = str(current.version)
    form.data = data
