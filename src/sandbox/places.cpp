#include "sandbox/places.h"

#include <algorithm>
#include <array>

namespace vip::sandbox {
namespace {

constexpr std::array kPlaces{
#define VIP_PLACE(branch, city, county, area, prefix, region) \
  Place{branch, city, county, area, prefix, region},
#include "sandbox/content/places.def"
#undef VIP_PLACE
};
constexpr std::size_t kBranches = kPlaces.back().branch + 1;

}  // namespace

std::span<const Place> places_of(std::size_t location) {
  const std::size_t branch = location % kBranches;
  const auto first = std::ranges::lower_bound(kPlaces, branch, {}, &Place::branch);
  const auto end = std::ranges::upper_bound(kPlaces, branch, {}, &Place::branch);
  return {first, end};
}

std::string postcode(Random& random, std::string_view area) {
  constexpr std::string_view kInward = "ABDEFGHJLNPQRSTUWXYZ";
  // No postcode area of the table has a district with one of these numbers.
  std::string code = std::string(area) + "5";
  code.append(std::to_string(random.between(7, 9))).append(" ");
  code.append(std::to_string(random.below(10)));
  code.push_back(kInward[random.below(kInward.size())]);
  code.push_back(kInward[random.below(kInward.size())]);
  return code;
}

std::string telephone_of(const Place& place, std::size_t n) {
  const std::string digits = std::to_string(n % 1000);
  return std::string(place.telephone_prefix) + std::string(3 - digits.size(), '0') + digits;
}

}  // namespace vip::sandbox
