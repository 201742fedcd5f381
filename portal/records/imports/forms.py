"""Forms of the import pages: they parse and show; the services decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.records.imports.kinds import ImportKind


class UploadForm(forms.Form):
    """What the file holds, and the file."""

    kind = forms.ChoiceField(label=_("What the file holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        max_length=255,
    )

    def __init__(self, *args: Any, kinds: Sequence[ImportKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["kind"]
        choices.choices = [(kind.code, kind.label) for kind in kinds]
        size = settings.UPLOAD_MAX_BYTES // 1024 // 1024
        self.fields["file"].help_text = _("XLSX, XLS or CSV, at most %(size)s MB") % {"size": size}


class ColumnsForm(forms.Form):
    """For each column of the kind, the place of its heading in the file; empty = the file has none."""

    def __init__(
        self, *args: Any, names: Sequence[str], places: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((str(place), heading) for place, heading in places)]
        for name in names:
            self.fields[f"place-{name}"] = forms.TypedChoiceField(
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.Select(attrs={"class": "rh-input"}),
            )

    def places(self) -> dict[str, int | None]:
        """Column -> place, of a valid form."""
        return {name.removeprefix("place-"): value for name, value in self.cleaned_data.items()}
