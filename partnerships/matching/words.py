"""What the codes of the engine say in the reader's language: parts, reasons, concerns, gates, relaxations.

`reason_words` answers "" for a code that it does not know, so that an older row never breaks a page.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from partnerships.agreements.models import Proposal
from partnerships.matching.engine.gates import STEPS
from partnerships.matching.engine.weights import STANDARD
from partnerships.matching.gathering import KM_WITH_LODGING, USUAL_KM
from portal.common.furniture import ScorePart
from portal.common.wording import grouped, km_words, short_day_words

Values = dict[str, Any]
NAMES_SHOWN = 3
OWN = "own:"  # before a code that speaks of the enterprise, where the enterprise itself reads it
SOMEWHAT_RELATED = 0.6  # the middle step of the standing prior of industries and major classes


def part_names() -> tuple[str, ...]:
    """The five parts of a score in their order."""
    return (
        pgettext("score part", "Major"),
        pgettext("score part", "Distance"),
        pgettext("score part", "Time"),
        pgettext("score part", "Seats"),
        pgettext("score part", "Reliability"),
    )


def score_parts(parts: Sequence[float]) -> list[ScorePart]:
    """The parts of a stored score with their maxima."""
    names = part_names()
    if len(parts) != len(names):
        return []
    return [ScorePart(*row) for row in zip(names, parts, STANDARD.points, strict=True)]


def part_meanings() -> tuple[str, ...]:
    """What each part is made of, in the same order."""
    return (
        _(
            "Words of post and programme, abilities wanted and taught, accepted majors, industry and major class."
        ),
        _("Up to 12 km nothing changes, then it halves every 20 km; lodging makes far places acceptable."),
        _("Days that plan and opening have in common, of the days needed."),
        _("Free seats for the students still short."),
        _("How the enterprise answers and how fresh the post is; an agreement in force halves what is lost."),
    )


def joined(names: Iterable[str]) -> str:
    """A few names in a row, as the reader's language writes them."""
    shown = [str(name) for name in names]
    mark = "、" if (get_language() or "zh").startswith("zh") else ", "
    more = "…" if len(shown) > NAMES_SHOWN else ""
    return mark.join(shown[:NAMES_SHOWN]) + more


def _abilities(values: Values) -> str:
    words = {"covered": values["covered"], "wanted": values["wanted"], "names": joined(values["names"])}
    return _("%(covered)s of %(wanted)s abilities wanted are taught: %(names)s") % words


def _missing(values: Values) -> str:
    return _("Wanted but not taught: %(names)s") % {"names": joined(values["missing"])}


def _same_words(values: Values) -> str:
    return _("Post and courses both speak of %(words)s") % {"words": joined(values["words"])}


def _accepts(values: Values) -> str:
    return _("Accepts %(major)s by name") % {"major": values.get("major") or values["prefix"]}


def _accepts_widely(values: Values) -> str:
    return _("Accepts all of %(major)s, not this major by name") % {
        "major": values.get("major") or values["prefix"]
    }


def _days(values: Values) -> str:
    if values["days"] >= values.get("needed", 0):
        return _("Covers the whole period of %(days)s days") % {"days": values["days"]}
    return _("Covers %(days)s of %(needed)s days") % values


def _seats(values: Values) -> str:
    return _("%(seats)s free seats for %(students)s students still short") % values


def _seats_short(values: Values) -> str:
    return _("Only %(seats)s free seats for %(students)s students") % values


def _may_host(values: Values) -> str:
    return _("By its staff it may host about %(n)s interns (10 %% rule)") % {"n": grouped(values["seats"])}


def _industry_unusual(values: Values) -> str:
    if values["value"] >= SOMEWHAT_RELATED:
        return _("Its industry employs this major among others")
    return _("Its industry seldom employs this major")


def _km(text: Any) -> Callable[[Values], str]:
    return lambda values: str(text) % {"km": km_words(values["km"])}


def _plain(text: Any) -> Callable[[Values], str]:
    return lambda _values: str(text)


def fact_names() -> dict[str, str]:
    """Facts that an opening or enterprise can leave out."""
    return {
        "abilities": _("abilities wanted"),
        "industry": _("industry"),
        "place": _("place"),
        "dates": _("dates"),
        "seats": _("seats"),
        "reliability": _("reliability"),
        "staff": _("staff"),
    }


def _not_stated(values: Values) -> str:
    known = fact_names()
    return _("Not stated: %(facts)s") % {"facts": joined(known.get(fact, fact) for fact in values["facts"])}


def _answered(values: Values) -> str:
    names = dict(zip(("major", "distance", "time", "seats", "reliability"), part_names(), strict=True))
    part = names.get(values["group"], values["group"])
    return _("Moved down in %(part)s after an earlier answer") % {"part": part}


