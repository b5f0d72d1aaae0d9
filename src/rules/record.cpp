#include "rules/record.h"

namespace vip {

Uuid Record::uuid(FieldHandle handle) const {
  const auto* id = std::get_if<Uuid>(&at(handle));
  return id == nullptr ? Uuid{} : *id;
}

std::string_view Record::text(FieldHandle handle) const {
  const auto* text = std::get_if<std::string>(&at(handle));
  return text == nullptr ? std::string_view{} : std::string_view{*text};
}

std::int64_t Record::number(FieldHandle handle) const {
  const auto* number = std::get_if<std::int64_t>(&at(handle));
  return number == nullptr ? 0 : *number;
}

}  // namespace vip
