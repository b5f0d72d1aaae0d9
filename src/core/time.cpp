// Parses and formats instants, dates and times of day.
//
// Why no library: a list response contains thousands of date-times, so each is written digit by
// digit into the response. The accepted forms are also narrower than those of general parsers.

#include "core/time.h"

#include <date/date.h>
#include <fmt/compile.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <limits>

#include "core/clock_shift.h"
#include "core/quoted.h"
#include "core/year_range.h"

namespace vip {
namespace {

constexpr std::int64_t kMillisecondsADay = 86'400'000;
constexpr std::int64_t kMillisecondsAMinute = 60'000;
constexpr std::int32_t kMinutesADay = 1440;
constexpr int kFirstYear = 1753;
constexpr int kLastYear = 9999;
constexpr std::size_t kMostFractionDigits = 9;

constexpr std::int32_t days_of(int year, unsigned month, unsigned day) {
  return date::sys_days{date::year{year} / date::month{month} / date::day{day}}
      .time_since_epoch()
      .count();
}

constexpr std::int64_t kFirstMoment = days_of(kFirstYear, 1, 1) * kMillisecondsADay;
constexpr std::int64_t kEndOfTime = days_of(kLastYear + 1, 1, 1) * kMillisecondsADay;

// Reads fixed-width numbers and separators from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_{text} {}

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Exactly so many digits, with a value up to `most`.
  std::optional<int> number(std::size_t digits, int most) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    if (value > most) return std::nullopt;
    rest_.remove_prefix(digits);
    return value;
  }

  // One to nine digits after a point, cut to milliseconds.
  std::optional<int> fraction() {
    std::size_t digits = 0;
    int milliseconds = 0;
    for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits) {
      if (digits < 3) milliseconds = milliseconds * 10 + (rest_[digits] - '0');
    }
    if (digits == 0 || digits > kMostFractionDigits) return std::nullopt;
    for (std::size_t i = digits; i < 3; ++i) milliseconds *= 10;
    rest_.remove_prefix(digits);
    return milliseconds;
  }

  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<std::int32_t> scan_date(Scanner& scanner) {
  const auto year = scanner.number(4, kLastYear);
  if (!year || *year < kFirstYear || !scanner.take('-')) return std::nullopt;
  const auto month = scanner.number(2, 12);
  if (!month || !scanner.take('-')) return std::nullopt;
  const auto day = scanner.number(2, 31);
  if (!day) return std::nullopt;
  const auto ymd = date::year{*year} / *month / *day;
  if (!ymd.ok()) return std::nullopt;
  return date::sys_days{ymd}.time_since_epoch().count();
}

// A date whose year is not accepted, with a leap year in its place; none for any other text.
std::optional<std::string> with_other_year(std::string_view text) {
  const bool has_sign = text.starts_with('-') || text.starts_with('+');
  const auto year = text.substr(has_sign ? 1 : 0);
  const auto end = year.find('-');
  if (end == std::string_view::npos || end < 4) return std::nullopt;
  const auto digits = year.substr(0, end);
  if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  const bool accepted = !has_sign && end == 4 && digits >= std::to_string(kFirstYear);
  if (accepted) return std::nullopt;
  return "2000" + std::string{year.substr(end)};
}

std::optional<std::int32_t> scan_minutes(Scanner& scanner) {
  const auto hours = scanner.number(2, 23);
  if (!hours || !scanner.take(':')) return std::nullopt;
  const auto minutes = scanner.number(2, 59);
  if (!minutes) return std::nullopt;
  return *hours * 60 + *minutes;
}

// `T` or `Z`, in either case (RFC 3339, 5.6).
bool take_letter(Scanner& scanner, char upper, char lower) {
  return scanner.take(upper) || scanner.take(lower);
}

