// Addresses of e-mail. International host names are ICU's: its tables are those of UTS #46.
#include "core/email.h"

#include <unicode/idna.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>

namespace vip {
namespace {

constexpr std::size_t kMostLocal = 64, kMostOctets = 254, kMostLabel = 63;  // octets

bool has_only_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_alphanumeric(char c) {
  c = lower_case(c);
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

icu::UnicodeString unicode_of(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

const icu::IDNA& idna() {
  static const std::unique_ptr<const icu::IDNA> instance = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<const icu::IDNA> made{
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES |
                                           UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ,
                                       error)};
    if (U_FAILURE(error)) throw std::runtime_error("ICU lacks its data for international domains");
    return made;
  }();
  return *instance;
}

// The host as DNS has it, in small letters; none if there is no such form.
std::optional<std::string> ascii_host(std::string_view host) {
  std::string ascii{host};
  if (!has_only_ascii(host)) {
    icu::UnicodeString converted;
    icu::IDNAInfo info;
    UErrorCode error = U_ZERO_ERROR;
    idna().nameToASCII(unicode_of(host), converted, info, error);
    if (U_FAILURE(error) || info.hasErrors()) return std::nullopt;
    ascii.clear();
    converted.toUTF8String(ascii);
  }
  std::ranges::transform(ascii, ascii.begin(), lower_case);
  return ascii;
}

// RFC 1123, with two labels at least.
bool is_host(std::string_view host) {
  std::size_t labels = 0;
  for (std::size_t begin = 0; begin <= host.size(); ++labels) {
    const std::size_t end = std::min(host.find('.', begin), host.size());
    const std::string_view label = host.substr(begin, end - begin);
    const auto allowed = [](char c) { return is_alphanumeric(c) || c == '-'; };
    if (label.empty() || label.size() > kMostLabel || !std::ranges::all_of(label, allowed) ||
        label.front() == '-' || label.back() == '-')
      return false;
    begin = end + 1;
  }
  return labels >= 2;
}

// No blanks and nothing invisible, but for the joiners that some scripts are written with.
bool is_letter_of_atom(UChar32 c) {
  constexpr std::string_view kAtom = "!#$%&'*+-/=?^_`{|}~.";
  constexpr UChar32 kNonJoiner = 0x200c, kJoiner = 0x200d;
  if (c < 0x80)
    return is_alphanumeric(static_cast<char>(c)) ||
           kAtom.find(static_cast<char>(c)) != std::string_view::npos;
  if (c == kNonJoiner || c == kJoiner) return true;
  return u_isUWhiteSpace(c) == 0 && u_charType(c) != U_FORMAT_CHAR && u_isdefined(c) != 0;
}

bool is_local_part(std::string_view local) {
  if (local.empty() || local.size() > kMostLocal || local.front() == '.' || local.back() == '.' ||
      local.find("..") != std::string_view::npos)
    return false;
  const icu::UnicodeString text = unicode_of(local);
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1))
    if (!is_letter_of_atom(text.char32At(at))) return false;
  return true;
}

std::string folded(std::string_view text) {
  std::string out;
  if (has_only_ascii(text)) {
    out.assign(text);
    std::ranges::transform(out, out.begin(), lower_case);
    return out;
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU lacks its normalisation data");
  fold->normalize(unicode_of(text), error).toUTF8String(out);
  return out;
}

}  // namespace

bool is_email_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || !is_local_part(text.substr(0, at))) return false;
  const auto host = ascii_host(text.substr(at + 1));
  return host && is_host(*host) && at + 1 + host->size() <= kMostOctets;
}

std::string email_key(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return folded(text);
  const std::string_view host = text.substr(at + 1);
  return folded(text.substr(0, at)) + "@" + ascii_host(host).value_or(folded(host));
}

}  // namespace vip
