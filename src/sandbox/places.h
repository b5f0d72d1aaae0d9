#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "sandbox/random.h"

// Where the practice's locations and clients are: content/places.def.

namespace vip::sandbox {

struct Place {
  std::size_t branch = 0;
  std::string_view city;  // code of location-management/cities
  std::string_view county, postcode_area, telephone_prefix, region;
};

// The towns around the location with this number; the first is that of the location itself.
std::span<const Place> places_of(std::size_t location);

// Of the area, with a district number that it does not have: the code is well formed, and nobody
// lives there.
std::string postcode(Random& random, std::string_view area);
// The n-th of the thousand numbers of the place that are reserved for drama.
std::string telephone_of(const Place& place, std::size_t n);

}  // namespace vip::sandbox
