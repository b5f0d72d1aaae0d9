#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vip {

// An instant: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
struct Instant {
  std::int64_t milliseconds = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

// A day of the proleptic Gregorian calendar: days since 1970-01-01. Years 1753 to 9999.
struct Date {
  std::int32_t days = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

// A time of day without zone: minutes since midnight, 0 to 1439, written HH:MM.
struct TimeOfDay {
  std::int32_t minutes = 0;
  friend auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;
};

// A day and the time since its start on the clocks of a place that is known elsewhere.
struct LocalDateTime {
  Date date;
  std::int32_t milliseconds = 0;  // less than a day
};

// Parses RFC 3339 with any offset; `T` and `Z` in either case. None for a missing offset, another
// separator, a leap second or more than 9 fraction digits. Fractions beyond the millisecond are
// cut.
std::optional<Instant> parse_instant(std::string_view text);
// The same without an offset.
std::optional<LocalDateTime> parse_local_date_time(std::string_view text);
std::optional<Date> parse_date(std::string_view text);  // YYYY-MM-DD
// A date, or a date-time with or without offset: the date as it is written.
std::optional<Date> parse_date_as_written(std::string_view text);
std::optional<TimeOfDay> parse_time_of_day(std::string_view text);  // HH:MM or HH:MM:00

// The result of a computation, if it lies in the years 1753 to 9999.
std::optional<Instant> in_years(Instant instant);
std::optional<Date> in_years(std::int64_t days);

void append(std::string& out, Instant instant);  // 2026-03-01T09:30:00.000Z
void append(std::string& out, Date date);
void append(std::string& out, TimeOfDay time);
std::string to_string(Instant instant);
std::string to_string(Date date);
std::string http_date(Instant instant);  // RFC 9110 IMF-fixdate

bool is_time_zone(std::string_view iana_name);
// The local date in a zone at an instant. An unknown zone counts as UTC.
Date date_in_zone(Instant instant, std::string_view iana_name);
// The local time in a zone at an instant, without seconds. An unknown zone counts as UTC.
TimeOfDay time_in_zone(Instant instant, std::string_view iana_name);
// The first instant at which the local time in a zone is `time` on `date`; 1440 minutes are the
// midnight at the end of the day. For a local time that is skipped, the instant of the change.
// Later times of a day never have earlier instants.
Instant moment_in_zone(Date date, TimeOfDay time, std::string_view iana_name);
// The instant of a local time in a zone; the earlier one of two. None for a time that clocks skip,
// and beyond the years of an Instant.
std::optional<Instant> instant_in_zone(const LocalDateTime& local, std::string_view iana_name);
// The first instant of a day in a zone (if midnight is skipped, the first that exists).
Instant start_of_day(Date date, std::string_view iana_name);

// The source of the current time; tests use their own.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};
const Clock& system_clock();

}  // namespace vip
