#include "schema/text_keys.h"

#include "core/email.h"
#include "core/gtin.h"
#include "core/microchip.h"
#include "core/text.h"
#include "core/text_key.h"

namespace vip {

bool is_postcode(const Field& field) {
  return field.type == FieldType::text &&
         (field.name == "postcode" || field.name.ends_with("-postcode"));
}

std::string postcode_key(std::string_view text) {
  constexpr std::size_t kShortest = 5, kLongest = 7, kInward = 3;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  std::string key = compact_key(text);
  if (key.size() < kShortest || key.size() > kLongest || !letter(key.front())) return key;
  const std::string inward = key.substr(key.size() - kInward);
  if (digit(inward[0]) && letter(inward[1]) && letter(inward[2]))
    key.insert(key.size() - kInward, 1, ' ');
  return key;
}

std::string key_of(const Field& field, std::string_view text) {
  switch (field.format) {
    case TextFormat::phone:
      return phone_key(text);
    case TextFormat::email:
      return email_key(text);
    case TextFormat::microchip:
      return microchip_key(text);
    case TextFormat::gtin:
      return gtin_key(text);
    default:
      break;
  }
  return is_postcode(field) ? postcode_key(text) : comparison_key(text);
}

std::string duplicate_key(const Field& field, std::string_view text) {
  const bool is_name = field.format == TextFormat::none && !is_postcode(field);
  return is_name ? name_key(text) : key_of(field, text);
}

}  // namespace vip
