#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "declaration/reader.h"

// A YAML mapping as the declarations use it: a handful of known words, each with a line.
//
// Why: yaml-cpp takes any key, keeps the first of two equal ones and converts on request by
// throwing. A person who writes a declaration wants all errors at once, each with its line and the
// word that was meant.

namespace vip {

// Collects the errors of one file.
class ErrorSink {
 public:
  ErrorSink(std::string file, std::vector<DeclarationError>& errors)
      : file_{std::move(file)}, errors_{&errors} {}
  void add(int line, std::string message) const {
    errors_->push_back({file_, line, std::move(message)});
  }
  const std::string& file() const { return file_; }

 private:
  std::string file_;
  std::vector<DeclarationError>* errors_;
};

int line_of(const YAML::Node& node);  // 1-based

// ", did you mean "x"?" for the nearest known word, else "; known are a, b, c".
std::string suggestion(std::string_view word, const std::vector<std::string_view>& known);

bool is_kebab_case(std::string_view word);  // a-z first, then a-z, 0-9, single dashes between

class Mapping {
 public:
  struct Word {
    std::string name;
    int line = 1;
    YAML::Node value;
  };

  // `what` names the mapping in messages: "field last-name". Errors: no mapping, a key that is no
  // word, a key twice.
  Mapping(const YAML::Node& node, const ErrorSink& errors, std::string what);
  // The mapping that is a word's value; errors of the whole stand at the word.
  Mapping(const Word& word, const ErrorSink& errors, std::string what);

  void only(const std::vector<std::string_view>& known);  // every other word is an error
  const Word* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  const std::vector<Word>& words() const { return words_; }
  int line() const { return line_; }
  int line_of_word(std::string_view name) const;  // the mapping's own when the word is absent
  const ErrorSink& errors() const { return *errors_; }
  const std::string& what() const { return what_; }

  // The value of a word in one form; absent: the empty value. Another form is an error.
  std::string text(std::string_view name) const;
  std::string required_text(std::string_view name) const;        // absent is an error
  std::string word(std::string_view name, bool required) const;  // kebab-case
  bool flag(std::string_view name, bool fallback = false) const;
  std::optional<bool> optional_flag(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t low,
                                      std::int64_t high) const;
  std::vector<std::string> texts(std::string_view name) const;  // a list of scalars

 private:
  void add_words(const YAML::Node& node);
  void add_word(const YAML::Node& key, const YAML::Node& value);

  const ErrorSink* errors_;
  std::string what_;
  int line_ = 1;
  std::vector<Word> words_;
};

}  // namespace vip
