// The tables of products and services as one list.

#include <array>

#include "sandbox/pharmacy.h"

namespace vip::sandbox {
namespace {

constexpr std::array kItems{
#define VIP_PRODUCT(code, description, category, type, treatment, unit, species, from, below, use, \
                    pack, cost, markup, least, most, packs, reminder, label)                       \
  ItemNorm{                                                                                        \
      code,     description, category, type,   treatment, unit, species, {},       from, below,    \
      Use::use, pack,        cost,     markup, least,     most, packs,   reminder, label},
#include "sandbox/content/products.def"
#undef VIP_PRODUCT
#define VIP_SERVICE(code, description, type, treatment, species, sex, use, price) \
  ItemNorm{code,     description, {},    type, treatment, {}, species, sex, 0, 0, \
           Use::use, 1,           price, 0,    1,         1,  0,       {},  {}},
#include "sandbox/content/services.def"
#undef VIP_SERVICE
};

bool lists(std::string_view species, std::string_view one) {
  if (species.empty()) return true;
  for (std::size_t at = 0; at < species.size();) {
    const std::size_t end = std::min(species.find(' ', at), species.size());
    if (species.substr(at, end - at) == one) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

std::span<const ItemNorm> item_norms() { return kItems; }

bool ItemNorm::fits(const Patient& patient, double kilograms) const {
  return lists(species, patient.species()) && (sex.empty() || (sex == "m") == patient.male) &&
         kilograms >= from_kg && (below_kg == 0 || kilograms < below_kg);
}

}  // namespace vip::sandbox
