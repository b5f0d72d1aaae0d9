#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Further keys of a text beside its comparison key, and what a text of q asks for.

namespace vip {

// Changes whenever keys or words of the same text may change: those that are stored are then made
// again.
std::string text_keys_version();

// Letters and digits of the comparison key only: of postcodes.
std::string compact_key(std::string_view text);
// The digits of a telephone number as typed; with a + if it is in international form.
std::string phone_key(std::string_view typed);
// The comparison key of a name, with its words divided by single spaces: without apostrophes and
// full stops, hyphens divide words. By it duplicates are found.
std::string name_key(std::string_view text);

// What a word of q stands for: each of `words` begins a word of the record, or the one word of
// `joined` does, if there is one.
struct SearchTerm {
  std::vector<std::string> words;
  std::string joined;

  friend bool operator==(const SearchTerm&, const SearchTerm&) = default;
};

// What a text of q asks for, one for each of its groups. Words belong together if an apostrophe or
// a hyphen joins them, or if both have digits: parts of a postcode or of a telephone number.
std::vector<SearchTerm> search_terms(std::string_view text, std::size_t limit = 64);
// The groups themselves, as texts of their own. Without duplicates.
std::vector<std::string> search_groups(std::string_view text, std::size_t limit = 64);

}  // namespace vip
