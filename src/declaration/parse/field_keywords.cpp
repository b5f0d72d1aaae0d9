#include "declaration/parse/field_keywords.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vip {
namespace {

template <class T, std::size_t N>
using Table = std::array<std::pair<std::string_view, T>, N>;

constexpr Table<FieldType, 11> kTypes = {{{"string", FieldType::text},
                                          {"integer", FieldType::integer},
                                          {"decimal", FieldType::decimal},
                                          {"boolean", FieldType::boolean},
                                          {"date", FieldType::date},
                                          {"date-time", FieldType::date_time},
                                          {"time", FieldType::time_of_day},
                                          {"uuid", FieldType::uuid},
                                          {"uuid-list", FieldType::uuid_list},
                                          {"object", FieldType::object},
                                          {"array", FieldType::object}}};

constexpr Table<TextFormat, 13> kFormats = {{{"time-zone", TextFormat::time_zone},
                                             {"locale", TextFormat::locale},
                                             {"email", TextFormat::email},
                                             {"uri", TextFormat::uri},
                                             {"country", TextFormat::country},
                                             {"currency", TextFormat::currency},
                                             {"colour", TextFormat::colour},
                                             {"digits", TextFormat::digits},
                                             {"phone", TextFormat::phone},
                                             {"microchip", TextFormat::microchip},
                                             {"gtin", TextFormat::gtin},
                                             {"loinc", TextFormat::loinc},
                                             {"content", TextFormat::content}}};

constexpr Table<FilterOp, 10> kFilters = {{{"eq", FilterOp::eq},
                                           {"ne", FilterOp::ne},
                                           {"lt", FilterOp::lt},
                                           {"lte", FilterOp::lte},
                                           {"gt", FilterOp::gt},
                                           {"gte", FilterOp::gte},
                                           {"in", FilterOp::in},
                                           {"starts-with", FilterOp::starts_with},
                                           {"contains", FilterOp::contains},
                                           {"is-null", FilterOp::is_null}}};

template <class T, std::size_t N>
std::vector<std::string_view> names(const Table<T, N>& table) {
  std::vector<std::string_view> all;
  for (const auto& row : table) all.push_back(row.first);
  return all;
}

template <class T, std::size_t N>
std::optional<T> value_named(const Table<T, N>& table, std::string_view name) {
  for (const auto& [key, value] : table) {
    if (key == name) return value;
  }
  return std::nullopt;
}

template <class T, std::size_t N>
std::string_view name_in(const Table<T, N>& table, T value) {
  for (const auto& row : table) {
    if (row.second == value) return row.first;
  }
  return "";
}

bool is_number(FieldType type) { return type == FieldType::integer || type == FieldType::decimal; }

}  // namespace

std::vector<std::string_view> member_keywords(const KeywordRegistry& registry) {
  std::vector<std::string_view> keywords = {
      "type",     "minLength", "maxLength",  "minimum", "maximum",     "maxItems",
      "enum",     "format",    "examples",   "scale",   "description", "multiline",
      "required", "nullable",  "properties", "items",   "references"};
  for (const std::string_view name : registry.names(Keyword::Of::fields_and_members))
    keywords.push_back(name);
  return keywords;
}

std::vector<std::string_view> field_keywords(const KeywordRegistry& registry) {
  std::vector<std::string_view> keywords = member_keywords({});
  for (const std::string_view name :
       {"pii", "read-only", "immutable", "hidden", "create-only", "create-as", "filter-as",
        "filter-not", "unique", "denormalized-from", "sequence", "filter", "sort", "sort-numeric",
        "search", "return-on-create", "opt-in-parameter"})
    keywords.push_back(name);
  for (const std::string_view name : registry.names(Keyword::Of::fields)) keywords.push_back(name);
  return keywords;
}

std::vector<std::string_view> type_names() { return names(kTypes); }
std::optional<FieldType> type_named(std::string_view name) { return value_named(kTypes, name); }

std::string_view name_of(FieldType type) {
  return type == FieldType::enumeration ? "string with enum" : name_in(kTypes, type);
}

std::vector<std::string_view> format_names() { return names(kFormats); }
std::optional<TextFormat> format_named(std::string_view name) {
  return value_named(kFormats, name);
}

std::vector<std::string_view> filter_names() { return names(kFilters); }
std::optional<FilterOp> filter_named(std::string_view name) { return value_named(kFilters, name); }
std::string_view name_of(FilterOp op) { return name_in(kFilters, op); }

std::uint16_t possible_filters(const Field& field) {
  constexpr int kEqual = bit(FilterOp::eq) | bit(FilterOp::ne) | bit(FilterOp::in);
  constexpr int kOrder =
      bit(FilterOp::lt) | bit(FilterOp::lte) | bit(FilterOp::gt) | bit(FilterOp::gte);
  int all = 0;
  switch (field.type) {
    case FieldType::uuid:
    case FieldType::enumeration:
      all = kEqual;
      break;
    case FieldType::boolean:
      all = bit(FilterOp::eq);
      break;
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::date:
    case FieldType::date_time:
    case FieldType::time_of_day:
      all = kEqual | kOrder;
      break;
    case FieldType::text:
      if (!field.multiline) all = kEqual | bit(FilterOp::starts_with) | bit(FilterOp::contains);
      break;
    case FieldType::uuid_list:
      all = bit(FilterOp::eq) | bit(FilterOp::contains);
      break;
    case FieldType::object:
      break;
  }
  if (all != 0 && field.nullable) all |= bit(FilterOp::is_null);
  return static_cast<std::uint16_t>(all);
}

bool applies(std::string_view keyword, const Field& field, const KeywordRegistry& registry) {
  const FieldType type = field.type;
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), keyword) != names.end();
  };
  if (is_one_of({"minLength", "maxLength", "multiline", "format", "sequence", "sort-numeric"})) {
    return type == FieldType::text;
  }
  if (is_one_of({"minimum", "maximum"})) return is_number(type);
  if (keyword == "scale") return type == FieldType::decimal;
  if (keyword == "maxItems") return type == FieldType::uuid_list || !field.items.empty();
  if (keyword == "enum") return type == FieldType::enumeration;
  if (keyword == "references") return type == FieldType::uuid || type == FieldType::uuid_list;
  if (keyword == "search") return type == FieldType::text && !field.multiline;
  if (keyword == "unique") return type != FieldType::boolean && type != FieldType::object;
  if (keyword == "sort") return type != FieldType::object && type != FieldType::uuid_list;
  const Keyword* registered = registry.find(keyword);
  return registered == nullptr || registered->applies == nullptr || registered->applies(field);
}

}  // namespace vip
