#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "declaration/ast/error_sink.h"
#include "declaration/ast/node.h"

// A mapping as the declarations use it: a handful of known keywords, each with a line.
//
// Why: a person who writes a declaration wants all errors at once, each with its line and the
// keyword that was meant. A node takes any key, and equal ones.

namespace vip {

// "; did you mean "x"?" for the nearest known name, else "; known are a, b, c".
std::string suggestion(std::string_view name, const std::vector<std::string_view>& known);

bool is_kebab_case(std::string_view name);  // a-z first, then a-z, 0-9, single dashes between

// Refers to its node, which has to outlive it.
class Mapping {
 public:
  struct Entry {
    std::string name;
    int line = 1;                    // of the name
    const AstNode* value = nullptr;  // never null
  };

  // `what` names the mapping in messages: "field last-name". Errors: no mapping, a key that is no
  // name, a key twice.
  Mapping(const AstNode& node, const ErrorSink& errors, std::string what);
  // The mapping that is an entry's value; errors of the whole stand at the entry.
  Mapping(const Entry& entry, const ErrorSink& errors, std::string what);

  void accept(const std::vector<std::string_view>& known);  // every other keyword is an error
  const Entry* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  const std::vector<Entry>& entries() const { return entries_; }
  int line() const { return line_; }
  int line_of(std::string_view name) const;  // the mapping's own when the name is absent
  const ErrorSink& errors() const { return *errors_; }
  const std::string& what() const { return what_; }

  // The value of an entry in one form; absent: the empty value. Another form is an error.
  std::string text(std::string_view name) const;
  std::string required_text(std::string_view name) const;              // absent is an error
  std::string kebab_name(std::string_view name, bool required) const;  // in kebab-case
  bool flag(std::string_view name, bool fallback = false) const;
  std::optional<bool> optional_flag(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t low,
                                      std::int64_t high) const;
  std::vector<std::string> texts(std::string_view name) const;  // a list of scalars

 private:
  void add_entries(const AstNode& node);
  void add_entry(const AstNode& key, const AstNode& value);

  const ErrorSink* errors_;
  std::string what_;
  int line_ = 1;
  std::vector<Entry> entries_;
};

}  // namespace vip
