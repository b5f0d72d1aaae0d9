#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/field.h"

// The words that describe fields, in one place: what may be written and which types it applies to.

namespace vip {

std::vector<std::string_view> field_keywords();  // of a field of a resource
std::vector<std::string_view> member_words();    // of a member of an object, of the items of a list

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

// Whether a word such as minLength says anything of this type; words that are of no type always do.
bool applies(std::string_view word, const Field& field);

}  // namespace vip
