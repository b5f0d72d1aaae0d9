// Local dates and times in the time zones of practices.
//
// Why years are mapped: the system's zone files list changes of offset up to 2037, and the library
// reads no further. A later day is looked up in the last listed year with the same weekdays, whose
// rules apply.

#include <date/tz.h>

#include <algorithm>
#include <chrono>

#include "core/time.h"

namespace vip {
namespace {

constexpr int kLastListedYear = 2037;

const date::time_zone* find_zone(std::string_view name) {
  const auto& zones = date::get_tzdb().zones;  // sorted by name
  const auto found = std::lower_bound(
      zones.begin(), zones.end(), name,
      [](const date::time_zone& zone, std::string_view wanted) { return zone.name() < wanted; });
  return found != zones.end() && found->name() == name ? &*found : nullptr;
}

// How many days separate a day after the last listed year from the day that replaces it: the same
// month and weekday of a common year. The parts of a year before and after the leap day are looked
// up separately.
date::days days_beyond_list(date::days days) {
  const date::year_month_day day{date::sys_days{days}};
  if (day.year() <= date::year{kLastListedYear}) return date::days{0};
  const date::month part = day.month() < date::March ? date::January : date::March;
  const auto start_of_part = [part](date::year year) { return date::sys_days{year / part / 1}; };
  const date::sys_days start = start_of_part(day.year());
  date::year twin{kLastListedYear};
  while (twin.is_leap() || date::weekday{start_of_part(twin)} != date::weekday{start}) --twin;
  return start - start_of_part(twin);
}

using Milliseconds = std::chrono::milliseconds;

// The local time in a zone at an instant, as if it were UTC.
Milliseconds shown_at(Instant instant, std::string_view iana_name) {
  const date::sys_time<Milliseconds> moment{Milliseconds{instant.milliseconds}};
  const date::time_zone* zone = find_zone(iana_name);
  if (zone == nullptr) return moment.time_since_epoch();
  const auto utc_days = date::floor<date::days>(moment);
  const date::days shift = days_beyond_list(utc_days.time_since_epoch());
  return zone->to_local(moment - shift).time_since_epoch() + shift;
}

}  // namespace

bool is_time_zone(std::string_view iana_name) { return find_zone(iana_name) != nullptr; }

Date date_in_zone(Instant instant, std::string_view iana_name) {
  return {date::floor<date::days>(shown_at(instant, iana_name)).count()};
}

TimeOfDay time_in_zone(Instant instant, std::string_view iana_name) {
  const Milliseconds shown = shown_at(instant, iana_name);
  const auto since_midnight = shown - date::floor<date::days>(shown);
  return {static_cast<std::int32_t>(date::floor<std::chrono::minutes>(since_midnight).count())};
}

Instant moment_in_zone(Date date, TimeOfDay time, std::string_view iana_name) {
  const date::days days{date.days};
  const std::chrono::minutes since_midnight{time.minutes};
  const date::time_zone* zone = find_zone(iana_name);
  if (zone == nullptr) return {Milliseconds{days + since_midnight}.count()};
  const date::days shift = days_beyond_list(days);
  const date::local_time<std::chrono::minutes> shown =
      date::local_days{days - shift} + since_midnight;
  // For a skipped time, the instant of the change; for a repeated time, the first.
  const auto moment = zone->to_sys(shown, date::choose::earliest);
  return {Milliseconds{moment.time_since_epoch() + shift}.count()};
}

std::optional<Instant> instant_in_zone(const LocalDateTime& local, std::string_view iana_name) {
  const date::days days{local.date.days};
  const Milliseconds since_midnight{local.milliseconds};
  const date::time_zone* zone = find_zone(iana_name);
  if (zone == nullptr) return in_years(Instant{Milliseconds{days + since_midnight}.count()});
  const date::days shift = days_beyond_list(days);
  const auto shown = date::local_days{days - shift} + since_midnight;
  const date::local_info info = zone->get_info(shown);
  if (info.result == date::local_info::nonexistent) return std::nullopt;
  const auto moment = shown.time_since_epoch() - info.first.offset + shift;
  return in_years(Instant{Milliseconds{moment}.count()});
}

Instant start_of_day(Date date, std::string_view iana_name) {
  return moment_in_zone(date, TimeOfDay{0}, iana_name);
}

}  // namespace vip
