"""What an opening should be looked at for before students see it: it may be right all the same, so nothing is refused.

Source: 职业学校学生实习管理规定 (2021): share of the staff and of those on like posts, working time, pay, length, night
work.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from enterprises.models import Opening

HOURS_A_WEEK = 40
DAYS_OF_SIX_MONTHS = 184
SHARE_OF_STAFF = 10  # one in ten
SHARE_OF_POST = 5  # one in five


def advice(opening: Opening) -> list[str]:
    """Sentences for the enterprise and for the bureau that reviews; [] where nothing strikes the eye."""
    return list(_remarks(opening))


def _remarks(opening: Opening) -> Iterator[str]:
    staff = opening.enterprise.staff_total
    if staff is None:
        yield _("The number of staff is not stated, so nobody can say how many students the law allows.")
    elif opening.seats * SHARE_OF_STAFF > staff:
        words = {"seats": opening.seats, "staff": staff, "limit": staff // SHARE_OF_STAFF}
        yield (
            _(
                "%(seats)s seats are more than 10 %% of %(staff)s staff (%(limit)s): what is beyond needs a reason."
            )
            % words
        )
    yield from _of_the_post(opening)
    if opening.hours_per_week is not None and opening.hours_per_week > HOURS_A_WEEK:
        yield _("Students work at most 8 hours a day and 40 a week.")
    if opening.pay_month is None:
        yield _("Pay is not stated: students on a post are paid, in principle at least 80 % of what it pays.")
    if (
        opening.starts_on
        and opening.ends_on
        and (opening.ends_on - opening.starts_on).days > DAYS_OF_SIX_MONTHS
    ):
        yield _("Longer than six months, which is the usual length of an internship on a post.")
    if opening.night_shift:
        yield _("Night shifts need a filing with the bureau before the first day.")


def _of_the_post(opening: Opening) -> Iterator[str]:
    """Staff on like posts are known where the enterprise keeps a post group of that name."""
    groups = dict(opening.enterprise.staff_groups.values_list("name", "staff"))
    group = opening.group_among(groups)
    if group and opening.seats * SHARE_OF_POST > groups[group]:
        words = {
            "seats": opening.seats,
            "staff": groups[group],
            "group": group,
            "limit": groups[group] // SHARE_OF_POST,
        }
        yield (
            _(
                "%(seats)s seats are more than 20 %% of the %(staff)s staff of “%(group)s” (%(limit)s): "
                "what is beyond needs a reason."
            )
            % words
        )
