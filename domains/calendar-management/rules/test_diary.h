#pragma once

// A small diary for tests: one practitioner, one location in London, an availability on a Monday
// from 09:00 to 10:00 and from 10:30 to 11:30, in slots of a quarter of an hour; 09:45 is blocked.

#include "domains/shared/test_practice.h"

namespace vip::domains {

inline constexpr auto kAppointments = "calendar-management/appointments";
inline constexpr auto kAvailability = "calendar-management/availability";

inline Value time_of_day(std::string_view text) {
  return std::int64_t{parse_time_of_day(text).value().minutes};
}

struct Diary : Practice {
  Diary() {
    london = place("Europe/London");
    vet = contact("Practitioner");
    open("09:00", "10:00", {{"blocked-slots", R"(["09:45"])"}});
    open("10:30", "11:30");
  }

  Uuid place(const char* zone) {
    return add("location-management/locations", {{"timezone", zone}}).id();
  }
  Uuid contact(const char* type) {
    return add("contact-management/contacts", {{"contact-type", type}}).id();
  }
  NamedValues opening(const char* start, const char* end, const NamedValues& more = {}) const {
    NamedValues values{{"practitioner-uuid", vet},     {"location-uuid", london},
                       {"date", day("2026-06-22")},    {"start-time", time_of_day(start)},
                       {"end-time", time_of_day(end)}, {"slot-length-minutes", std::int64_t{15}}};
    for (const auto& value : more) values.push_back(value);
    return values;
  }
  Record open(const char* start, const char* end, const NamedValues& more = {}) {
    return add(kAvailability, opening(start, end, more));
  }
  // Times of the Monday on the wall in London: "09:00".
  NamedValues booking(std::string_view start, std::string_view end,
                      const NamedValues& more = {}) const {
    const auto on_monday = [](std::string_view hour) {
      return moment("2026-06-22T" + std::string(hour) + ":00+01:00");
    };
    NamedValues values{{"contact-practitioner-uuid", vet},
                       {"location-uuid", london},
                       {"start-date", on_monday(start)},
                       {"end-date", on_monday(end)}};
    for (const auto& value : more) values.push_back(value);
    return values;
  }
  Record book(std::string_view start, std::string_view end, const NamedValues& more = {}) {
    return create(kAppointments, booking(start, end, more));
  }

  Uuid london, vet;
};

}  // namespace vip::domains
