// Reading of a command's arguments, checked as if they came from anybody.

#include "admin/arguments.h"

#include <charconv>

#include "core/text.h"

namespace vip {
namespace {

constexpr std::size_t kLongest = 255;

std::string checked(std::string_view name, const std::string& text) {
  const std::string subject{name};
  if (is_blank(text)) refuse_usage(subject + " must not be empty.");
  if (count_code_points(text) > kLongest)
    refuse_usage(subject + " may have at most 255 characters.");
  if (!has_only_printable(text, false))
    refuse_usage(subject + " must be one line without control characters.");
  return text;
}

}  // namespace

void refuse(const std::string& message) { throw AdminError{AdminError::Kind::refused, message}; }
void refuse_usage(const std::string& message) {
  throw AdminError{AdminError::Kind::usage, message};
}

const json::Node* Arguments::find(std::string_view name, json::Node::Kind kind) const {
  const auto* node = object_.find(name);
  if (node == nullptr || node->is(json::Node::Kind::null)) return nullptr;
  if (!node->is(kind)) refuse_usage(std::string{name} + " has the wrong type.");
  return node;
}

std::string Arguments::text(std::string_view name) const {
  auto value = optional_text(name);
  if (!value) refuse_usage(std::string{name} + " is missing.");
  return *std::move(value);
}

std::optional<std::string> Arguments::optional_text(std::string_view name) const {
  const auto* node = find(name, json::Node::Kind::string);
  if (node == nullptr) return std::nullopt;
  return checked(name, node->text);
}

std::vector<std::string> Arguments::texts(std::string_view name) const {
  std::vector<std::string> values;
  const auto* node = find(name, json::Node::Kind::array);
  if (node == nullptr) return values;
  for (const auto& item : node->items) {
    if (!item.is(json::Node::Kind::string))
      refuse_usage(std::string{name} + " must be a list of strings.");
    values.push_back(checked(name, item.text));
  }
  return values;
}

bool Arguments::has(std::string_view name) const {
  const auto* node = object_.find(name);
  return node != nullptr && !node->is(json::Node::Kind::null);
}

bool Arguments::flag(std::string_view name) const {
  const auto* node = find(name, json::Node::Kind::boolean);
  return node != nullptr && node->boolean;
}

std::optional<std::int64_t> Arguments::number(std::string_view name) const {
  const auto* node = find(name, json::Node::Kind::number);
  if (node == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const auto* end = node->text.data() + node->text.size();
  const auto [rest, error] = std::from_chars(node->text.data(), end, value);
  if (error != std::errc{} || rest != end)
    refuse_usage(std::string{name} + " must be a whole number.");
  return value;
}

std::optional<Instant> Arguments::moment(std::string_view name) const {
  const auto value = optional_text(name);
  if (!value) return std::nullopt;
  if (const auto instant = parse_instant(*value)) return instant;
  if (const auto date = parse_date(*value)) return start_of_day(*date, "UTC");
  refuse_usage(
      std::string{name} +
      " must be a date (2026-03-01) or a date and time with offset (2026-03-01T09:30:00Z).");
}

}  // namespace vip