std::optional<LocalDateTime> scan_local_date_time(Scanner& scanner) {
  const auto day = scan_date(scanner);
  if (!day || !take_letter(scanner, 'T', 't')) return std::nullopt;
  const auto minutes = scan_minutes(scanner);
  if (!minutes || !scanner.take(':')) return std::nullopt;
  const auto seconds = scanner.number(2, 59);
  if (!seconds) return std::nullopt;
  const std::optional<int> fraction = scanner.take('.') ? scanner.fraction() : 0;
  if (!fraction) return std::nullopt;
  return LocalDateTime{Date{*day}, (*minutes * 60 + *seconds) * 1000 + *fraction};
}

// Minutes east of UTC.
std::optional<std::int32_t> scan_offset(Scanner& scanner) {
  if (take_letter(scanner, 'Z', 'z')) return 0;
  const bool west = scanner.take('-');
  if (!west && !scanner.take('+')) return std::nullopt;
  const auto minutes = scan_minutes(scanner);
  if (!minutes) return std::nullopt;
  return west ? -*minutes : *minutes;
}

template <std::size_t Digits>
char* write_number(char* at, int value) {
  for (std::size_t i = Digits; i > 0; value /= 10) at[--i] = static_cast<char>('0' + value % 10);
  return at + Digits;
}

char* write_date(char* at, std::int32_t days) {
  const date::year_month_day ymd{date::sys_days{date::days{days}}};
  at = write_number<4>(at, static_cast<int>(ymd.year()));
  *at++ = '-';
  at = write_number<2>(at, static_cast<int>(static_cast<unsigned>(ymd.month())));
  *at++ = '-';
  return write_number<2>(at, static_cast<int>(static_cast<unsigned>(ymd.day())));
}

char* write_minutes(char* at, std::int32_t minutes) {
  at = write_number<2>(at, minutes / 60);
  *at++ = ':';
  return write_number<2>(at, minutes % 60);
}

// An instant as a day and the milliseconds since its start.
struct DayAndRest {
  std::int32_t days;
  int milliseconds;
};

DayAndRest split(Instant instant) {
  std::int64_t days = instant.milliseconds / kMillisecondsADay;
  std::int64_t rest = instant.milliseconds % kMillisecondsADay;
  if (rest < 0) {
    rest += kMillisecondsADay;
    --days;
  }
  return {static_cast<std::int32_t>(days), static_cast<int>(rest)};
}

std::atomic<std::int64_t> clock_shift = 0;  // milliseconds

class SystemClock final : public Clock {
 public:
  Instant now() const override {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count() +
            clock_shift.load(std::memory_order_relaxed)};
  }
};

}  // namespace

std::optional<Instant> in_years(Instant instant) {
  const bool inside = instant.milliseconds >= kFirstMoment && instant.milliseconds < kEndOfTime;
  return inside ? std::optional{instant} : std::nullopt;
}

std::optional<Date> in_years(std::int64_t days) {
  constexpr std::int64_t kFirst = kFirstMoment / kMillisecondsADay;
  constexpr std::int64_t kEnd = kEndOfTime / kMillisecondsADay;
  return days >= kFirst && days < kEnd ? std::optional{Date{static_cast<std::int32_t>(days)}}
                                       : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text) {
  Scanner scanner{text};
  const auto local = scan_local_date_time(scanner);
  if (!local) return std::nullopt;
  const auto offset = scan_offset(scanner);
  if (!offset || !scanner.done()) return std::nullopt;
  return in_years(Instant{local->date.days * kMillisecondsADay + local->milliseconds -
                          *offset * kMillisecondsAMinute});
}

std::optional<LocalDateTime> parse_local_date_time(std::string_view text) {
  Scanner scanner{text};
  const auto local = scan_local_date_time(scanner);
  return scanner.done() ? local : std::nullopt;
}

std::optional<Date> parse_date_as_written(std::string_view text) {
  if (const auto date = parse_date(text)) return date;
  Scanner scanner{text};
  const auto local = scan_local_date_time(scanner);
  if (!local) return std::nullopt;
  if (!scanner.done() && (!scan_offset(scanner) || !scanner.done())) return std::nullopt;
  return local->date;
}

std::optional<Date> parse_date(std::string_view text) {
  Scanner scanner{text};
  const auto days = scan_date(scanner);
  if (!days || !scanner.done()) return std::nullopt;
  return Date{*days};
}

