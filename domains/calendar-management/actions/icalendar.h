#pragma once

// Writes iCalendar (RFC 5545): content lines end with CRLF and are folded at 75 octets; texts are
// escaped. Times are in UTC, so no time zone needs to be described.

#include <string>
#include <string_view>

#include "core/time.h"

namespace vip::domains {

class ICalendar {
 public:
  // `product` identifies the program that wrote the data: "-//Example//Diary 1.0//EN".
  ICalendar(std::string_view product, std::string_view name);

  void begin_event(std::string_view uid);
  void end_event();
  void text(std::string_view property, std::string_view value);  // escaped; omitted if empty
  void word(std::string_view property, std::string_view value);  // not escaped: CONFIRMED, 3
  void moment(std::string_view property, Instant instant);
  std::string finish() &&;

 private:
  void line(std::string_view content);
  std::string out_;
};

}  // namespace vip::domains
