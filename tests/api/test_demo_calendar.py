"""The demo practice keeps the calendar of England: Sundays and bank holidays closed, Saturdays half days, and visits all day long."""

import collections
import datetime

import pytest
from support.demo import LONDON, day, moment, table


def easter(year):
    """By the method of Gauss, for the Gregorian calendar."""
    a, k = year % 19, year // 100
    p, q = (13 + 8 * k) // 25, k // 4
    m, n = (15 - p + k - q) % 30, (4 + k - q) % 7
    d = (19 * a + m) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7
    days = 22 + d + e
    if d == 29 and e == 6:
        days = 50
    elif d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        days = 49
    return datetime.date(year, 3, 1) + datetime.timedelta(days=days - 1)


def bank_holidays(year):
    """Those by rule, on their own days and the substitute ones."""
    def monday(month, which):
        days = [datetime.date(year, month, d) for d in range(1, 32) if d <= 30 or month in (5, 8)]
        return [each for each in days if each.weekday() == 0][which]

    found = {easter(year) - datetime.timedelta(days=2), easter(year) + datetime.timedelta(days=1), monday(8, -1)}
    moved = {(y, fm, fd): (m, d) for y, m, d, fm, fd, _ in table("bank_holidays.def", "VIP_MOVED_HOLIDAY")}
    for each in (monday(5, 0), monday(5, -1)):
        month, number = moved.get((year, each.month, each.day), (each.month, each.day))
        found.add(datetime.date(year, month, number))
    fixed = [datetime.date(year, month, number) for month, number in ((1, 1), (12, 25), (12, 26))]
    found.update(fixed)
    for each in fixed:
        substitute = each
        while substitute.weekday() > 4 or (substitute in found and each.weekday() > 4):
            substitute += datetime.timedelta(days=1)
        found.add(substitute)
    return found | {datetime.date(y, m, d) for y, m, d, _ in table("bank_holidays.def", "VIP_EXTRA_HOLIDAY") if y == year}


@pytest.fixture(scope="module")
def closed(practice):
    holidays = set().union(*(bank_holidays(practice.today.year + offset) for offset in range(-6, 3)))
    return lambda date: date.weekday() == 6 or date in holidays


@pytest.fixture(scope="module")
def emergency(practice):
    return next(reason["reason-uuid"] for reason in practice["calendar-management/appointment-reasons"] if reason["name"] == "Emergency")


def test_the_rule_gives_the_published_holidays():
    on_weekdays = sorted(each.isoformat() for each in bank_holidays(2026) if each.weekday() < 5)
    assert on_weekdays == ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25",
                           "2026-12-28"]
    assert datetime.date(2022, 12, 27) in bank_holidays(2022) and datetime.date(2022, 6, 2) in bank_holidays(2022)


def test_no_clinics_on_sundays_and_bank_holidays(practice, closed, emergency):
    wrong = [each["date"] for each in practice["calendar-management/availability"]
             if closed(day(each["date"])) and each["reason-uuids"] != [emergency]]
    wrong += [each["start-date"] for each in practice["calendar-management/appointments"]
              if closed(day(each["start-date"])) and each["reason-uuid"] != emergency]
    assert wrong == []


def test_saturdays_are_half_days(practice, emergency):
    saturdays = [each for each in practice["calendar-management/availability"]
                 if day(each["date"]).weekday() == 5 and each["reason-uuids"] != [emergency]]
    assert saturdays and {each["end-time"] for each in saturdays} == {"12:00"}


def test_visits_are_spread_over_the_day_and_the_week(practice):
    visits = [moment(each["start-date"]).astimezone(LONDON) for each in practice["calendar-management/appointments"]
              if each["status"] == "Completed"]
    hours = collections.Counter(each.hour for each in visits)
    assert set(range(9, 13)) | set(range(14, 18)) <= set(hours)
    assert max(hours.values()) < len(visits) / 4
    weekdays = collections.Counter(each.weekday() for each in visits)
    assert all(weekdays[weekday] > len(visits) / 20 for weekday in range(6))


def test_clinics_are_inside_the_opening_hours(practice, emergency):
    locations = practice.by_id("location-management/locations")
    wrong = []
    for each in practice["calendar-management/availability"]:
        hours = locations[each["location-uuid"]]["opening-hours"]
        periods = hours.get(day(each["date"]).strftime("%A").lower()) or []
        inside = any(period["open"] <= each["start-time"] and each["end-time"] <= period["close"] for period in periods)
        if not inside and each["reason-uuids"] != [emergency]:
            wrong.append((each["date"], each["start-time"]))
    assert wrong == []


def test_online_bookings_are_ahead_or_were_when_they_were_made(practice):
    appointments = practice["calendar-management/appointments"]
    assert any(each["online-booking"] for each in appointments)
    assert [each["start-date"] for each in appointments if each["online-booking"] and each["booked-date"] >= each["start-date"]] == []
