#include "sandbox/diary.h"

#include <algorithm>
#include <numeric>

#include "sandbox/calendar.h"
#include "sandbox/scenarios/vaccinations.h"
#include "sandbox/text_pools.h"

namespace vip::sandbox {
namespace {

constexpr std::int64_t kDaysAhead = 28;
constexpr std::int64_t kMorning = 9 * 60;  // minutes after midnight
constexpr std::int64_t kAfternoon = 14 * 60 + 30;
constexpr std::size_t kSlots = 14;          // 09:00 to 12:30, 14:30 to 18:00
constexpr std::size_t kSaturdaySlots = 12;  // 09:00 to 12:00

std::vector<std::size_t> slots(std::size_t count) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

}  // namespace

Diary::Diary(Seeder& seeder, const Dataset& dataset, Appointments& appointments)
    : seeder_{seeder},
      random_{seeder.random()},
      dataset_{dataset},
      appointments_{appointments},
      patients_(dataset.locations.size()) {
  for (std::size_t i = 0; i < dataset.patients.size(); ++i)
    patients_[dataset.owner_of(dataset.patients[i]).location].push_back(i);
}

Diary::HalfDays& Diary::half_days(Day& day, const Practitioner& practitioner, std::int64_t ago) {
  auto [found, added] = day.try_emplace(&practitioner);
  if (added) {
    const bool half = opening_on(seeder_.today() - ago) == Opening::half_day;
    found->second[0] = {kMorning, slots(half ? kSaturdaySlots : kSlots), false};
    found->second[1] = {kAfternoon, slots(half ? 0 : kSlots), false};
  }
  return found->second;
}

// In the morning as often as in the afternoon.
std::optional<std::int64_t> Diary::any_time(Day& day, const Practitioner& practitioner,
                                            std::int64_t ago) {
  HalfDays& halves = half_days(day, practitioner, ago);
  const std::size_t drawn = random_.chance(50) ? 0 : 1;
  HalfDay& half = halves[drawn].free.empty() ? halves[1 - drawn] : halves[drawn];
  if (half.free.empty()) return std::nullopt;
  if (!half.opened) appointments_.open_diary(practitioner, ago, half.from, half.free.size());
  half.opened = true;
  const std::size_t at = random_.below(half.free.size());
  const std::size_t slot = half.free[at];
  half.free.erase(half.free.begin() + static_cast<std::ptrdiff_t>(at));
  return half.from + static_cast<std::int64_t>(slot) * Appointments::kSlotMinutes;
}

std::vector<PlacedVisit> Diary::place(std::span<const Planned> planned) {
  constexpr std::size_t kVisitsOfOne = 10;  // of a surgeon on one day
  std::vector<std::vector<const Planned*>> by_location(dataset_.locations.size());
  for (const Planned& each : planned)
    by_location[dataset_.owner_of(dataset_.patients[each.patient]).location].push_back(&each);
  std::vector<PlacedVisit> placed;
  Day day;
  for (std::size_t site = 0; site < by_location.size(); ++site) {
    const Practitioner* surgeon = nullptr;
    std::size_t seen = 0;
    for (const Planned* each : by_location[site]) {
      if (seen++ % kVisitsOfOne == 0) surgeon = &dataset_.surgeon_at(random_, site, each->ago);
      const Practitioner* who =
          each->purpose == Purpose::nurse ? &dataset_.nurse_at(random_, site, each->ago) : surgeon;
      // Where the day is full, the client goes elsewhere.
      if (const auto minutes = any_time(day, *who, each->ago))
        placed.push_back({each, who, *minutes});
    }
  }
  std::ranges::stable_sort(placed, {}, &PlacedVisit::minutes);
  return placed;
}

std::optional<std::size_t> Diary::patient_at(std::size_t location, std::int64_t ago) {
  if (given_on_ != ago) given_.clear();
  given_on_ = ago;
  const auto& of = patients_[location];
  for (int tries = 0; tries < 32 && !of.empty(); ++tries) {
    const std::size_t index = of[random_.below(of.size())];
    const Patient& patient = dataset_.patients[index];
    if (patient.registered <= ago || patient.died || patient.herd ||
        std::ranges::find(given_, index) != given_.end())
      continue;
    given_.push_back(index);
    return index;
  }
  return std::nullopt;
}

void Diary::add_coming_weeks() {
  for (std::int64_t ahead = 0; ahead <= kDaysAhead; ++ahead) {
    if (!is_open(seeder_.today() + ahead)) continue;
    for (const Practitioner& each : dataset_.surgeons) add_day(each, ahead, false);
    for (const Practitioner& each : dataset_.nurses) add_day(each, ahead, true);
  }
  appointments_.add_holiday(dataset_.surgeons.back(), -kDaysAhead - 3, -kDaysAhead - 14,
                            "Annual leave");
  if (dataset_.surgeons.size() > 2)
    appointments_.add_holiday(dataset_.surgeons[1], -kDaysAhead - 20, -kDaysAhead - 21, "Congress");
}

void Diary::add_day(const Practitioner& practitioner, std::int64_t ahead, bool nurse) {
  const bool half = opening_on(seeder_.today() + ahead) == Opening::half_day;
  appointments_.open_diary(practitioner, -ahead, kMorning, half ? kSaturdaySlots : kSlots);
  if (!half) appointments_.open_diary(practitioner, -ahead, kAfternoon, kSlots);
  // The nearer the day, the more is booked. Slots before the break at eleven.
  std::vector<std::size_t> free = slots(half ? 7 : kSlots);
  const std::size_t booked = random_.below(ahead < 7 ? 6 : 3);
  for (std::size_t i = 0; i < booked; ++i) {
    const auto index = patient_at(practitioner.location, -ahead);
    if (!index) continue;
    const Patient& patient = dataset_.patients[*index];
    const std::size_t at = random_.below(free.size());
    const auto slot = static_cast<std::int64_t>(free[at]);
    free.erase(free.begin() + static_cast<std::ptrdiff_t>(at));
    const bool vaccinable = Vaccinations::can_have(patient);
    constexpr std::array<std::string_view, 3> kNurse{"nurse-clinic", "weight-clinic",
                                                     "post-operative-check"};
    constexpr std::array<std::string_view, 4> kSurgeon{"consultation", "re-examination",
                                                       "consultation", "vaccination"};
    const std::string_view reason =
        nurse ? kNurse[random_.below(kNurse.size())]
              : kSurgeon[random_.below(vaccinable ? kSurgeon.size() : kSurgeon.size() - 1)];
    const bool cancelled = random_.chance(6);
    // Nobody books online what is past.
    const bool online = ahead > 0 && !dataset_.owner_of(patient).offline && random_.chance(35);
    const std::int64_t from = half ? kMorning : kAfternoon;
    appointments_.book({.patient = patient,
                        .practitioner = practitioner,
                        .ago = -ahead,
                        .minutes = from + slot * Appointments::kSlotMinutes,
                        .reason = reason,
                        .status = cancelled ? "Cancelled" : "Booked",
                        .online = online});
  }
}

}  // namespace vip::sandbox
