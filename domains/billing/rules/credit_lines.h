#pragma once

// What is taken off which line of an invoice, as credit notes keep it.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/decimal.h"
#include "core/json.h"
#include "core/uuid.h"

namespace vip::domains {

using CreditLines = std::vector<std::pair<Uuid, std::int64_t>>;  // the line's id; in hundredths

inline std::string written(const CreditLines& lines) {
  std::string text;
  json::Writer writer{text};
  writer.begin_array();
  for (const auto& [line, amount] : lines) {
    writer.begin_object();
    writer.key("invoice-content-uuid").string(to_string(line));
    writer.key("amount").raw(decimal_to_string(amount, 2));
    writer.end_object();
  }
  writer.end_array();
  return text;
}

}  // namespace vip::domains
