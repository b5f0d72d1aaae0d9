#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "declaration/keyword.h"
#include "schema/field.h"

// The keywords that describe fields, in one place: what may be written and which types it applies
// to. Those that the registry has say so themselves.

namespace vip {

// Of a field of a resource; of a member of an object, of the items of a list.
std::vector<std::string_view> field_keywords(const KeywordRegistry& registry);
std::vector<std::string_view> member_keywords(const KeywordRegistry& registry);

std::vector<std::string_view> type_names();
std::optional<FieldType> type_named(std::string_view name);  // object for "object" and "array"
std::string_view name_of(FieldType type);

std::vector<std::string_view> format_names();
std::optional<TextFormat> format_named(std::string_view name);

std::vector<std::string_view> filter_names();
std::optional<FilterOp> filter_named(std::string_view name);
std::string_view name_of(FilterOp op);
// The operators that a field of this type can offer at all.
std::uint16_t possible_filters(const Field& field);

// Whether a keyword such as minLength says anything of this type; one that is of no type always
// does.
bool applies(std::string_view keyword, const Field& field, const KeywordRegistry& registry);

}  // namespace vip
