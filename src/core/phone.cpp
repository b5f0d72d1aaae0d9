// Telephone numbers in international form, by the numbering plans of libphonenumber.
//
// A number is valid if its length is one of its country. Whether it is assigned changes every month
// and is not checked. The library loads its plans at the first use, so a process that derives no
// number does not pay for them.
#include "core/phone.h"

#include <phonenumbers/phonenumberutil.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "core/scanned_text.h"

namespace vip {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// With plain spaces, without invisible characters (a copy from a page may contain direction marks)
// and without text after the last digit: the library reads "ext" without a number as letters of a
// telephone keypad.
std::string normalized(std::string_view typed) {
  const auto text = icu::UnicodeString::fromUTF8({typed.data(), static_cast<int>(typed.size())});
  icu::UnicodeString kept;
  int length = 0;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_charType(c) == U_FORMAT_CHAR) continue;
    kept.append(u_isUWhiteSpace(c) != 0 ? UChar32{' '} : c);
    if (u_isdigit(c) != 0) length = kept.length();
  }
  std::string result;
  return kept.tempSubString(0, length).toUTF8String(result);
}

// By which extensions are written in the languages that libphonenumber reads.
bool is_extension_word(std::string_view word) {
  constexpr std::array kWords{"EXT", "EXTN", "EXTENSION", "X", "XT", "ANEXO", "INT", "DW", "доб"};
  return std::ranges::find(kWords, word) != kWords.end();
}

// Without what makes it a URI (RFC 3966): the scheme, and parameters of its own.
std::string_view without_uri_parts(std::string_view plain) {
  if (plain.starts_with("TEL:")) plain.remove_prefix(4);
  for (const std::string_view parameter : {";EXT=", ";ISUB=", ";PHONE-CONTEXT="})
    plain = plain.substr(0, plain.find(parameter));
  return plain;
}

std::string digits_of(std::string text, const PhoneNumberUtil& util) {
  util.NormalizeDigitsOnly(&text);
  return text;
}

// If a trunk digit 0 is dialled before an area code, a number without it is a local one, which has
// no meaning elsewhere. This does not apply if such numbers are written without it (mobile numbers
// of China), or if the library knows the only area code (Jersey).
bool is_local(const PhoneNumber& number, std::string_view region, const PhoneNumberUtil& util) {
  if (number.country_code_source() != PhoneNumber::FROM_DEFAULT_COUNTRY) return false;
  std::string trunk, national, written;
  util.GetNddPrefixForRegion(std::string{region}, true, &trunk);
  util.GetNationalSignificantNumber(number, &national);
  if (trunk != "0" || !digits_of(number.raw_input(), util).starts_with(national)) return false;
  util.Format(number, PhoneNumberUtil::NATIONAL, &written);
  return !util.IsValidNumber(number) || digits_of(written, util) != national;
}

// Whether subscribers of its country have numbers of such a length. Shorter ones count only if they
// are known: the United Kingdom has a few of seven digits (0800 1111).
bool is_plausible(const PhoneNumber& number, const PhoneNumberUtil& util) {
  if (util.IsValidNumber(number)) return true;
  const auto is_possible = [&](PhoneNumberUtil::PhoneNumberType type) {
    return util.IsPossibleNumberForTypeWithReason(number, type) == PhoneNumberUtil::IS_POSSIBLE;
  };
  return is_possible(PhoneNumberUtil::FIXED_LINE) || is_possible(PhoneNumberUtil::MOBILE);
}

}  // namespace

std::optional<std::string> to_e164(std::string_view typed, std::string_view region) {
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  const auto parsed = util.ParseAndKeepRawInput(normalized(typed), std::string{region}, &number);
  if (parsed != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
  if (!is_plausible(number, util)) return std::nullopt;
  number.clear_extension();  // else it would be part of the text
  if (is_local(number, region, util)) return std::nullopt;
  std::string international;
  util.Format(number, PhoneNumberUtil::E164, &international);
  return international;
}

bool looks_like_phone(std::string_view typed) {
  constexpr std::string_view kMarks = " +-().,/*#~";
  constexpr std::size_t kFewestDigits = 3;
  const std::string plain = plain_text(typed);
  std::size_t digits = 0;
  std::string word;
  const auto word_fits = [&] {
    return word.empty() || (digits > 0 && is_extension_word(std::exchange(word, {})));
  };
  for (const char c : without_uri_parts(plain)) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && kMarks.find(c) == std::string_view::npos) {
      word.push_back(c);
      continue;
    }
    if (!word_fits()) return false;
    digits += digit ? 1U : 0U;
  }
  return word_fits() && digits >= kFewestDigits;
}

std::string national_digits(std::string_view international) {
  if (!international.starts_with('+')) return {};
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (util.Parse(normalized(international), "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR)
    return {};
  number.clear_extension();
  std::string national;
  util.Format(number, PhoneNumberUtil::NATIONAL, &national);
  return digits_of(std::move(national), util);
}

std::string_view region_of(std::string_view locale) {
  const std::size_t separator = locale.find_first_of("_-");
  if (separator == std::string_view::npos || separator + 3 > locale.size()) return "GB";
  return locale.substr(separator + 1, 2);
}

}  // namespace vip
