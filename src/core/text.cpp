// Text comparison: validity, white space and the comparison key.
//
// Why a key of our own: databases and languages disagree on collation. The key is made here, once,
// and stored beside the text, so every store sorts and finds alike. Most text is ASCII, whose key
// is its lower case.

#include "core/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace vip {
namespace {

bool is_ascii(std::string_view text) {
  unsigned char all_bits = 0;
  for (const char c : text) all_bits |= static_cast<unsigned char>(c);
  return all_bits < 0x80;
}

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// The code point at `at`, which advances past it; negative if the bytes are not UTF-8.
UChar32 next_code_point(std::string_view text, std::size_t& at) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
  UChar32 c = 0;
  U8_NEXT(text.data(), at, text.size(), c);
  return c;
#pragma GCC diagnostic pop
}

template <class Predicate>
bool all_code_points(std::string_view text, Predicate holds) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (!holds(next_code_point(text, at))) return false;
  }
  return true;
}

const icu::Normalizer2& nfkd() {
  static const icu::Normalizer2& normalizer = []() -> const icu::Normalizer2& {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* instance = icu::Normalizer2::getNFKDInstance(error);
    if (U_FAILURE(error)) throw std::runtime_error("ICU lacks its normalisation data");
    return *instance;
  }();
  return normalizer;
}

// NFKD without combining marks.
icu::UnicodeString decompose(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString decomposed = nfkd().normalize(text, error);
  if (U_FAILURE(error)) throw std::runtime_error("text could not be normalised");
  icu::UnicodeString out;
  std::int32_t run = 0;  // start of the characters that are not copied yet
  for (std::int32_t at = 0; at < decomposed.length();) {
    const UChar32 c = decomposed.char32At(at);
    const std::int32_t next = at + U16_LENGTH(c);
    if ((U_GET_GC_MASK(c) & U_GC_M_MASK) != 0) {
      out.append(decomposed, run, at - run);
      run = next;
    }
    at = next;
  }
  return out.append(decomposed, run, decomposed.length() - run);
}

bool is_word_character(UChar32 c) { return c >= 0 && u_isalnum(c) != 0; }

}  // namespace

bool is_valid_utf8(std::string_view text) {
  return all_code_points(text, [](UChar32 c) { return c >= 0; });
}

bool has_only_printable(std::string_view text, bool allow_lines) {
  return all_code_points(text, [allow_lines](UChar32 c) {
    if (c == '\n' || c == '\t') return allow_lines;
    return c >= 0x20 && (c < 0x7f || c > 0x9f);
  });
}

bool is_blank(std::string_view text) {
  return all_code_points(text, [](UChar32 c) { return c >= 0 && u_isUWhiteSpace(c) != 0; });
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::optional<bool> parse_flag(std::string_view text) {
  const auto is = [&](std::string_view word) {
    return std::ranges::equal(text, word, {}, ascii_lower);
  };
  if (is("true")) return true;
  if (is("false")) return false;
  return std::nullopt;
}

std::string shortened(std::string text, std::size_t most) {
  if (text.size() <= most || count_code_points(text) <= most) return text;
  std::size_t at = 0;
  for (std::size_t kept = 1; kept < most; ++kept) next_code_point(text, at);
  text.resize(at);
  return text + "…";
}

std::string comparison_key(std::string_view text) {
  if (is_ascii(text)) {
    std::string key{text};
    for (char& c : key) c = ascii_lower(c);
    return key;
  }
  std::string key;
  const icu::StringPiece bytes{text.data(), static_cast<std::int32_t>(text.size())};
  // Folding can compose and add marks, so its result is decomposed again: the key of a key is the
  // key.
  decompose(decompose(icu::UnicodeString::fromUTF8(bytes)).foldCase()).toUTF8String(key);
  return key;
}

std::vector<std::string> key_words(std::string_view text, std::size_t limit) {
  const std::string key = comparison_key(text);
  std::vector<std::string> words;
  std::string word;
  const auto finish_word = [&] {
    if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(word);
    word.clear();
  };
  std::size_t at = 0;
  while (at < key.size() && words.size() < limit) {
    const std::size_t start = at;
    if (is_word_character(next_code_point(key, at))) {
      word.append(key, start, at - start);
    } else {
      finish_word();
    }
  }
  if (words.size() < limit) finish_word();
  return words;
}

}  // namespace vip
