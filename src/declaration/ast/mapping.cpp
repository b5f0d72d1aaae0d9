#include "declaration/ast/mapping.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace vip {

std::string suggestion(std::string_view name, const std::vector<std::string_view>& known) {
  const std::string_view meant = nearest(name, known);
  if (!meant.empty()) return fmt::format("; did you mean \"{}\"?", meant);
  constexpr std::size_t kShown = 40;  // a longer list helps nobody
  if (known.empty() || known.size() > kShown) return "";
  return fmt::format("; known are {}", fmt::join(known, ", "));
}

bool is_kebab_case(std::string_view name) {
  if (name.empty() || name.front() < 'a' || name.front() > 'z' || name.back() == '-') return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '-' && name[i - 1] != '-') continue;
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) return false;
  }
  return true;
}

Mapping::Mapping(const AstNode& node, const ErrorSink& errors, std::string what)
    : errors_{&errors}, what_{std::move(what)}, line_{node.line} {
  add_entries(node);
}

Mapping::Mapping(const Entry& entry, const ErrorSink& errors, std::string what)
    : errors_{&errors}, what_{std::move(what)}, line_{entry.line} {
  add_entries(*entry.value);
}

void Mapping::add_entries(const AstNode& node) {
  if (!node.is_map()) {
    errors_->add(line_, fmt::format("{}: expected a mapping of names to values", what_));
    return;
  }
  for (const AstEntry& entry : node.entries) add_entry(entry.key, entry.value);
}

void Mapping::add_entry(const AstNode& key, const AstNode& value) {
  const int line = key.line;
  if (!key.is_scalar()) {
    errors_->add(line, fmt::format("{}: expected a name before the colon", what_));
  } else if (has(key.text)) {
    errors_->add(line, fmt::format("{}: \"{}\" is given twice, first in line {}", what_, key.text,
                                   find(key.text)->line));
  } else {
    entries_.push_back({key.text, line, &value});
  }
}

void Mapping::accept(const std::vector<std::string_view>& known) {
  for (const Entry& entry : entries_) {
    if (std::find(known.begin(), known.end(), entry.name) != known.end()) continue;
    errors_->add(entry.line, fmt::format("{}: unknown keyword \"{}\"{}", what_, entry.name,
                                         suggestion(entry.name, known)));
  }
}

const Mapping::Entry* Mapping::find(std::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.name == name; });
  return found == entries_.end() ? nullptr : &*found;
}

int Mapping::line_of(std::string_view name) const {
  const Entry* entry = find(name);
  return entry == nullptr ? line_ : entry->line;
}

std::string Mapping::text(std::string_view name) const {
  const Entry* entry = find(name);
  if (entry == nullptr) return {};
  if (entry->value->is_scalar() && !is_blank(entry->value->text)) return entry->value->text;
  errors_->add(entry->line, fmt::format("{}: {} expects a text", what_, name));
  return {};
}

std::string Mapping::required_text(std::string_view name) const {
  if (!has(name))
    errors_->add(line_, fmt::format("{}: the keyword \"{}\" is missing", what_, name));
  return text(name);
}

std::string Mapping::kebab_name(std::string_view name, bool required) const {
  std::string value = required ? required_text(name) : text(name);
  if (!value.empty() && !is_kebab_case(value)) {
    errors_->add(line_of(name),
                 fmt::format("{}: {} expects lower-case words joined by dashes", what_, name));
  }
  return value;
}

std::optional<bool> Mapping::optional_flag(std::string_view name) const {
  const Entry* entry = find(name);
  if (entry == nullptr) return std::nullopt;
  if (entry->value->is_scalar() && !entry->value->quoted) {
    if (entry->value->text == "true") return true;
    if (entry->value->text == "false") return false;
  }
  errors_->add(entry->line, fmt::format("{}: {} expects true or false", what_, name));
  return std::nullopt;
}

bool Mapping::flag(std::string_view name, bool fallback) const {
  return optional_flag(name).value_or(fallback);
}

std::optional<std::int64_t> Mapping::integer(std::string_view name, std::int64_t low,
                                             std::int64_t high) const {
  const Entry* entry = find(name);
  if (entry == nullptr) return std::nullopt;
  if (entry->value->is_scalar()) {
    const std::string& text = entry->value->text;
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc{} && stop == end && number >= low && number <= high) return number;
  }
  errors_->add(entry->line,
               fmt::format("{}: {} expects a whole number from {} to {}", what_, name, low, high));
  return std::nullopt;
}

std::vector<std::string> Mapping::texts(std::string_view name) const {
  const Entry* entry = find(name);
  if (entry == nullptr) return {};
  std::vector<std::string> values;
  bool good = entry->value->is_list() && !entry->value->items.empty();
  if (good) {
    for (const auto& item : entry->value->items) {
      if (!item.is_scalar() || is_blank(item.text)) {
        good = false;
        break;
      }
      values.push_back(item.text);
    }
  }
  if (good) return values;
  errors_->add(entry->line, fmt::format("{}: {} expects a list of texts in brackets", what_, name));
  return {};
}

}  // namespace vip