_SAID: dict[str, Callable[[Values], str]] = {
    "abilities_covered": _abilities,
    "abilities_missing": _missing,
    "same_words": _same_words,
    "accepts_major": _accepts,
    "accepts_widely": _accepts_widely,
    "industry_related": _plain(gettext_lazy("Its industry commonly employs this major")),
    "industry_unusual": _industry_unusual,
    "words_point_to_class": _plain(
        gettext_lazy("Posts described like this one usually take this major class")
    ),
    "words_point_elsewhere": _plain(gettext_lazy("Posts described like this one usually take other majors")),
    "near": _km(gettext_lazy("%(km)s from the school")),
    "far_without_lodging": _km(gettext_lazy("%(km)s from the school, and no lodging")),
    "far_with_lodging": _km(gettext_lazy("%(km)s from the school, but with lodging")),
    "dates_cover": _days,
    "dates_partial": _days,
    "seats_fit": _seats,
    "seats_short": _seats_short,
    "partner_reliable": _plain(gettext_lazy("Answers approaches and keeps its posts up to date")),
    "partner_unreliable": _plain(
        gettext_lazy("Few answers so far, slow ones, or a post not confirmed for long")
    ),
    OWN + "partner_reliable": _plain(gettext_lazy("You answer approaches and keep your posts up to date")),
    OWN + "partner_unreliable": _plain(
        gettext_lazy("Your side: few answers so far, slow ones, or this post not confirmed for long")
    ),
    "agreement_in_force": _plain(gettext_lazy("An agreement is in force, nothing to sign anew")),
    "may_host": _may_host,
    "no_opening_yet": _plain(gettext_lazy("No opening posted yet: ask whether it would take interns")),
    "night_shift": _plain(gettext_lazy("Night shifts (after 22:00): must be filed before the first day")),
    "not_stated": _not_stated,
    "answered_before": _answered,
}


def reason_words(code: str, values: Values, *, is_own: bool = False) -> str:
    """A reason or concern as a sentence; `is_own`: the enterprise itself reads. "" for a code nobody knows any more."""
    said = (_SAID.get(OWN + code) if is_own else None) or _SAID.get(code)
    return said(values) if said else ""


def gate_names() -> list[str]:
    """What remains before the first gate and after each, in order."""
    names = {
        "majors": _("Accept this major"),
        "dates": _("Dates meet"),
        "seats": _("Seats left"),
        "distance": _("Near enough, or with lodging"),
        "rules": _("Allowed by the internship rules"),
        "declined": _("Not declined before"),
    }
    return [_("Open openings in the province"), *(names[step] for step in STEPS)]


def removed_words(step: str, removed: int, *, major: str = "", km: float | None = None) -> str:
    """What a gate took away, in words; "" where it took nothing."""
    if not removed:
        return ""
    words = {
        "n": grouped(removed),
        "major": major,
        "km": km_words(km or USUAL_KM),
        "wide": km_words(KM_WITH_LODGING),
    }
    said = {
        "majors": ngettext("%(n)s does not accept %(major)s", "%(n)s do not accept %(major)s", removed),
        "dates": ngettext("%(n)s has no day in common", "%(n)s have no day in common", removed),
        "seats": ngettext("%(n)s is full", "%(n)s are full", removed),
        "distance": ngettext(
            "%(n)s is farther than %(km)s without lodging, or than %(wide)s with it",
            "%(n)s are farther than %(km)s without lodging, or than %(wide)s with it",
            removed,
        ),
        "rules": ngettext("%(n)s may not host interns", "%(n)s may not host interns", removed),
        "declined": ngettext("%(n)s was answered “not for us”", "%(n)s were answered “not for us”", removed),
    }
    return said[step] % words


def relaxation_words(kind: str, value: float, *, start: Any = None, end: Any = None) -> str:
    """What one could loosen; `start` and `end` are the plan's days."""
    if kind == "distance":
        return _("Accept up to %(km)s without lodging") % {"km": km_words(value)}
    if kind == "lodging_distance":
        return _("Openings up to %(km)s away with lodging") % {"km": km_words(value)}
    if kind == "start_earlier":
        return _("Report %(n)s days earlier%(day)s") % _shifted(value, start, -1)
    if kind == "end_later":
        return _("Stay %(n)s days longer%(day)s") % _shifted(value, end, 1)
    return _("Think again about those answered “not for us”")


def _shifted(days: float, day: Any, sign: int) -> dict[str, Any]:
    moved = _(" (%(day)s)") % {"day": short_day_words(day + sign * timedelta(days=int(days)))} if day else ""
    return {"n": int(days), "day": moved}


def gain_words(openings: int, seats: int) -> str:
    """What a relaxation would add."""
    words = {"n": grouped(openings), "seats": grouped(seats)}
    return (
        ngettext("%(n)s more opening, %(seats)s seats", "%(n)s more openings, %(seats)s seats", openings)
        % words
    )


def effect_words(reason: str, count: int, *, km: float | None = None) -> str:
    """What a decline for this reason will change, and how many other suggestions it moves down."""
    hides = _("This one is not shown for half a year.")
    if reason == Proposal.DeclineReason.OTHER:
        return _("%(hides)s Nothing else changes.") % {"hides": hides}
    more = ngettext("%(n)s other suggestion moves down.", "%(n)s other suggestions move down.", count) % {
        "n": grouped(count)
    }
    changed = {
        "too_far": _("Openings as far as this (%(km)s) or farther without lodging count half for distance.")
        % {"km": km_words(km) or "—"},
        "wrong_major": _("The same post of this enterprise counts half for the major."),
        "bad_time": _("Openings of this enterprise count half for time."),
        "full": _("Openings of this enterprise count half for seats, for 30 days."),
        "terms": _("Openings of this enterprise count two thirds for reliability."),
        "bad_experience": _(
            "For all programmes of the school, this enterprise counts a fifth for reliability."
        ),
    }
    return " ".join(part for part in (changed.get(reason, ""), more, hides) if part)
