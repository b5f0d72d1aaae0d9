#include "declaration/parse/yaml_mapping.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace vip {

int line_of(const YAML::Node& node) { return std::max(node.Mark().line, 0) + 1; }

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string_view meant = nearest(word, known);
  if (!meant.empty()) return fmt::format("; did you mean \"{}\"?", meant);
  constexpr std::size_t kShown = 40;  // a longer list helps nobody
  if (known.empty() || known.size() > kShown) return "";
  return fmt::format("; known are {}", fmt::join(known, ", "));
}

bool is_kebab_case(std::string_view word) {
  if (word.empty() || word.front() < 'a' || word.front() > 'z' || word.back() == '-') return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (c == '-' && word[i - 1] != '-') continue;
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) return false;
  }
  return true;
}

Mapping::Mapping(const YAML::Node& node, const ErrorSink& errors, std::string what)
    : errors_{&errors}, what_{std::move(what)}, line_{line_of(node)} {
  add_words(node);
}

Mapping::Mapping(const Word& word, const ErrorSink& errors, std::string what)
    : errors_{&errors}, what_{std::move(what)}, line_{word.line} {
  add_words(word.value);
}

void Mapping::add_words(const YAML::Node& node) {
  if (!node.IsMap()) {
    errors_->add(line_, fmt::format("{}: expected a mapping of words to values", what_));
    return;
  }
  for (const auto& entry : node) add_word(entry.first, entry.second);
}

void Mapping::add_word(const YAML::Node& key, const YAML::Node& value) {
  const int line = line_of(key);
  if (!key.IsScalar()) {
    errors_->add(line, fmt::format("{}: expected a word before the colon", what_));
  } else if (has(key.Scalar())) {
    errors_->add(line, fmt::format("{}: \"{}\" is given twice, first in line {}", what_,
                                   key.Scalar(), find(key.Scalar())->line));
  } else {
    words_.push_back({key.Scalar(), line, value});
  }
}

void Mapping::only(const std::vector<std::string_view>& known) {
  for (const Word& word : words_) {
    if (std::find(known.begin(), known.end(), word.name) != known.end()) continue;
    errors_->add(word.line, fmt::format("{}: unknown keyword \"{}\"{}", what_, word.name,
                                        suggestion(word.name, known)));
  }
}

const Mapping::Word* Mapping::find(std::string_view name) const {
  const auto found = std::find_if(words_.begin(), words_.end(),
                                  [&](const Word& word) { return word.name == name; });
  return found == words_.end() ? nullptr : &*found;
}

int Mapping::line_of_word(std::string_view name) const {
  const Word* word = find(name);
  return word == nullptr ? line_ : word->line;
}

std::string Mapping::text(std::string_view name) const {
  const Word* word = find(name);
  if (word == nullptr) return {};
  if (word->value.IsScalar() && !is_blank(word->value.Scalar())) return word->value.Scalar();
  errors_->add(word->line, fmt::format("{}: {} expects a text", what_, name));
  return {};
}

std::string Mapping::required_text(std::string_view name) const {
  if (!has(name))
    errors_->add(line_, fmt::format("{}: the keyword \"{}\" is missing", what_, name));
  return text(name);
}

std::string Mapping::word(std::string_view name, bool required) const {
  std::string value = required ? required_text(name) : text(name);
  if (!value.empty() && !is_kebab_case(value)) {
    errors_->add(line_of_word(name),
                 fmt::format("{}: {} expects lower-case words joined by dashes", what_, name));
  }
  return value;
}

std::optional<bool> Mapping::optional_flag(std::string_view name) const {
  const Word* word = find(name);
  if (word == nullptr) return std::nullopt;
  if (word->value.IsScalar() && word->value.Tag() != "!") {
    if (word->value.Scalar() == "true") return true;
    if (word->value.Scalar() == "false") return false;
  }
  errors_->add(word->line, fmt::format("{}: {} expects true or false", what_, name));
  return std::nullopt;
}

bool Mapping::flag(std::string_view name, bool fallback) const {
  return optional_flag(name).value_or(fallback);
}

std::optional<std::int64_t> Mapping::integer(std::string_view name, std::int64_t low,
                                             std::int64_t high) const {
  const Word* word = find(name);
  if (word == nullptr) return std::nullopt;
  if (word->value.IsScalar()) {
    const std::string& text = word->value.Scalar();
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc{} && stop == end && number >= low && number <= high) return number;
  }
  errors_->add(word->line,
               fmt::format("{}: {} expects a whole number from {} to {}", what_, name, low, high));
  return std::nullopt;
}

std::vector<std::string> Mapping::texts(std::string_view name) const {
  const Word* word = find(name);
  if (word == nullptr) return {};
  std::vector<std::string> values;
  bool good = word->value.IsSequence() && word->value.size() > 0;
  if (good) {
    for (const auto& item : word->value) {
      if (!item.IsScalar() || is_blank(item.Scalar())) {
        good = false;
        break;
      }
      values.push_back(item.Scalar());
    }
  }
  if (good) return values;
  errors_->add(word->line, fmt::format("{}: {} expects a list of texts in brackets", what_, name));
  return {};
}

}  // namespace vip
