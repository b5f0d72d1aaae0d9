// Why the form and not the letters: Royal Mail opens new areas and districts, and examples use
// areas that do not exist. What a postcode names is known to the Postcode Address File only.
//
// Sources: Royal Mail, PAF Programmer's Guide (formats, GIR 0AA); British Forces Post Office (BFPO
// numbers); Jersey Post, Guernsey Post and Isle of Man Post (areas JE, GY and IM).
#include "domains/shared/postcode.h"

#include <algorithm>
#include <array>

#include "core/text_key.h"

namespace vip::domains {
namespace {

constexpr std::array<std::string_view, 6> kOutward{"A9", "A99", "A9A", "AA9", "AA99", "AA9A"};
constexpr std::array<std::string_view, 3> kDependencies{"JE", "GY", "IM"};
constexpr std::size_t kInward = 3;
constexpr std::size_t kMostBfpoDigits = 4;

bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_form(std::string_view text, std::string_view form) {
  return text.size() == form.size() && std::ranges::equal(text, form, [](char c, char kind) {
           return kind == 'A' ? is_letter(c) : is_digit(c);
         });
}

bool is_bfpo_number(std::string_view digits) {
  return !digits.empty() && digits.size() <= kMostBfpoDigits && digits.front() != '0' &&
         std::ranges::all_of(digits, is_digit);
}

bool is_of_area(std::string_view postcode, std::string_view area) {
  return postcode.starts_with(area) && postcode.size() > area.size() &&
         is_digit(postcode[area.size()]);
}

// What is wrong with a postcode of a country that has such ones; empty if nothing is.
std::string error_of(const std::optional<std::string>& postcode, std::string_view country) {
  if (!postcode)
    return "Expected a postcode of the United Kingdom, such as SW1A 1AA, or another country.";
  if (country != "GB")
    return is_of_area(*postcode, country)
               ? std::string{}
               : "Expected a postcode of the country: it begins with " + std::string{country} + ".";
  for (const std::string_view area : kDependencies)
    if (is_of_area(*postcode, area))
      return "Postcodes that begin with " + std::string{area} + " are of the country " +
             std::string{area} + ".";
  return {};
}

}  // namespace

std::optional<std::string> uk_postcode(std::string_view text) {
  std::string compact = compact_key(text);
  std::ranges::transform(compact, compact.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  if (compact.starts_with("BFPO")) {
    std::string_view number = std::string_view{compact}.substr(4);
    const bool care_of = number.starts_with("CO");
    if (care_of) number.remove_prefix(2);
    if (!is_bfpo_number(number)) return std::nullopt;
    return (care_of ? "BFPO c/o " : "BFPO ") + std::string{number};
  }
  if (compact.size() <= kInward) return std::nullopt;
  const std::string outward = compact.substr(0, compact.size() - kInward);
  const std::string inward = compact.substr(outward.size());
  const bool known = compact == "GIR0AA" || std::ranges::any_of(kOutward, [&](auto form) {
                       return has_form(outward, form);
                     });
  if (!known || !has_form(inward, "9AA")) return std::nullopt;
  return outward + " " + inward;
}

void check_postcode(FieldHandle postcode, FieldHandle country, const Change& change,
                    RuleContext& context) {
  if (change.removes() || !change.after().has(postcode)) return;
  if (!differs(change, postcode) && !differs(change, country)) return;
  const std::string_view where = change.after().text(country);
  if (where != "GB" && std::ranges::find(kDependencies, where) == kDependencies.end()) return;
  auto written = uk_postcode(change.after().text(postcode));
  if (std::string error = error_of(written, where); !error.empty())
    return context.refuse(postcode, errors::invalid_format, std::move(error));
  context.set(postcode, std::move(*written));
}

}  // namespace vip::domains
