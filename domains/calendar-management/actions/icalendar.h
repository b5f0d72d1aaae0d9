#pragma once

// Writes iCalendar (RFC 5545): content lines end with CRLF, are folded at 75 octets, and texts are
// escaped. Times are in UTC, so that no time zone needs to be described.

#include <string>
#include <string_view>

#include "core/time.h"

namespace vip::domains {

class ICalendar {
 public:
  // `product` names the program that wrote it: "-//Example//Diary 1.0//EN".
  ICalendar(std::string_view product, std::string_view name);

  void begin_event(std::string_view uid);
  void end_event();
  void text(std::string_view property, std::string_view value);  // escaped; nothing when empty
  void word(std::string_view property, std::string_view value);  // as it stands: CONFIRMED, 3
  void moment(std::string_view property, Instant instant);
  std::string finish() &&;

 private:
  void line(std::string_view content);
  std::string out_;
};

}  // namespace vip::domains
