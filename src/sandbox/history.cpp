// Five years of a practice, day by day: who was on duty, who came, what was found, done, charged
// and paid. Dates count back from the day of loading, so that the diary is of these days and
// reminders fall due now.

#include <algorithm>
#include <array>

#include "sandbox/dataset.h"
#include "sandbox/office.h"
#include "sandbox/pharmacy.h"
#include "sandbox/seeder.h"
#include "sandbox/visit.h"

namespace vip::sandbox {
namespace {

constexpr std::int64_t kYears = 5;
constexpr std::int64_t kDaysAhead = 28;
constexpr std::size_t kBlock = 400;  // visits between two settlings of accounts
constexpr std::int64_t kSlot = 15;   // minutes
constexpr std::int64_t kMorning = 9 * 60;
constexpr std::size_t kMorningSlots = 14;  // 09:00 to 12:30
constexpr std::size_t kAfternoonSlots = 14;
constexpr std::int64_t kAfternoon = 14 * 60;
constexpr std::size_t kVisitsOfDuty = 4;

// Monday is 0; 1970-01-01 was a Thursday.
bool is_working_day(std::int64_t day) { return (day + 3) % 7 < 5; }

class History {
 public:
  History(Seeder& seeder, const Dataset& dataset)
      : seeder_{seeder},
        random_{seeder.random()},
        dataset_{dataset},
        pharmacy_{make_pharmacy(seeder, dataset)},
        visits_{seeder, dataset, pharmacy_} {}

  void tell() {
    const std::int64_t days = kYears * 365;
    // As many as make about four visits to every five animals, each year a few more than before.
    const std::size_t wanted = std::max<std::size_t>(12, dataset_.animals.size() * 4 / 5);
    std::size_t made = 0;
    for (std::int64_t ago = days; ago > 0; --ago) {
      if (!is_working_day(seeder_.today() - ago)) continue;
      const auto due =
          static_cast<std::size_t>(static_cast<double>(wanted) *
                                   static_cast<double>(days - ago + 1) / static_cast<double>(days));
      if (due > made)
        made += spend_day(ago, std::min<std::size_t>(due - made + random_.below(3), 60));
      if (visits_.open_invoices() >= kBlock) {
        visits_.settle();
        seeder_.report("visits", std::min(made, wanted), wanted);
      }
    }
    visits_.settle();
    seeder_.report("visits", wanted, wanted);
    tell_of_last_night();
    look_ahead();
    run_office(seeder_, dataset_, pharmacy_);
    bury();
    seeder_.flush();
  }

 private:
  Uuid open_diary(const Practitioner& who, std::int64_t day, std::int64_t from, std::size_t slots,
                  bool blocked = false) {
    NamedValues values{{"practitioner-uuid", Value{who.id}},
                       {"location-uuid", Value{dataset_.locations[who.place].id}},
                       {"date", Value{day}},
                       {"start-time", Value{from}},
                       {"end-time", Value{from + static_cast<std::int64_t>(slots) * kSlot}},
                       {"slot-length-minutes", Value{kSlot}}};
    // A break for everybody at eleven.
    if (blocked) values.emplace_back("blocked-slots", text("[\"11:00\"]"));
    return seeder_.create("calendar-management/availability", values);
  }

  // Visits of a day in the past; returns how many there were.
  std::size_t spend_day(std::int64_t ago, std::size_t wanted) {
    std::size_t made = 0;
    const std::size_t first = random_.below(dataset_.surgeons.size());
    const std::size_t on_duty =
        std::min(dataset_.surgeons.size(), (wanted + kVisitsOfDuty - 1) / kVisitsOfDuty);
    for (std::size_t i = 0; i < on_duty; ++i) {
      const Practitioner& who = dataset_.surgeons[(first + i) % dataset_.surgeons.size()];
      open_diary(who, seeder_.today() - ago, kMorning, kMorningSlots);
      std::size_t slot = random_.below(3);
      for (std::size_t n = 0; n < kVisitsOfDuty && made < wanted; ++n) {
        const Animal* animal = patient_for(who, ago);
        if (animal == nullptr) break;
        visits_.make(*animal, who, ago, kMorning + static_cast<std::int64_t>(slot) * kSlot, true);
        slot += 1 + random_.below(3);
        ++made;
      }
      if (random_.chance(6) && slot < kMorningSlots)
        if (const Animal* animal = patient_for(who, ago))
          visits_.book(*animal, who, seeder_.today() - ago,
                       kMorning + static_cast<std::int64_t>(slot) * kSlot, "DidNotAttend");
    }
    return std::max<std::size_t>(made, 1);
  }

