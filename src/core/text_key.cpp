// Keys of texts, and the words by which they are found.
//
// Why keys of our own: databases and languages disagree on collation. A key is made here, once, and
// stored beside the text, so every store sorts and finds alike. Most text is ASCII, whose key is
// its lower case.

#include "core/text_key.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <stdexcept>

#include "core/code_points.h"
#include "core/text.h"

namespace vip {
namespace {

constexpr int kVersion = 3;                 // of this file's rules
constexpr std::size_t kLongestJoined = 40;  // bytes
constexpr std::size_t kWidestGap = 3;       // bytes between parts of a number: ") ("

// Letters that Unicode does not decompose, as in CLDR's transform Latin-ASCII.
struct Letter {
  UChar32 letter;
  const char* ascii;
};
constexpr std::array kLetters{
    Letter{U'æ', "ae"}, Letter{U'ð', "d"}, Letter{U'ø', "o"}, Letter{U'þ', "th"}, Letter{U'đ', "d"},
    Letter{U'ħ', "h"},  Letter{U'ı', "i"}, Letter{U'ĸ', "q"}, Letter{U'ł', "l"},  Letter{U'ŋ', "n"},
    Letter{U'œ', "oe"}, Letter{U'ŧ', "t"}, Letter{U'ƀ', "b"}, Letter{U'ƶ', "z"},  Letter{U'ǥ', "g"},
    Letter{U'ȷ', "j"},  Letter{U'ɖ', "d"}, Letter{U'ɨ', "i"}, Letter{U'ʉ', "u"}};

// Marks that people type, or that programs make, in place of an apostrophe.
constexpr std::array<UChar32, 20> kApostrophes{U'`', U'´', U'‘', U'’', U'‛', U'′', U'‵',
                                               U'ʹ', U'ʻ', U'ʼ', U'ʽ', U'ˈ', U'ˊ', U'ˋ',
                                               U'՚', U'׳', U'Ꞌ', U'ꞌ', U'᾽', U'᾿'};

bool is_ascii(std::string_view text) {
  unsigned char all_bits = 0;
  for (const char c : text) all_bits |= static_cast<unsigned char>(c);
  return all_bits < 0x80;
}

char ascii_key(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c + ('a' - 'A'));
  return c == '`' ? '\'' : c;
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

bool is_apostrophe(UChar32 c) { return std::ranges::find(kApostrophes, c) != kApostrophes.end(); }
bool is_hyphen(UChar32 c) {
  return c != '-' && ((U_GET_GC_MASK(c) & U_GC_PD_MASK) != 0 || c == 0x2212);  // minus
}
bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

// Some marks decompose to a blank with a combining mark: they are replaced first.
void replace_marks(icu::UnicodeString& text) {
  for (std::int32_t at = 0; at < text.length(); ++at) {  // all of them are single code units
    const UChar32 c = text.char32At(at);
    if (c < 0x60) continue;
    if (is_apostrophe(c)) text.setCharAt(at, u'\'');
    if (is_hyphen(c) && c <= 0xffff) text.setCharAt(at, u'-');
  }
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
    if (is_mark(c)) {
      out.append(decomposed, run, at - run);
      run = next;
    }
    at = next;
  }
  return out.append(decomposed, run, decomposed.length() - run);
}

icu::UnicodeString with_base_letters(const icu::UnicodeString& text) {
  icu::UnicodeString out;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    const auto found = std::ranges::find(kLetters, c, &Letter::letter);
    if (found == kLetters.end()) {
      out.append(c);
    } else {
      out.append(icu::UnicodeString{found->ascii, -1, US_INV});
    }
  }
  return out;
}

bool is_word_character(UChar32 c) { return c >= 0 && u_isalnum(c) != 0; }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool has_digit(std::string_view word) { return std::ranges::any_of(word, is_ascii_digit); }
bool are_digits(std::string_view word) { return std::ranges::all_of(word, is_ascii_digit); }

// A word of a key, and what stands between it and the word before.
struct Token {
  std::string_view gap, word;
};

std::vector<Token> tokens_of(std::string_view key) {
  std::vector<Token> tokens;
  std::size_t word = 0, end = 0;  // where the word begins, where the last one ended
  bool inside = false;
  for (std::size_t at = 0; at <= key.size();) {
    const std::size_t start = at;
    const bool letter = at < key.size() && is_word_character(next_code_point(key, at));
    if (letter && !inside) word = start;
    if (!letter && inside) {
      tokens.push_back({key.substr(end, word - end), key.substr(word, start - word)});
      end = start;
    }
    inside = letter;
    if (start == key.size()) break;
  }
  return tokens;
}

bool belong_together(const Token& first, const Token& second) {
  if (second.gap == "'" || second.gap == "-") return true;
  return second.gap.size() <= kWidestGap && has_digit(first.word) && has_digit(second.word);
}

