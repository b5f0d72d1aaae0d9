#pragma once

// Fields that keep an array as JSON: every declared member is there, decimals are exact texts.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/decimal.h"
#include "core/json.h"
#include "core/json_nodes.h"
#include "rules/record.h"

namespace vip::domains {

// An entry of an array, and the place where it stands below the field: "/2", "/0/questions/1".
struct JsonEntry {
  json::Node node;
  std::string place;

  std::string place_of(std::string_view member) const { return place + "/" + std::string{member}; }

  // A member's text; empty where it has none.
  std::string_view text(std::string_view name) const {
    const json::Node* member = value(name);
    return member == nullptr ? std::string_view{} : std::string_view{member->text};
  }
  bool has(std::string_view name) const { return value(name) != nullptr; }
  bool flag(std::string_view name) const { return has(name) && value(name)->boolean; }
  std::optional<Uuid> uuid(std::string_view name) const { return parse_uuid(text(name)); }
  std::optional<std::int64_t> decimal(std::string_view name, int scale) const {
    return has(name) ? std::optional{parse_decimal(text(name), scale).value()} : std::nullopt;
  }
  // In hundredths.
  std::optional<std::int64_t> amount(std::string_view name) const { return decimal(name, 2); }
  std::vector<JsonEntry> entries(std::string_view name) const {
    const json::Node* member = value(name);
    return member == nullptr ? std::vector<JsonEntry>{} : entries_of(*member, place_of(name));
  }

  static std::vector<JsonEntry> entries_of(const json::Node& array, const std::string& place) {
    std::vector<JsonEntry> entries;
    for (const json::Node& item : array.items)
      entries.push_back({item, place + "/" + std::to_string(entries.size())});
    return entries;
  }

 private:
  const json::Node* value(std::string_view name) const {
    const json::Node* found = node.find(name);
    return found == nullptr || found->is(json::Node::Kind::null) ? nullptr : found;
  }
};

// The array that a field keeps.
inline json::Node array_in(const Record& record, FieldHandle field) {
  return record.has(field) ? json::from_json(record.text(field)) : json::Node{};
}

// Its entries; none when it is null.
inline std::vector<JsonEntry> entries_in(const Record& record, FieldHandle field) {
  return JsonEntry::entries_of(array_in(record, field), {});
}

}  // namespace vip::domains
