#pragma once

#include <deque>
#include <vector>

#include "sandbox/pharmacy.h"

namespace vip::sandbox {

// The goods on the shelves: batches come, are used up in the order in which they expire, and what
// is left at the end is thrown away.
class Stockroom {
 public:
  Stockroom(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy);

  // The batch that so many units are taken from on a day. Orders more when the shelf runs low.
  Uuid take(const Item& item, std::size_t location, std::int64_t units, std::int64_t ago);
  // Brings the shelves and their levels to the day of loading: a few stay low, with an order on its
  // way. Movements of each other kind follow.
  void finish();

 private:
  struct Lot {
    Uuid id;
    std::int64_t left;     // units
    std::int64_t expires;  // days ago; negative: ahead
  };
  struct Shelf {
    std::deque<Lot> lots;
    bool opened = false;

    std::int64_t held() const;
  };
  Shelf& shelf(const Item& item, std::size_t location);
  NamedValues movement(std::string_view kind, const Item& item, std::size_t location,
                       std::int64_t units, std::int64_t ago, std::string_view reason);
  void receive(const Item& item, std::size_t location, std::int64_t packs, std::int64_t ago);
  void throw_expired(const Item& item, std::size_t location, std::int64_t ago);
  void set_levels();
  void correct_stock();

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  const Pharmacy& pharmacy_;
  std::vector<Shelf> shelves_;  // by location and item
};

}  // namespace vip::sandbox