  // An animal that lived then, if possible of a client of the place.
  const Animal* patient_for(const Practitioner& who, std::int64_t ago) {
    const Animal* any = nullptr;
    for (int tries = 0; tries < 24; ++tries) {
      const Animal& animal = dataset_.animals[random_.below(dataset_.animals.size())];
      if (animal.born < ago + 60 || (animal.died && *animal.died >= ago)) continue;
      any = &animal;
      if (dataset_.people[animal.owner].place == who.place) return any;
    }
    return any;
  }

  // Who came in the night: seen, not invoiced yet.
  void tell_of_last_night() {
    constexpr std::int64_t kNight = 21 * 60;
    constexpr std::size_t kSlots = 8;
    for (std::size_t i = 0; i < std::min<std::size_t>(2, dataset_.surgeons.size()); ++i) {
      const Practitioner& who = dataset_.surgeons[i];
      open_diary(who, seeder_.today() - 1, kNight, kSlots);
      for (std::size_t slot = 0; slot < kSlots; slot += 2)
        if (const Animal* animal = patient_for(who, 1))
          visits_.make(*animal, who, 1, kNight + static_cast<std::int64_t>(slot) * kSlot, false);
    }
  }

  // The month ahead: everybody's diary, some of it taken, a holiday.
  void look_ahead() {
    for (std::int64_t ahead = 0; ahead <= kDaysAhead; ++ahead) {
      const std::int64_t day = seeder_.today() + ahead;
      if (!is_working_day(day)) continue;
      for (const auto* team : {&dataset_.surgeons, &dataset_.nurses})
        for (const Practitioner& who : *team) fill_day(who, ahead, day);
    }
    const Practitioner& away = dataset_.surgeons.back();
    seeder_.create("calendar-management/holidays",
                   {{"practitioner-uuid", Value{away.id}},
                    {"from", Value{seeder_.today() + kDaysAhead + 3}},
                    {"to", Value{seeder_.today() + kDaysAhead + 14}},
                    {"note", text("Annual leave")}});
  }

  void fill_day(const Practitioner& who, std::int64_t ahead, std::int64_t day) {
    open_diary(who, day, kMorning, kMorningSlots, true);
    open_diary(who, day, kAfternoon, kAfternoonSlots);
    // The nearer, the fuller.
    const std::size_t taken = random_.below(ahead < 7 ? 6 : 3);
    for (std::size_t i = 0; i < taken; ++i) {
      const Animal* animal = patient_for(who, 0);
      const std::size_t slot = i + (i >= 3 ? 1 : 0);
      if (animal != nullptr && !animal->died)
        visits_.book(*animal, who, day, kAfternoon + static_cast<std::int64_t>(slot * 2) * kSlot,
                     random_.chance(6) ? "Cancelled" : "Booked");
    }
  }

  // Those that have died since, when everything that was done for them has been told.
  void bury() {
    for (const Animal& animal : dataset_.animals)
      if (animal.died)
        seeder_.update("patient-management/patients", animal.id,
                       {{"status-deceased", Value{kYes}},
                        {"status-deceased-date", seeder_.day(*animal.died)}});
  }

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  Pharmacy pharmacy_;
  Visits visits_;
};

}  // namespace

void make_history(Seeder& seeder, const Dataset& dataset) { History{seeder, dataset}.tell(); }

}  // namespace vip::sandbox
