#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sandbox/random.h"

// Names, addresses and notes of the demo practice. They identify no real person: telephone numbers
// are from the ranges that Ofcom reserves for drama, e-mail goes to example.com, microchips have
// the test prefix 999. Postcodes are in places.h.

namespace vip::sandbox {

std::string_view first_name(Random& random, bool female);
std::string_view last_name(Random& random);
// For an animal of the kind: d dogs, c cats, s small pets, h horses and ponies.
char kind_of(std::string_view species);
std::string_view animal_name(Random& random, char kind, bool male);
// A continuing condition that such an animal can have at this age; empty if there is none.
std::string_view condition(Random& random, char kind, std::int64_t years);
std::string_view remark(Random& random, char kind);
std::string_view farm_name(Random& random);
std::string_view street_address(Random& random);
std::string house_number(Random& random);
// The n-th number: a thousand mobile numbers, then fifteen thousand landlines, then the same again.
struct Telephone {
  std::string number;
  bool mobile = false;
};
Telephone telephone(std::size_t n);
std::string email_address(std::string_view first, std::string_view last, std::size_t n);
std::string microchip(std::size_t n);

}  // namespace vip::sandbox
