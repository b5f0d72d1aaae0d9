#pragma once

// The entries of a field that is a list of objects, as they are kept: every declared member is
// there, decimals are exact texts.

#include <optional>
#include <string>
#include <vector>

#include "core/decimal.h"
#include "core/json.h"
#include "rules/record.h"

namespace vip::domains {

inline std::vector<json::Node> items_of(const Record& record, FieldHandle list) {
  auto parsed = record.has(list) ? json::parse(record.text(list)) : Result<json::Node>{};
  return parsed ? std::move(parsed->items) : std::vector<json::Node>{};
}

inline std::optional<Uuid> uuid_in(const json::Node& item, std::string_view member) {
  const json::Node* node = item.find(member);
  return node == nullptr ? std::nullopt : parse_uuid(node->text);
}

// In hundredths.
inline std::optional<std::int64_t> amount_in(const json::Node& item, std::string_view member) {
  const json::Node* node = item.find(member);
  if (node == nullptr || node->is(json::Node::Kind::null)) return std::nullopt;
  return parse_decimal(node->text, 2).value();
}

inline std::optional<bool> flag_in(const json::Node& item, std::string_view member) {
  const json::Node* node = item.find(member);
  if (node == nullptr || node->is(json::Node::Kind::null)) return std::nullopt;
  return node->boolean;
}

}  // namespace vip::domains
