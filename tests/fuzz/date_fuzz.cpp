// Dates and times: what is read is written back and read again without a change.

#include "core/time.h"

#include "fuzz_targets.h"
#include "http/conditional.h"

namespace vip::fuzz {
namespace {

constexpr std::string_view kZone = "Europe/London";

void check_instant(Instant instant) {
  const auto text = to_string(instant);
  require(parse_instant(text) == instant, "an instant that is written is read as the same one");
  require(in_years(instant).has_value(), "an instant is in the accepted years");
  const Instant second{instant.milliseconds - (instant.milliseconds % 1000 + 1000) % 1000};
  require(http::parse_http_date(http_date(second)) == second.milliseconds / 1000,
          "an HTTP date that is written is read as the same one");
  const Date day = date_in_zone(instant, kZone);
  require(start_of_day(day, kZone) <= instant, "a day starts before its instants");
}

}  // namespace

void date(std::string_view input) {
  if (const auto instant = parse_instant(input)) check_instant(*instant);
  if (const auto day = parse_date(input)) {
    require(to_string(*day) == input, "a date has one text");
    require(parse_date_as_written(input)->days == day->days, "a date is its own date as written");
  }
  if (const auto time = parse_time_of_day(input)) {
    std::string text;
    append(text, *time);
    require(input.starts_with(text), "a time of day begins with its hours and minutes");
  }
  if (const auto local = parse_local_date_time(input)) {
    require(parse_date_as_written(input)->days == local->date.days, "the date is as written");
    const auto instant = instant_in_zone(*local, kZone);
    if (instant) require(date_in_zone(*instant, kZone) == local->date, "a zone keeps the date");
  }
  (void)is_time_zone(input);
  if (const auto seconds = http::parse_http_date(std::string{input}))
    (void)http_date(Instant{*seconds * 1000});
}

}  // namespace vip::fuzz
