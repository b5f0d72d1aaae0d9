#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sandbox/random.h"

// Names, addresses and notes of the demo practice. They identify no real person: telephone numbers
// are from the ranges that Ofcom reserves for drama, e-mail goes to example.com, postcodes begin
// with letters that no postcode area has, microchips have the test prefix 999.

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
// The n-th number: a thousand mobile numbers, then fifteen thousand landlines, then the same again.
struct Telephone {
  std::string number;
  bool mobile = false;
};
Telephone telephone(std::size_t n);
std::string email_address(std::string_view first, std::string_view last, std::size_t n);
std::string microchip(std::size_t n);

}  // namespace vip::sandbox
