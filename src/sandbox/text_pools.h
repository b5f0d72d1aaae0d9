#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sandbox/random.h"

// The words of the made-up practice. Nobody real: numbers are those that Ofcom keeps for drama,
// mail goes to example.com, postcodes begin with letters that no postcode area has, microchips
// carry the test prefix 999.

namespace vip::sandbox {

std::string_view first_name(Random& random, bool female);
std::string_view last_name(Random& random);
std::string_view animal_name(Random& random);
std::string_view farm_name(Random& random);
std::string street_address(Random& random);
std::string_view town(Random& random);
std::string_view county(Random& random);
std::string_view condition(Random& random);
std::string_view note(Random& random);

std::string postcode(Random& random);
// The n-th number: the mobile ones first (a thousand), then landlines (fifteen thousand); after
// that they recur.
struct Telephone {
  std::string number;
  bool mobile = false;
};
Telephone telephone(std::size_t n);
std::string email_address(std::string_view first, std::string_view last, std::size_t n);
std::string microchip(std::size_t n);

}  // namespace vip::sandbox
