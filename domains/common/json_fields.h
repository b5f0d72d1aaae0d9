#pragma once

// Fields that keep an object or an array as JSON: every declared member is there, decimals are
// exact texts.

#include <optional>
#include <string_view>
#include <vector>

#include "core/decimal.h"
#include "core/json.h"
#include "rules/record.h"

namespace vip::domains {

// The array that a field keeps; empty when it has none.
inline json::Node array_in(const Record& record, FieldHandle field) {
  auto parsed = record.has(field) ? json::parse(record.text(field)) : Result<json::Node>{};
  return parsed ? std::move(*parsed) : json::Node{};
}

// A member that has a value; null where it is missing or null.
inline const json::Node* member_in(const json::Node& node, std::string_view name) {
  const json::Node* found = node.find(name);
  return found == nullptr || found->is(json::Node::Kind::null) ? nullptr : found;
}

// A member's text; empty where it has none.
inline std::string_view text_in(const json::Node& node, std::string_view name) {
  const json::Node* found = member_in(node, name);
  return found == nullptr ? std::string_view{} : std::string_view{found->text};
}

inline const std::vector<json::Node>& items_in(const json::Node& node, std::string_view name) {
  static const std::vector<json::Node> none;
  const json::Node* found = member_in(node, name);
  return found == nullptr ? none : found->items;
}

inline std::optional<Uuid> uuid_in(const json::Node& node, std::string_view name) {
  const json::Node* found = member_in(node, name);
  return found == nullptr ? std::nullopt : parse_uuid(found->text);
}

// In hundredths.
inline std::optional<std::int64_t> amount_in(const json::Node& node, std::string_view name) {
  const json::Node* found = member_in(node, name);
  return found == nullptr ? std::nullopt : std::optional{parse_decimal(found->text, 2).value()};
}

inline std::optional<bool> flag_in(const json::Node& node, std::string_view name) {
  const json::Node* found = member_in(node, name);
  return found == nullptr ? std::nullopt : std::optional{found->boolean};
}

}  // namespace vip::domains