bool is_date_beyond_years(std::string_view text) {
  const auto other = with_other_year(text);
  return other && parse_date_as_written(*other);
}

bool is_date_time_beyond_years(std::string_view text) {
  if (const auto other = with_other_year(text))
    return parse_instant(*other) || parse_local_date_time(*other);
  Scanner scanner{text};
  return scan_local_date_time(scanner) && scan_offset(scanner) && scanner.done();
}

std::optional<TimeOfDay> parse_time_of_day(std::string_view text) {
  Scanner scanner{text};
  const auto minutes = scan_minutes(scanner);
  if (!minutes) return std::nullopt;
  if (scanner.take(':') && !scanner.number(2, 0)) return std::nullopt;
  if (!scanner.done()) return std::nullopt;
  return TimeOfDay{*minutes};
}

namespace {

constexpr std::size_t kDateSize = 10;
constexpr std::size_t kInstantSize = 24;
constexpr std::size_t kTimeSize = 5;

void write(char* at, Instant instant) {
  // Caches the text of the last day: most instants of a list are on the same day as the one before.
  struct Day {
    std::int32_t days = std::numeric_limits<std::int32_t>::min();
    std::array<char, kDateSize> text{};
  };
  thread_local Day last;
  const auto [days, milliseconds] = split(instant);
  if (days != last.days) {
    write_date(last.text.data(), days);
    last.days = days;
  }
  at = std::ranges::copy(last.text, at).out;
  *at++ = 'T';
  at = write_minutes(at, milliseconds / 60'000);
  *at++ = ':';
  at = write_number<2>(at, milliseconds / 1000 % 60);
  *at++ = '.';
  at = write_number<3>(at, milliseconds % 1000);
  *at = 'Z';
}
void write(char* at, Date date) { write_date(at, date.days); }
void write(char* at, TimeOfDay time) { write_minutes(at, time.minutes % kMinutesADay); }

template <std::size_t size, class Moment>
void append_text(std::string& out, Moment moment) {
  std::array<char, size> text;
  write(text.data(), moment);
  out.append(text.data(), text.size());
}

template <std::size_t size, class Moment>
void append_quoted_text(std::string& out, Moment moment) {
  std::array<char, size + 2> text;
  text.front() = '"';
  write(text.data() + 1, moment);
  text.back() = '"';
  out.append(text.data(), text.size());
}

}  // namespace

void append(std::string& out, Instant instant) { append_text<kInstantSize>(out, instant); }
void append(std::string& out, Date date) { append_text<kDateSize>(out, date); }
void append(std::string& out, TimeOfDay time) { append_text<kTimeSize>(out, time); }

void append_quoted(std::string& out, Instant instant) {
  append_quoted_text<kInstantSize>(out, instant);
}
void append_quoted(std::string& out, Date date) { append_quoted_text<kDateSize>(out, date); }
void append_quoted(std::string& out, TimeOfDay time) { append_quoted_text<kTimeSize>(out, time); }

std::string to_string(Instant instant) {
  std::string out;
  append(out, instant);
  return out;
}

std::string to_string(Date date) {
  std::string out;
  append(out, date);
  return out;
}

std::string http_date(Instant instant) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const date::sys_time<std::chrono::milliseconds> moment{
      std::chrono::milliseconds{instant.milliseconds}};
  const auto midnight = date::floor<date::days>(moment);
  const date::year_month_day day{midnight};
  const date::hh_mm_ss time{date::floor<std::chrono::seconds>(moment - midnight)};
  return fmt::format(
      FMT_COMPILE("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT"),
      kDays.at(date::weekday{midnight}.c_encoding()), static_cast<unsigned>(day.day()),
      kMonths.at(static_cast<unsigned>(day.month()) - 1), static_cast<int>(day.year()),
      time.hours().count(), time.minutes().count(), time.seconds().count());
}

void shift_system_clock(std::int64_t milliseconds) { clock_shift = milliseconds; }

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

}  // namespace vip
