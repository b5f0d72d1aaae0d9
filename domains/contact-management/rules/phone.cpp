// Telephone numbers as typed, in international form.
//
// Why a table and no library: Debian's libphonenumber-dev insists on the headers of Boost 1.74,
// which exclude those of 1.81 that the platform is built with. The question here is small: could
// this be a number, and what is it from abroad? Whether a number is assigned to anybody changes
// every month and is not asked. Lengths are those of the national numbering plans by ITU-T E.164; a
// country that is not in the table is read from its international form only.
#include "domains/contact-management/rules/phone.h"

#include <algorithm>
#include <array>

namespace vip::domains {
namespace {

struct NumberingPlan {
  std::string_view region;
  std::string_view code;    // of the country
  std::string_view abroad;  // what people there dial before a country code
  std::string_view
      trunk;  // what they dial before a number of their own country, and nobody from abroad
  std::size_t shortest;  // digits of the national number, without the trunk digit
  std::size_t longest;
};

constexpr std::array<NumberingPlan, 24> kPlans = {{
    {"GB", "44", "00", "0", 7, 10},  {"GG", "44", "00", "0", 7, 10},
    {"JE", "44", "00", "0", 7, 10},  {"IM", "44", "00", "0", 7, 10},
    {"IE", "353", "00", "0", 7, 9},  {"FR", "33", "00", "0", 9, 9},
    {"DE", "49", "00", "0", 5, 12},  {"ES", "34", "00", "", 9, 9},
    {"PT", "351", "00", "", 9, 9},   {"IT", "39", "00", "", 6, 11},
    {"NL", "31", "00", "0", 9, 9},   {"BE", "32", "00", "0", 8, 9},
    {"LU", "352", "00", "", 4, 11},  {"CH", "41", "00", "0", 9, 9},
    {"AT", "43", "00", "0", 4, 13},  {"DK", "45", "00", "", 8, 8},
    {"NO", "47", "00", "", 8, 8},    {"SE", "46", "00", "0", 7, 10},
    {"PL", "48", "00", "", 9, 9},    {"US", "1", "011", "1", 10, 10},
    {"CA", "1", "011", "1", 10, 10}, {"AU", "61", "0011", "0", 9, 9},
    {"NZ", "64", "00", "0", 8, 10},  {"ZA", "27", "00", "0", 9, 9},
}};

constexpr std::size_t kShortestAbroad = 7;
constexpr std::size_t kLongestAbroad = 15;  // E.164, with the country code

const NumberingPlan* plan_of(std::string_view region) {
  const auto found = std::ranges::find(kPlans, region, &NumberingPlan::region);
  return found == kPlans.end() ? nullptr : &*found;
}

const NumberingPlan* plan_with_code(std::string_view digits) {
  const auto found = std::ranges::find_if(
      kPlans, [&](const NumberingPlan& plan) { return digits.starts_with(plan.code); });
  return found == kPlans.end() ? nullptr : &*found;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The digits before an extension ("x12", "ext 12", "#12").
std::string digits_of(std::string_view typed) {
  std::string digits;
  for (const char c : typed.substr(0, typed.find_first_of("xXeE#")))
    if (is_digit(c)) digits.push_back(c);
  return digits;
}

std::string_view without_trunk(std::string_view national, const NumberingPlan& plan) {
  const bool dialled = !plan.trunk.empty() && national.starts_with(plan.trunk);
  return dialled ? national.substr(plan.trunk.size()) : national;
}

bool fits(std::string_view national, const NumberingPlan& plan) {
  return national.size() >= plan.shortest && national.size() <= plan.longest;
}

// "+44 (0)7700 900123" is how many write it; the trunk digit is not dialled from abroad.
std::optional<std::string> from_abroad(std::string_view digits) {
  if (digits.empty() || digits.front() == '0') return std::nullopt;
  const NumberingPlan* plan = plan_with_code(digits);
  if (plan == nullptr) {
    if (digits.size() < kShortestAbroad || digits.size() > kLongestAbroad) return std::nullopt;
    return "+" + std::string(digits);
  }
  const std::string_view national = without_trunk(digits.substr(plan->code.size()), *plan);
  if (!fits(national, *plan)) return std::nullopt;
  return "+" + std::string(plan->code) + std::string(national);
}

}  // namespace

std::optional<std::string> to_e164(std::string_view typed, std::string_view region) {
  const std::string digits = digits_of(typed);
  const std::size_t first = typed.find_first_of("+0123456789");
  if (first == std::string_view::npos) return std::nullopt;
  if (typed[first] == '+') return from_abroad(digits);
  const NumberingPlan* plan = plan_of(region);
  if (plan == nullptr) return std::nullopt;
  if (digits.starts_with(plan->abroad)) {
    return from_abroad(std::string_view{digits}.substr(plan->abroad.size()));
  }
  // Without its trunk digit a number is a local one, which means nothing elsewhere.
  if (plan->trunk == "0" && !digits.starts_with('0')) return std::nullopt;
  const std::string_view national = without_trunk(digits, *plan);
  if (!fits(national, *plan)) return std::nullopt;
  return "+" + std::string(plan->code) + std::string(national);
}

std::string_view region_of(std::string_view locale) {
  const std::size_t separator = locale.find_first_of("_-");
  if (separator == std::string_view::npos || separator + 3 > locale.size()) return "GB";
  return locale.substr(separator + 1, 2);
}

}  // namespace vip::domains
