// iCalendar: lines as RFC 5545 wants them.
#include "domains/calendar-management/actions/icalendar.h"

#include <gmock/gmock.h>

namespace vip::domains {
namespace {

std::string event(const std::string& property, std::string_view value) {
  ICalendar calendar{"-//Test//EN", ""};
  calendar.text(property, value);
  std::string text = std::move(calendar).finish();
  const std::size_t at = text.find(property + ":");
  return at == std::string::npos ? "" : text.substr(at, text.rfind("END:VCALENDAR") - at);
}

TEST(ICalendar, HasACalendarAroundItsEvents) {
  ICalendar calendar{"-//Test//EN", "Diary"};
  calendar.begin_event("018f");
  calendar.moment("DTSTART", parse_instant("2026-06-22T08:00:00.999Z").value());
  calendar.word("STATUS", "CONFIRMED");
  calendar.text("DESCRIPTION", "");
  calendar.end_event();
  EXPECT_EQ(std::move(calendar).finish(),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nCALSCALE:GREGORIAN\r\n"
            "NAME:Diary\r\nX-WR-CALNAME:Diary\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n"
            "BEGIN:VEVENT\r\nUID:018f\r\nDTSTART:20260622T080000Z\r\nSTATUS:CONFIRMED\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n");
}

TEST(ICalendar, EscapesTexts) {
  EXPECT_EQ(event("NOTE", "a,b;c\\d\ne\tf:\"g\""), "NOTE:a\\,b\\;c\\\\d\\ne\tf:\"g\"\r\n");
  EXPECT_EQ(event("NOTE", "bell\x07, cr\r"), "NOTE:bell\\, cr\r\n");
}

TEST(ICalendar, FoldsAt75Octets) {
  const std::string fits(70, 'x');  // with the name and the colon it is 75
  EXPECT_EQ(event("NOTE", fits), "NOTE:" + fits + "\r\n");
  EXPECT_EQ(event("NOTE", fits + "y"), "NOTE:" + fits + "\r\n y\r\n");
  const std::string rest(74, 'z');
  EXPECT_EQ(event("NOTE", fits + rest), "NOTE:" + fits + "\r\n " + rest + "\r\n");
  EXPECT_EQ(event("NOTE", fits + rest + "y"), "NOTE:" + fits + "\r\n " + rest + "\r\n y\r\n");
}

TEST(ICalendar, TearsNoCharacterApart) {
  for (std::size_t before = 60; before < 72; ++before) {
    for (const std::string character : {"é", "€", "🐕"}) {
      std::string note(before, 'x');
      note.append(character).append(character);
      const std::string text = event("NOTE", note);
      const std::size_t fold = text.find("\r\n ");
      if (fold == std::string::npos) continue;
      EXPECT_LE(fold, 75U);
      EXPECT_NE(static_cast<unsigned char>(text[fold + 3]) & 0xC0U, 0x80U) << before << character;
    }
  }
}

}  // namespace
}  // namespace vip::domains
