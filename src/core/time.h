#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vip {

// A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
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

// RFC 3339 with any offset; no offset, another separator than 'T', a leap second or more than 9
// fraction digits: none. Fractions beyond the millisecond are cut.
std::optional<Instant> parse_instant(std::string_view text);
std::optional<Date> parse_date(std::string_view text);              // YYYY-MM-DD
std::optional<TimeOfDay> parse_time_of_day(std::string_view text);  // HH:MM or HH:MM:00

void append(std::string& out, Instant instant);  // 2026-03-01T09:30:00.000Z
void append(std::string& out, Date date);
void append(std::string& out, TimeOfDay time);
std::string to_string(Instant instant);
std::string to_string(Date date);
std::string http_date(Instant instant);  // RFC 9110 IMF-fixdate

bool is_time_zone(std::string_view iana_name);
// The day that it is in a zone at a moment. An unknown zone counts as UTC.
Date date_in_zone(Instant instant, std::string_view iana_name);
// What clocks of a zone show at a moment, without its seconds. An unknown zone counts as UTC.
TimeOfDay time_in_zone(Instant instant, std::string_view iana_name);
// The first moment of a day at which clocks of a zone show a time; 1440 minutes are the midnight at
// its end. Of a time that clocks skip, the moment at which they skip it. Later times of a day never
// have earlier moments.
Instant moment_in_zone(Date date, TimeOfDay time, std::string_view iana_name);
// The first moment of a day in a zone (after a gap at midnight: the first that exists).
Instant start_of_day(Date date, std::string_view iana_name);

// Where time comes from; tests bring their own.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};
const Clock& system_clock();

}  // namespace vip
