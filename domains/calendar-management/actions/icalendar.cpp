#include "domains/calendar-management/actions/icalendar.h"

namespace vip::domains {
namespace {

constexpr std::size_t kLongestLine = 75;  // octets, without the line break

// RFC 5545 3.3.11. Control characters other than the tab are not allowed and are omitted.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      (text += '\\') += c;
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') {
      text += c;
    }
  }
  return text;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

ICalendar::ICalendar(std::string_view product, std::string_view name) {
  word("BEGIN", "VCALENDAR");
  word("VERSION", "2.0");
  word("PRODID", product);
  word("CALSCALE", "GREGORIAN");
  text("NAME", name);  // RFC 7986; most programs read the next one
  text("X-WR-CALNAME", name);
  word("REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
}

void ICalendar::begin_event(std::string_view uid) {
  word("BEGIN", "VEVENT");
  text("UID", uid);
}

void ICalendar::end_event() { word("END", "VEVENT"); }

void ICalendar::text(std::string_view property, std::string_view value) {
  if (!value.empty()) word(property, escaped(value));
}

void ICalendar::word(std::string_view property, std::string_view value) {
  line(std::string(property).append(":").append(value));
}

// 2026-03-01T09:30:00.000Z becomes 20260301T093000Z.
void ICalendar::moment(std::string_view property, Instant instant) {
  std::string basic;
  for (const char c : to_string(instant).substr(0, 19))
    if (c != '-' && c != ':') basic += c;
  word(property, basic + "Z");
}

std::string ICalendar::finish() && {
  word("END", "VCALENDAR");
  return std::move(out_);
}

// A line that is too long continues in the next one, after a space; a character is not split.
void ICalendar::line(std::string_view content) {
  std::size_t room = kLongestLine;
  while (content.size() > room) {
    std::size_t cut = room;
    while (continues_character(content[cut])) --cut;
    out_.append(content.substr(0, cut)).append("\r\n ");
    content.remove_prefix(cut);
    room = kLongestLine - 1;
  }
  out_.append(content).append("\r\n");
}

}  // namespace vip::domains
