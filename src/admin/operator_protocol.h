#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "admin/arguments.h"
#include "core/json.h"

// The lines that `vip` and a serving process exchange.

namespace vip {

using OperatorAnswer = tl::expected<std::string, OperatorRefusal>;

struct OperatorRequest {
  std::string command;
  json::Node arguments;
};

std::string write_operator_request(std::string_view command, std::string_view arguments_json);
std::optional<OperatorRequest> read_operator_request(std::string_view line);
std::string write_operator_answer(const OperatorAnswer& answer);
std::optional<OperatorAnswer> read_operator_answer(std::string_view line);

}  // namespace vip
