#pragma once

#include <cstdint>
#include <vector>

#include "sandbox/pharmacy.h"

namespace vip::sandbox {

// What happens when an animal is seen: the appointment, the note, the scales, what is given and
// done, the invoice, the payment.
class Visits {
 public:
  Visits(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy);

  // A visit `ago` days ago, at so many minutes after midnight of the practice's clocks.
  // What was done in it is invoiced, or waits for that.
  void make(const Animal& animal, const Practitioner& who, std::int64_t ago, std::int64_t minutes,
            bool invoiced);
  // An appointment that is still to come, or that nobody came to.
  void book(const Animal& animal, const Practitioner& who, std::int64_t day, std::int64_t minutes,
            std::string_view status = "Booked");
  std::size_t open_invoices() const { return open_.size(); }
  // Pays what has been invoiced, as clients do.
  void settle();

 private:
  // One visit on its way.
  struct Scene {
    const Animal& animal;
    const Practitioner& who;
    const Person& owner;
    const Location& place;
    std::int64_t ago;
    Value when;
    bool insured;
  };
  struct OpenInvoice {
    Uuid id, billing, place;
    std::int64_t ago;
    bool insured;
    std::int64_t owed = 0;  // pence
  };

  void put_right(const OpenInvoice& open, std::int64_t paid);
  Value at(std::int64_t day, std::int64_t minutes) const;
  void appoint(const Scene& scene, std::string_view reason, std::int64_t day, std::int64_t minutes,
               std::string_view status);
  void weigh(const Scene& scene);
  void take_vitals(const Scene& scene);
  void write_note(const Scene& scene, std::string_view complaint);
  void vaccinate(const Scene& scene, std::vector<Uuid>& bill);
  void examine(const Scene& scene, std::vector<Uuid>& bill);
  void test_blood(const Scene& scene);
  void charge(const Scene& scene, const Item* item, std::int64_t quantity, std::vector<Uuid>& bill);
  void prescribe(const Scene& scene, const Item& item);
  void refer(const Scene& scene);

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  const Pharmacy& pharmacy_;
  std::vector<OpenInvoice> open_;
};

}  // namespace vip::sandbox
