#include "sandbox/schedule.h"

#include <algorithm>
#include <cmath>

#include "sandbox/scenarios/vaccinations.h"
#include "sandbox/text_pools.h"

namespace vip::sandbox {
namespace {

constexpr std::int64_t kYear = 365;
constexpr std::int64_t kDaysOfHistory = 5 * kYear;
constexpr std::int64_t kYoung = 130;     // age in days up to which an animal has a primary course
constexpr std::int64_t kFirstDose = 49;  // age in days
constexpr std::int64_t kSmallPractice = 540;           // days ago: before, it had fewer visits
constexpr unsigned kVisitsThen = 20, kVisitsNow = 66;  // percent of what could be

// Illnesses in a hundred years.
unsigned illnesses_of(const Patient& patient) {
  if (patient.herd) return 90;
  switch (kind_of(patient.species())) {
    case 'd':
      return 48;
    case 'c':
      return 36;
    case 'h':
      return 50;
    default:
      return 34;
  }
}

class Schedule {
 public:
  Schedule(Seeder& seeder, const Dataset& dataset)
      : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset} {}

  std::vector<Planned> all() {
    for (std::size_t i = 0; i < dataset_.patients.size(); ++i) add_patient(i);
    std::ranges::stable_sort(planned_, std::greater{}, &Planned::ago);
    return std::move(planned_);
  }

 private:
  void add_patient(std::size_t index) {
    const Patient& patient = dataset_.patients[index];
    patient_ = index;
    first_ = planned_.size();
    last_ = patient.died ? *patient.died + 1 : 1;
    if (!patient.herd) {
      add_vaccinations(patient);
      add_neutering(patient);
      add_nurse(patient);
    }
    add_illnesses(patient);
    if (patient.died && seeder_.open_days_ago(*patient.died) == *patient.died && random_.chance(70))
      plan(*patient.died, Purpose::euthanasia);
    one_a_day();
  }

  // Plans a visit on the day, or the last open one before it, if the patient is there by then.
  bool plan(std::int64_t ago, Purpose purpose, std::uint64_t episode = 0, int number = 0) {
    const Patient& patient = dataset_.patients[patient_];
    if (ago < 1) return false;
    ago = seeder_.open_days_ago(ago);
    if (ago > std::min(patient.registered, kDaysOfHistory)) return false;
    if (ago < last_ && purpose != Purpose::euthanasia) return false;
    planned_.push_back({ago, patient_, purpose, episode, number});
    return true;
  }

  // The practice was smaller: of what was long ago there is less.
  bool was_seen(std::int64_t ago) {
    return random_.chance(ago > kSmallPractice ? kVisitsThen : kVisitsNow);
  }

  void add_vaccinations(const Patient& patient) {
    if (!Vaccinations::can_have(patient)) return;
    const bool keeps = random_.chance(58);
    std::int64_t ago = std::min(patient.registered, kDaysOfHistory);
    int number = 0;
    const bool course = patient.registered <= kDaysOfHistory && patient.age_on(ago) < kYoung &&
                        patient.age_on(ago) >= kFirstDose;
    if (course) {
      ago = add_course(patient, ago);
    } else {
      // Grown up when it came: the anniversary is any day, and the course is on a certificate.
      ago -= random_.between(0, kYear - 30);
      number = static_cast<int>(random_.below(3));
      if ((keeps || random_.chance(30)) && was_seen(ago)) plan(ago, Purpose::booster, 0, number);
    }
    while (ago > kYear - 30) {
      ago -= kYear + random_.between(-18, 35);
      ++number;
      if (!random_.chance(keeps ? 88 : 22)) {
        if (!keeps && random_.chance(60)) return;  // never again
        continue;
      }
      if (was_seen(ago)) plan(ago, Purpose::booster, 0, number);
    }
  }

  // Returns the day of the last dose.
  std::int64_t add_course(const Patient& patient, std::int64_t registered) {
    const std::int64_t first = registered - random_.between(0, 3);
    const std::int64_t days = Vaccinations::days_to_second_dose(patient);
    if (days == 0) {
      plan(first, Purpose::booster);
      return first;
    }
    if (!plan(first, Purpose::first_dose) || !random_.chance(94)) return first;
    const std::int64_t second = first - days - random_.between(0, 4);
    return plan(second, Purpose::second_dose) ? second : first;
  }

  void add_neutering(const Patient& patient) {
    if (!patient.neutered) return;
    const bool cat = patient.species() == "feline";
    const std::int64_t age = cat ? random_.between(120, 200) : random_.between(190, 380);
    const std::int64_t ago = patient.born - age;
    if (ago < patient.registered && was_seen(ago)) plan(ago, Purpose::neutering);
  }

  void add_nurse(const Patient& patient) {
    const std::int64_t since = std::min(patient.registered, kDaysOfHistory);
    if (since > 10 && random_.chance(14)) {
      const std::int64_t ago = random_.between(1, since);
      if (was_seen(ago)) plan(ago, Purpose::nurse);
    }
    if (random_.chance(2) && since > 30 && patient.registered > 200)
      plan(random_.between(1, std::min<std::int64_t>(since, 700)), Purpose::certificate);
  }

  // At random times, the mean between two following from the rate.
  void add_illnesses(const Patient& patient) {
    const double mean = 100.0 * kYear / illnesses_of(patient);
    auto ago = static_cast<double>(std::min(patient.registered, kDaysOfHistory));
    while (true) {
      ago += std::log(1 - random_.part()) * mean;
      const auto day = static_cast<std::int64_t>(ago);
      if (day < 1) return;
      const std::uint64_t episode = random_.next();
      if (!was_seen(day) || !plan(day, Purpose::illness, episode)) continue;
      const std::int64_t then = planned_.back().ago;
      if (random_.chance(12)) plan(then - random_.between(5, 12), Purpose::procedure, episode);
      if (random_.chance(20)) plan(then - random_.between(7, 16), Purpose::recheck, episode);
    }
  }

  void one_a_day() {
    const auto from = planned_.begin() + static_cast<std::ptrdiff_t>(first_);
    std::stable_sort(from, planned_.end(),
                     [](const Planned& a, const Planned& b) { return a.ago > b.ago; });
    planned_.erase(std::unique(from, planned_.end(),
                               [](const Planned& a, const Planned& b) { return a.ago == b.ago; }),
                   planned_.end());
  }

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  std::vector<Planned> planned_;
  std::size_t patient_ = 0, first_ = 0;
  std::int64_t last_ = 1;  // the last day on which the patient can come
};

}  // namespace

std::vector<Planned> schedule(Seeder& seeder, const Dataset& dataset) {
  return Schedule{seeder, dataset}.all();
}

}  // namespace vip::sandbox