// "+44 (0)7700 900123" and "0044 7700 900123" are dialled 447700900123.
std::string joined_word(std::span<const Token> tokens) {
  const bool international = tokens.front().gap.ends_with('+');
  std::string joined;
  for (const Token& token : tokens)
    if (!international || token.word != "0") joined += token.word;
  constexpr std::size_t kShortestDialled = 10;
  if (joined.starts_with("00") && joined.size() >= kShortestDialled && are_digits(joined))
    joined.erase(0, 2);
  return joined.size() <= kLongestJoined ? joined : std::string{};
}

// Empty if it is the only word itself.
std::string other_word(std::span<const Token> tokens) {
  std::string joined = joined_word(tokens);
  if (tokens.size() == 1 && joined == tokens.front().word) joined.clear();
  return joined;
}

// The words that belong together, of at most so many.
template <class Visit>
void for_each_group(std::string_view key, std::size_t limit, const Visit& visit) {
  const std::vector<Token> tokens = tokens_of(key);
  const std::size_t count = std::min(tokens.size(), limit);
  for (std::size_t first = 0, end = 0; first < count; first = end) {
    for (end = first + 1; end < count && belong_together(tokens[end - 1], tokens[end]);) ++end;
    visit(std::span<const Token>{tokens}.subspan(first, end - first));
  }
}

}  // namespace

std::string comparison_key(std::string_view text) {
  if (is_ascii(text)) {
    std::string key{text};
    for (char& c : key) c = ascii_key(c);
    return key;
  }
  icu::UnicodeString marked =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  replace_marks(marked);
  // Folding can compose and add marks, so its result is decomposed again: the key of a key is the
  // key.
  icu::UnicodeString folded = decompose(decompose(marked).foldCase());
  replace_marks(folded);
  std::string key;
  with_base_letters(folded).toUTF8String(key);
  return key;
}

std::string text_keys_version() {
  UVersionInfo unicode;
  u_getUnicodeVersion(unicode);
  return std::to_string(kVersion) + " unicode " + std::to_string(unicode[0]) + "." +
         std::to_string(unicode[1]);
}

std::string compact_key(std::string_view text) {
  std::string compact;
  const std::string key = comparison_key(text);
  for (const Token& token : tokens_of(key)) compact += token.word;
  return compact;
}

std::string phone_key(std::string_view typed) {
  const std::string key = comparison_key(typed);
  const std::size_t first = key.find_first_of("+0123456789");
  if (first == std::string::npos) return {};
  const bool plus = key[first] == '+';
  std::vector<Token> digits;
  for (const Token& token : tokens_of(key)) {
    if (are_digits(token.word)) {
      digits.push_back(token);
    } else if (!digits.empty()) {
      break;  // an extension
    }
  }
  if (digits.empty()) return {};
  digits.front().gap = plus ? "+" : "";
  std::string dialled = joined_word(digits);
  const bool international = plus || digits.front().word.starts_with("00");
  return international && !dialled.starts_with("00") ? "+" + dialled : dialled;
}

std::string name_key(std::string_view text) {
  const std::string key = comparison_key(text);
  std::string name;
  for (const Token& token : tokens_of(key)) {
    const bool same_word = token.gap == "'";
    if (!name.empty() && !same_word) name += ' ';
    name += token.word;
  }
  return name.empty() ? key : name;
}

std::vector<SearchTerm> search_terms(std::string_view text, std::size_t limit) {
  std::vector<SearchTerm> terms;
  for_each_group(comparison_key(text), limit, [&](std::span<const Token> group) {
    SearchTerm term{{}, other_word(group)};
    for (const Token& token : group) term.words.emplace_back(token.word);
    if (std::ranges::find(terms, term) == terms.end()) terms.push_back(std::move(term));
  });
  return terms;
}

std::vector<std::string> search_groups(std::string_view text, std::size_t limit) {
  const std::string key = comparison_key(text);
  std::vector<std::string> groups;
  for_each_group(key, limit, [&](std::span<const Token> group) {
    const bool international = group.front().gap.ends_with('+');
    const char* begin = group.front().word.data() - (international ? 1 : 0);
    const std::string_view last = group.back().word;
    std::string own{begin, last.data() + last.size()};
    if (std::ranges::find(groups, own) == groups.end()) groups.push_back(std::move(own));
  });
  return groups;
}

std::vector<std::string> key_words(std::string_view text, std::size_t limit) {
  std::vector<std::string> words;
  const auto add = [&](std::string word) {
    if (!word.empty() && words.size() < limit && std::ranges::find(words, word) == words.end())
      words.push_back(std::move(word));
  };
  for_each_group(comparison_key(text), limit, [&](std::span<const Token> group) {
    for (const Token& token : group) add(std::string{token.word});
    add(other_word(group));
  });
  return words;
}

}  // namespace vip
