#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "admin/admin_service.h"

namespace vip {

// The data directory cannot be had: nothing is in it, or somebody holds it and does not answer.
struct Unreachable {
  std::string message;
};

struct AdminCall {
  std::string data;     // directory
  std::string command;  // "client create"
  std::string arguments = "{}";
  // How long to wait for another command that has the directory, or a server that is starting.
  std::chrono::milliseconds patience{60'000};
};

// Does a command where the directory's data is: in the process that serves it, or else here, under
// its lock. Never makes a platform. `dependencies` is called in the latter case only.
tl::expected<AdminAnswer, Unreachable> call_admin(
    const AdminCall& call, const std::function<AdminDependencies()>& dependencies,
    const Platform::Progress& progress);

}  // namespace vip
