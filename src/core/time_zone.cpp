// Days in the time zones that practices live in.
//
// Why the years move: the system's zone files list changes of offset up to 2037 and the library
// reads no further. A later day is looked up in the last listed year whose weekdays fall alike,
// whose rules it inherits.

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

// How many days a day after the last listed year is from the one that stands in for it: the same
// month and weekday of a common year. The parts of a year before and after the leap day are looked
// up each for itself.
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

}  // namespace

bool is_time_zone(std::string_view iana_name) { return find_zone(iana_name) != nullptr; }

Date date_in_zone(Instant instant, std::string_view iana_name) {
  const date::sys_time<std::chrono::milliseconds> moment{
      std::chrono::milliseconds{instant.milliseconds}};
  const auto utc_days = date::floor<date::days>(moment);
  const date::time_zone* zone = find_zone(iana_name);
  if (zone == nullptr) return {utc_days.time_since_epoch().count()};
  const date::days shift = days_beyond_list(utc_days.time_since_epoch());
  const auto local = date::floor<date::days>(zone->to_local(moment - shift));
  return {(local.time_since_epoch() + shift).count()};
}

Instant start_of_day(Date date, std::string_view iana_name) {
  const auto as_instant = [](std::chrono::milliseconds since_epoch) {
    return Instant{since_epoch.count()};
  };
  const date::days days{date.days};
  const date::time_zone* zone = find_zone(iana_name);
  if (zone == nullptr) return as_instant(days);
  const date::days shift = days_beyond_list(days);
  // In a gap this is the moment of the change; of two midnights it is the first.
  const auto moment = zone->to_sys(date::local_days{days - shift}, date::choose::earliest);
  return as_instant(moment.time_since_epoch() + shift);
}

}  // namespace vip
