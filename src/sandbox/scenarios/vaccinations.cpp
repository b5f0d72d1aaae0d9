#include "sandbox/scenarios/vaccinations.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

namespace vip::sandbox {
namespace {

struct Vaccine {
  std::string_view item, diseases, route, site, dose;
  std::int64_t months;
};
constexpr std::array kVaccines{
#define VIP_VACCINE(item, diseases, route, site, dose, months) \
  Vaccine{item, diseases, route, site, dose, months},
#include "sandbox/content/vaccines.def"
#undef VIP_VACCINE
};

// What a species has: the first dose of its primary course, the vaccine after it, and the days
// between the two.
struct Course {
  std::string_view species, first, booster;
  std::int64_t days;
};
constexpr std::array<Course, 6> kCourses{{{"canine", "VAC-P1", "VAC-DHP", 28},
                                          {"feline", "VAC-K1", "VAC-TRI", 21},
                                          {"rabbit", "VAC-MYX", "VAC-MYX", 0},
                                          {"ferret", "VAC-FER", "VAC-FER", 0},
                                          {"horse", "VAC-EQ", "VAC-EQ", 0},
                                          {"pony", "VAC-EQ", "VAC-EQ", 0}}};

const Course* course_of(std::string_view species) {
  const auto found = std::ranges::find(kCourses, species, &Course::species);
  return found == kCourses.end() ? nullptr : &*found;
}

const Vaccine& vaccine(std::string_view item) {
  return *std::ranges::find(kVaccines, item, &Vaccine::item);
}

Value disease_list(std::string_view diseases) {
  std::string json = R"([")";
  for (const char c : diseases) {
    if (c == '|')
      json += R"(",")";
    else
      json += c;
  }
  return Value{json + R"("])"};
}

// The same day so many months later, or the last of that month.
std::int64_t months_after(std::int64_t day, std::int64_t months) {
  using std::chrono::sys_days;
  const std::chrono::year_month_day from{sys_days{std::chrono::days{day}}};
  const std::chrono::year_month_day to = from + std::chrono::months{months};
  const sys_days at = to.ok() ? sys_days{to} : sys_days{to.year() / to.month() / std::chrono::last};
  return at.time_since_epoch().count();
}

NamedValues described(Seeder& seeder, const Vaccine& by, std::int64_t ago) {
  NamedValues values{{"diseases", disease_list(by.diseases)},
                     {"route", text(by.route)},
                     {"site", text(by.site)},
                     {"dose", text(by.dose)}};
  const std::int64_t day = seeder.today() - ago;
  if (by.months < 12) return values;  // the second dose is due, as the reminder says
  const Value due{months_after(day, by.months)};
  values.insert(values.end(), {{"valid-until", due}, {"next-due-date", due}});
  return values;
}

}  // namespace

Vaccinations::Vaccinations(Seeder& seeder, const Pharmacy& pharmacy, Billing& billing)
    : seeder_{seeder}, random_{seeder.random()}, pharmacy_{pharmacy}, billing_{billing} {}

bool Vaccinations::can_have(const Patient& patient) {
  return course_of(patient.species()) != nullptr;
}

std::int64_t Vaccinations::days_to_second_dose(const Patient& patient) {
  const Course* course = course_of(patient.species());
  return course == nullptr ? 0 : course->days;
}

void Vaccinations::give_dose(const Visit& visit, int dose, std::vector<Uuid>& billables) {
  const Course& course = *course_of(visit.patient.species());
  give(visit, dose == 1 ? course.first : course.booster, dose, billables);
}

void Vaccinations::give_booster(const Visit& visit, int number, std::vector<Uuid>& billables) {
  const std::string_view species = visit.patient.species();
  const Course& course = *course_of(species);
  // The core vaccines of dogs last three years; leptospirosis is given every year.
  const bool dog = species == "canine";
  give(visit, dog && number % 3 != 0 ? "VAC-L4" : course.booster, 0, billables);
  if (dog && random_.chance(25)) give(visit, "VAC-KC", 0, billables);
  if (species == "feline" && random_.chance(35)) give(visit, "VAC-FLV", 0, billables);
}

void Vaccinations::give(const Visit& visit, std::string_view code, int dose,
                        std::vector<Uuid>& billables) {
  const Item& item = pharmacy_.item(code);
  NamedValues values = described(seeder_, vaccine(code), visit.ago);
  const Uuid batch = billing_.charge(visit, item, 1, billables);
  values.insert(values.end(), {{"formulary-uuid", Value{item.id}}, {"batch-uuid", Value{batch}}});
  if (dose > 0) values.emplace_back("dose-number", Value{std::int64_t{dose}});
  record(seeder_, visit, "clinical/vaccinations", std::move(values));
}

void Vaccinations::copy_certificate(const Patient& patient, std::int64_t ago,
                                    std::string_view code) {
  NamedValues values = described(seeder_, vaccine(code), ago);
  const std::int64_t number = random_.between(1'000, 9'999);
  values.insert(values.end(), {{"patient-uuid", Value{patient.id}},
                               {"product-name", text(pharmacy_.item(code).norm->description)},
                               {"given-elsewhere", Value{kYes}},
                               {"certificate-number", text("RC-" + std::to_string(number))},
                               {"date", seeder_.moment(ago, 12 * 60)}});
  seeder_.create("clinical/vaccinations", values);
}

}  // namespace vip::sandbox
