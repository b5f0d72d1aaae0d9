#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "admin/operator_protocol.h"
#include "admin/operator_service.h"

namespace vip {

// The data directory cannot be had: nothing is in it, or somebody holds it and does not answer.
struct Unreachable {
  std::string message;
};

struct OperatorCall {
  std::string data;     // directory
  std::string command;  // "client create"
  std::string arguments = "{}";
  bool may_create = false;  // the directory, when there is nothing in it
};

// Does a command where the directory's data is: in the process that serves it, or else here, under
// its lock. `surroundings` is called in the latter case only.
tl::expected<OperatorAnswer, Unreachable> call_operator(
    const OperatorCall& call, const std::function<OperatorSurroundings()>& surroundings,
    const Platform::Progress& progress);

// Erases the files of a tenant that no process has open.
void erase_tenant_files(const std::string& data, const Uuid& tenant);

}  // namespace vip
